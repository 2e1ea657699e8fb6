/** Where the focus was as a place of its own began (an editor, a sheet), and back there, also where it is drawn anew meanwhile. */
import { toDetail } from "./use-covering.ts";

/** What had the focus: itself, or by what it is found again. */
export type CameFrom = { element: HTMLElement; id: string; tag: string; name: string; wasInPane: boolean };

const nameOf = (element: Element): string => element.getAttribute("aria-label") ?? element.textContent ?? "";
const isSeen = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && element.checkVisibility();

/** What has the focus now; null where nothing has. Rows are drawn anew: their list has it for them. */
export function cameFrom(): CameFrom | null {
  const { activeElement } = document;
  const element = activeElement?.closest('[role="listbox"]') ?? activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const { id, tagName: tag } = element;
  return { element, id, tag, name: nameOf(element), wasInPane: element.closest("main") !== null };
}

/** Leads back there; where it is gone, to the pane that it was in; else, or where there was nothing, to `otherwise`. */
export function goBack(from: CameFrom | null, otherwise: HTMLElement | null): void {
  const to = from === null ? null : again(from);
  const isPane = to?.tagName === "MAIN" || (to === null && from?.wasInPane === true);
  if (isPane && isSeen(document.querySelector("main.detail"))) toDetail();
  else (to ?? otherwise)?.focus();
}

function again({ element, id, tag, name }: CameFrom): HTMLElement | null {
  if (isSeen(element)) return element;
  const byId = id === "" ? null : document.getElementById(id);
  if (isSeen(byId)) return byId;
  const named = [...document.querySelectorAll(tag)].find((one) => nameOf(one) === name && isSeen(one));
  return named instanceof HTMLElement ? named : null;
}
