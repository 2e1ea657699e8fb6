/** Leads the focus to where a screen or step begins (`routes.ts` has the table). Dialogs and popovers do so in `renderer/ui`. */
import { type Beginning, firstFocus, type Route } from "./routes.ts";

const fields = "main :is(input:not([type=radio], [type=checkbox], [type=file]), textarea):enabled";

/** Every element that may begin, the best first. */
const candidates: Record<Beginning, string> = {
  search: "input[type=search]",
  field: fields,
  act: 'main :is(.btn[data-kind="main"], .welcome-choice):enabled',
  pane: "main",
  dialog: '[role="dialog"] *',
};

/** Whether what has the focus now is a place where this screen begins; of several acts the screen itself may have chosen one. */
export function hasBegun(route: Route): boolean {
  const { activeElement } = document;
  const beginning = firstFocus[route];
  const places = beginning === "act" ? "main button" : candidates[beginning];
  return activeElement !== null && activeElement.closest(places) !== null;
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
