/** The one table of keys: the same in every section, shown by `?`. Single letters act only while no text field has focus. */
import { useEffect, useRef } from "react";
import { words } from "../shared/copy/words.ts";

export const keyNames = [
  "search",
  "main",
  "copyPassword",
  "copyUser",
  "copyCode",
  "open",
  "reveal",
  "edit",
  "save",
  "cancel",
  "new",
  "lock",
  "room1",
  "room2",
  "room3",
  "help",
] as const;
export type KeyName = (typeof keyNames)[number];

/** A chord: `mod` is Cmd on macOS, Ctrl elsewhere. Chords with `mod` act everywhere, others only outside text fields. */
type Chord = { mod?: true; shift?: true; key: string; evenInText?: true };

const chords: Record<KeyName, Chord[]> = {
  search: [{ key: "/" }, { mod: true, key: "f" }],
  main: [{ key: "enter", evenInText: true }],
  copyPassword: [{ mod: true, shift: true, key: "c" }],
  copyUser: [{ mod: true, shift: true, key: "u" }],
  copyCode: [{ mod: true, shift: true, key: "o" }],
  open: [{ mod: true, key: "enter" }],
  reveal: [{ key: " " }],
  edit: [{ key: "e" }],
  save: [{ mod: true, key: "s" }],
  cancel: [{ key: "escape", evenInText: true }],
  new: [{ key: "n" }, { mod: true, key: "n" }],
  lock: [{ mod: true, key: "l" }],
  room1: [{ mod: true, key: "1" }],
  room2: [{ mod: true, key: "2" }],
  room3: [{ mod: true, key: "3" }],
  help: [{ key: "?" }],
};

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);
const shownNames: Record<string, string> = { enter: "↵", escape: "Esc", " ": words.keys.space };

function shownChord({ mod, shift, key }: Chord): string {
  const name = shownNames[key] ?? key.toUpperCase();
  return [...(mod === true ? [isMac ? "Cmd" : "Ctrl"] : []), ...(shift === true ? ["Shift"] : []), name].join(" ");
}

/** The key beside an act; with `inText` the one that also acts while typing. */
export function shownKey(name: KeyName, inText = false): string {
  return shownChord((inText ? chords[name].at(-1) : chords[name][0]) as Chord);
}

/** Every key with all its chords and what it does, for the table that `?` shows. */
export function keyTable(): { name: KeyName; shown: string[]; does: string }[] {
  return keyNames.map((name) => ({ name, shown: chords[name].map(shownChord), does: words.keys.does[name] }));
}

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Which act a key press means; `inText` when a text field has the focus. */
export function keyOf(press: Press, inText: boolean, mac = isMac): KeyName | null {
  const mod = mac ? press.metaKey : press.ctrlKey;
  if (press.altKey || (mac ? press.ctrlKey : press.metaKey)) return null;
  const key = press.key.toLowerCase();
  const means = (chord: Chord): boolean => {
    if (chord.key !== key || (chord.mod === true) !== mod) return false;
    if (mod) return (chord.shift === true) === press.shiftKey;
    return chord.evenInText === true || !inText;
  };
  return keyNames.find((name) => chords[name].some(means)) ?? null;
}

/** Whether typing goes into a text field now. */
function isInText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Enter and Space belong to the control that has the focus, where it is one. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("button, a, summary, label, input[type=radio], input[type=checkbox]") !== null
  );
}

const floats = '[role="dialog"], [role="menu"]';

/** Hears keys while shown; a handler that answers false lets the key through. Dialogs and menus keep theirs to themselves. */
export function useKeys(handlers: Partial<Record<KeyName, () => boolean>>): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyOf(event, isInText(event.target));
      if (name === null || (name !== "lock" && document.querySelector(floats) !== null)) return;
      if ((name === "main" || name === "reveal") && isControl(event.target)) return;
      if (name === "main" && event.target instanceof HTMLTextAreaElement) return;
      if (latest.current[name]?.() === true) event.preventDefault();
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  }, []);
}
