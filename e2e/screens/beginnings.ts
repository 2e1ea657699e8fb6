/** Where the focus is as each place and each dialog comes, looked at from outside and compared with the tables of first focus. */
import type { Page } from "playwright-core";
import { firstFocus } from "../../renderer/page/routes.ts";
import { dialogFault } from "./dialog-beginnings.ts";

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
  await page.exposeFunction("__opened", (title: string, begins: string) => {
    const fault = dialogFault(title, begins);
    if (fault !== null) faults.push(fault);
  });
  const table: Record<string, string> = firstFocus;
  await page.addInitScript(watch, { table, isNew: true });
  await page.evaluate(watch, { table, isNew: false });
  await page.addInitScript(watchDialogs);
  await page.evaluate(watchDialogs);
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
  let ends: (() => void) | undefined;
  const look = (): void => {
    const { route } = place.dataset;
    if (route === before || route === undefined) return;
    // What the table of keys lay over goes on where it was.
    const isUncovered = before === "keys";
    // From an editor or a sheet the focus goes back to where it began: anywhere, but never nowhere.
    const isBack = route === "items" && ["item-edit", "item-new", "vault-sheet"].includes(before ?? "");
    before = route;
    ends?.();
    const begins = isBack ? "body *" : (where[table[route] ?? ""] ?? ":not(*)");
    const isRight = (): boolean => isUncovered || document.activeElement?.matches(begins) === true;
    const end = (wrong: string | null): void => {
      clearTimeout(timer);
      document.removeEventListener("focusin", moved);
      ends = undefined;
      tell(route, wrong);
    };
    const moved = (): void => {
      if (isRight()) end(null);
    };
    // A dialog takes the focus a moment after it is drawn, and a walk may go on before that moment is over.
    const timer = setTimeout(
      () => end(isRight() ? null : (document.activeElement?.outerHTML.slice(0, 90) ?? "nothing")),
      settledMs,
    );
    ends = () => end(null);
    document.addEventListener("focusin", moved);
    moved();
  };
  new MutationObserver(look).observe(place, { attributeFilter: ["data-route"] });
  if (isNew) look();
}

/** Runs inside the page: what has the focus first in each dialog. */
function watchDialogs(): void {
  const { __opened: tell } = window as unknown as { __opened(title: string, begins: string): void };
  const seen = new WeakSet<Element>();
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    const form = target.closest(".dialog form:has(> .dialog-foot)");
    if (form === null || seen.has(form)) return;
    seen.add(form);
    const [cancel, act] = form.querySelectorAll(".dialog-foot > button");
    const named = new Map<Element | undefined, string>([
      [cancel, "cancel"],
      [act, "act"],
    ]);
    const kinds: Record<string, string> = { INPUT: "field", TEXTAREA: "field", SELECT: "choice" };
    const title = form.closest(".dialog")?.querySelector(".title")?.textContent ?? "";
    tell(title, named.get(target) ?? kinds[target.tagName] ?? target.outerHTML.slice(0, 90));
  });
}
