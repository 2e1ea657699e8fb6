/** Where the focus is as each place and each dialog comes, looked at from outside and compared with the tables of first focus. */
import type { Page } from "playwright-core";
import { firstFocus, stepFocus, steps } from "../../renderer/page/routes.ts";
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
  await page.exposeFunction("__began", (place: string, wrong: string | null) => {
    seen.add(place);
    if (wrong !== null) faults.push(`${place} begins at ${wrong}`);
  });
  await page.exposeFunction("__opened", (name: string, begins: string) => {
    const fault = dialogFault(name, begins);
    if (fault !== null) faults.push(fault);
  });
  const table: Record<string, string> = { ...firstFocus, ...stepFocus };
  await page.addInitScript(watch, { table, steps, isNew: true });
  await page.evaluate(watch, { table, steps, isNew: false });
  await page.addInitScript(watchDialogs);
  await page.evaluate(watchDialogs);
  return { faults, seen };
}

/** Where each place begins, and to which route each step belongs; `isNew`: the page only begins. */
type Watched = { table: Record<string, string>; steps: Record<string, string>; isNew: boolean };

/** Runs inside the page. */
function watch({ table, steps, isNew }: Watched): void {
  const settledMs = 150;
  // As a new page begins it may have no element yet.
  if (document.documentElement === null || document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => watch({ table, steps, isNew }), { once: true });
    return;
  }
  const { __began: tell } = window as unknown as { __began(place: string, wrong: string | null): void };
  const place = document.documentElement;
  const where: Record<string, string> = {
    search: "input[type=search]",
    field: "main :is(input, textarea)",
    act: "main button",
    pane: "main, main *",
    dialog: '[role="dialog"], [role="dialog"] *',
    choice: "main select",
    rows: "main .import-list",
    stay: "aside button, aside input",
  };
  type Place = { route: string | undefined; step: string | undefined };
  const now = (): Place => {
    const { route, step } = place.dataset;
    // What the table of keys lies over keeps its step.
    return { route, step: steps[step ?? ""] === route ? step : undefined };
  };
  let before: Place = isNew ? { route: undefined, step: undefined } : now();
  let left: (() => void) | undefined;
  const look = (): void => {
    const [was, { route, step }] = [before, now()];
    if (route === undefined || (route === was.route && step === was.step)) return;
    before = { route, step };
    left?.();
    // What a version or another step stood before goes on where it was.
    if (route === was.route && step === undefined) return;
    // A screen that comes with one of its steps begins as both.
    const comes = [route === was.route ? [] : route, step ?? []].flat();
    // What the table of keys lay over goes on where it was.
    const isUncovered = was.route === "keys";
    // From an editor or a sheet the focus goes back to where it began: anywhere, but never nowhere.
    const isBack = route === "items" && ["item-edit", "item-new", "vault-sheet"].includes(was.route ?? "");
    const begins = comes.map((one) => (isBack ? "body *" : (where[table[one] ?? ""] ?? ":not(*)")));
    const isRight = (): boolean =>
      isUncovered || begins.every((selector) => document.activeElement?.matches(selector) === true);
    const end = (wrong: string | null): void => {
      clearTimeout(timer);
      document.removeEventListener("focusin", moved);
      left = undefined;
      for (const one of comes) tell(one, wrong);
    };
    const moved = (): void => {
      if (isRight()) end(null);
    };
    // A dialog takes the focus a moment after it is drawn, and a walk may go on before that moment is over.
    const timer = setTimeout(
      () => end(isRight() ? null : (document.activeElement?.outerHTML.slice(0, 90) ?? "nothing")),
      settledMs,
    );
    // Whoever goes on sooner has not seen it begin: it does not count.
    left = () => {
      clearTimeout(timer);
      document.removeEventListener("focusin", moved);
    };
    document.addEventListener("focusin", moved);
    moved();
  };
  new MutationObserver(look).observe(place, { attributeFilter: ["data-route", "data-step"] });
  if (isNew) look();
}

/** Runs inside the page: what has the focus first in each dialog. */
function watchDialogs(): void {
  const { __opened: tell } = window as unknown as { __opened(name: string, begins: string): void };
  const seen = new WeakSet<Element>();
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    const form = target.closest<HTMLElement>(".dialog form:has(> .dialog-foot)");
    if (form === null || seen.has(form)) return;
    seen.add(form);
    const [cancel, act] = form.querySelectorAll(".dialog-foot > button");
    const named = new Map<Element | undefined, string>([
      [cancel, "cancel"],
      [act, "act"],
    ]);
    const kinds: Record<string, string> = { INPUT: "field", TEXTAREA: "field", SELECT: "choice" };
    tell(form.dataset.dialog ?? "", named.get(target) ?? kinds[target.tagName] ?? target.outerHTML.slice(0, 90));
  });
}
