/** Where the focus is as each place comes, looked at from outside and compared with the table of first focus. */
import type { Page } from "playwright-core";
import { firstFocus } from "../../renderer/page/routes.ts";

export type Beginnings = {
  /** What does not begin as the table says. */
  faults: string[];
  /** The places that began at all. */
  seen: Set<string>;
};

/** Watches from now on, also across a lock, after which the page is a new one. */
export async function watchBeginnings(page: Page): Promise<Beginnings> {
  const faults: string[] = [];
  const seen = new Set<string>();
  await page.exposeFunction("__began", (route: string, wrong: string | null) => {
    seen.add(route);
    if (wrong !== null) faults.push(`${route} begins at ${wrong}`);
  });
  const table: Record<string, string> = firstFocus;
  await page.addInitScript(watch, { table, isNew: true });
  await page.evaluate(watch, { table, isNew: false });
  return { faults, seen };
}

/** Runs inside the page. */
function watch({ table, isNew }: { table: Record<string, string>; isNew: boolean }): void {
  const settledMs = 150;
  // As a new page begins it may have no element yet.
  if (document.documentElement === null || document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => watch({ table, isNew }), { once: true });
    return;
  }
  const { __began: tell } = window as unknown as { __began(route: string, wrong: string | null): void };
  const place = document.documentElement;
  const where: Record<string, string> = {
    search: "input[type=search]",
    field: "main :is(input, textarea)",
    act: "main button",
    pane: "main, main *",
    dialog: '[role="dialog"], [role="dialog"] *',
  };
  let before = isNew ? undefined : place.dataset.route;
  const look = (): void => {
    const { route } = place.dataset;
    // What the table of keys lay over goes on where it was.
    const isBack = before === "keys";
    if (route === before || route === undefined) return;
    before = route;
    const { activeElement } = document;
    const isRight = isBack || activeElement?.matches(where[table[route] ?? ""] ?? ":not(*)") === true;
    tell(route, isRight ? null : (activeElement?.outerHTML.slice(0, 90) ?? "nothing"));
  };
  // A dialog takes the focus a moment after it is drawn.
  new MutationObserver(() => setTimeout(look, settledMs)).observe(place, { attributeFilter: ["data-route"] });
  if (isNew) setTimeout(look, settledMs);
}
