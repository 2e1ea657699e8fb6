/** Where every screen and step begins: the one table of first focus. Dialogs and popovers have theirs in `renderer/ui`. */
import type { Route } from "./routes.ts";

/**
 * `search`: its search field. `field`: the first empty field, else the first. `act`: the filled act, which Enter then does.
 * `pane`: the screen itself, read out from its top. `dialog`: what the dialog says.
 */
export type Beginning = "search" | "field" | "act" | "pane" | "dialog";

export const firstFocus = {
  welcome: "act",
  "create-computer": "field",
  "create-team": "field",
  "create-sheet": "act",
  "join-code": "field",
  "join-passphrase": "field",
  "join-sheet": "act",
  waiting: "pane",
  unlock: "field",
  items: "search",
  "item-edit": "field",
  "item-new": "field",
  "vault-sheet": "pane",
  import: "act",
  people: "search",
  settings: "search",
  keys: "dialog",
} as const satisfies Record<Route, Beginning>;

const fields = "main :is(input:not([type=radio], [type=checkbox], [type=file]), textarea):enabled";

/** Every element that may begin, the best first. */
const candidates: Record<Beginning, string> = {
  search: "input[type=search]",
  field: fields,
  act: 'main :is(.btn[data-kind="main"], .welcome-choice):enabled',
  pane: "main",
  dialog: '[role="dialog"] *',
};

/** Whether what has the focus now is a place where this screen begins. */
export function hasBegun(route: Route): boolean {
  const { activeElement } = document;
  return activeElement !== null && activeElement.closest(candidates[firstFocus[route]]) !== null;
}

/** Leads the focus there, unless the screen has done so itself; a screen without such a place begins at its top. */
export function begin(route: Route): void {
  if (hasBegun(route)) return;
  const found = [...document.querySelectorAll<HTMLElement>(candidates[firstFocus[route]])];
  const empty = found.find((one) => one instanceof HTMLInputElement && one.value === "");
  const first = empty ?? found[0] ?? document.querySelector<HTMLElement>("main");
  if (first?.tagName === "MAIN") first.tabIndex = -1;
  first?.focus();
}
