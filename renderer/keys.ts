/** The one table of keys: the same in every room, shown by `?`. Single letters act only while no text field has focus. */
import { useEffect } from "react";

export type KeyName =
  | "search"
  | "main"
  | "copyPassword"
  | "copyUser"
  | "copyCode"
  | "open"
  | "reveal"
  | "edit"
  | "save"
  | "cancel"
  | "new"
  | "lock"
  | "room1"
  | "room2"
  | "room3"
  | "help";

export const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);
const ctrl = isMac ? "Cmd" : "Ctrl";

export const keyTable: { name: KeyName; shown: string; does: string }[] = [
  { name: "search", shown: "/", does: "to the search field" },
  { name: "main", shown: "↵", does: "the row's main act: copy the password" },
  { name: "copyPassword", shown: `${ctrl} Shift C`, does: "copy the password" },
  { name: "copyUser", shown: `${ctrl} Shift U`, does: "copy the user name" },
  { name: "copyCode", shown: `${ctrl} Shift O`, does: "copy the one-time code" },
  { name: "open", shown: `${ctrl} ↵`, does: "open the website and copy the user name" },
  { name: "reveal", shown: "Space", does: "reveal, hide" },
  { name: "edit", shown: "E", does: "edit" },
  { name: "save", shown: `${ctrl} S`, does: "save" },
  { name: "cancel", shown: "Esc", does: "cancel; asks only if something changed" },
  { name: "new", shown: "N", does: "new" },
  { name: "lock", shown: `${ctrl} L`, does: "lock" },
  { name: "room1", shown: `${ctrl} 1`, does: "Items" },
  { name: "room2", shown: `${ctrl} 2`, does: "People" },
  { name: "room3", shown: `${ctrl} 3`, does: "Settings" },
  { name: "help", shown: "?", does: "this table" },
];

/** How a key is shown beside its act. */
export function shownKey(name: KeyName): string {
  return keyTable.find((key) => key.name === name)?.shown ?? "";
}

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Which act a key press means; `inText` when a text field has the focus. */
export function keyOf(press: Press, inText: boolean): KeyName | null {
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const key = press.key.toLowerCase();
  if (press.altKey) return null;
  if (mod && press.shiftKey) return ({ c: "copyPassword", u: "copyUser", o: "copyCode" } as const)[key as "c"] ?? null;
  if (mod)
    return (
      (
        {
          f: "search",
          enter: "open",
          s: "save",
          n: "new",
          l: "lock",
          "1": "room1",
          "2": "room2",
          "3": "room3",
        } as const
      )[key as "f"] ?? null
    );
  if (key === "escape") return "cancel";
  if (key === "enter") return "main";
  if (inText) return null;
  return ({ "/": "search", " ": "reveal", e: "edit", n: "new", "?": "help" } as const)[key as "e"] ?? null;
}

/** Whether typing goes into a text field now. */
export function isInText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** Hears keys while shown; a handler that answers false lets the key through. */
export function useKeys(handlers: Partial<Record<KeyName, () => boolean | undefined>>, enabled = true): void {
  useEffect(() => {
    if (!enabled) return;
    const heard = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"]') !== null) return;
      const name = keyOf(event, isInText(event.target));
      // Enter and Space on a button are that button's.
      if ((name === "main" || name === "reveal") && event.target instanceof HTMLButtonElement) return;
      const handler = name === null ? undefined : handlers[name];
      if (handler === undefined || handler() === false) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  });
}
