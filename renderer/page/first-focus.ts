/** Leads the focus to where a screen or step begins (`routes.ts` has the table). Dialogs and popovers do so in `renderer/ui`. */
import { type Beginning, firstFocus, type Route, type Step, stepFocus } from "./routes.ts";

const fields = "main :is(input:not([type=radio], [type=checkbox], [type=file]), textarea):enabled";

/** Every element that may begin, the best first. */
const candidates: Record<Beginning, string> = {
  search: "input[type=search]",
  field: fields,
  act: 'main :is(.btn[data-kind="main"], .welcome-choice):enabled',
  pane: "main",
  dialog: '[role="dialog"] *',
  choice: "main select:enabled",
  rows: 'main [role="group"][tabindex="0"]',
  stay: "aside button, aside input",
};

/** Where a screen or a step begins. */
function beginningOf(place: Route | Step): Beginning {
  return { ...firstFocus, ...stepFocus }[place];
}

/** Whether what has the focus now is a place where this screen begins; of several acts the screen itself may have chosen one. */
function hasBegun(place: Route | Step): boolean {
  const { activeElement } = document;
  const beginning = beginningOf(place);
  const places = beginning === "act" ? "main button" : candidates[beginning];
  return activeElement !== null && activeElement.closest(places) !== null;
}

/** Leads the focus there, unless the screen has done so itself; a screen without such a place begins at its top. */
export function begin(place: Route | Step): void {
  if (hasBegun(place)) return;
  const found = [...document.querySelectorAll<HTMLElement>(candidates[beginningOf(place)])];
  const empty = found.find((one) => one instanceof HTMLInputElement && one.value === "");
  const first = empty ?? found[0] ?? document.querySelector<HTMLElement>("main");
  if (first?.tagName === "MAIN") first.tabIndex = -1;
  first?.focus();
}
