/** The one table of keys: the same in every section, shown by `?`. Single letters act only while no text field has focus. */
import { type RefObject, useEffect, useRef } from "react";
import { words } from "../../shared/copy/words.ts";
import { isFloatOpen } from "../ui/layers.ts";
import { type Chord, type ListKey, listKeyNames, listKeys } from "./list-keys.ts";
import type { SectionName } from "./routes.ts";

/** Keys of the sections: each has its own number for good (`renderer/sections.tsx`), also where sections between are not there for everybody. */
export const sectionKeys = [
  "section1",
  "section2",
  "section3",
  "section4",
  "section5",
  "section6",
  "section7",
  "section8",
  "section9",
] as const;
export type SectionKey = (typeof sectionKeys)[number];

export const actKeys = [
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
  "move",
  "duplicate",
  "copyLink",
  "favourite",
  "history",
  "remove",
  "undo",
  "generate",
  "lock",
  "help",
] as const;
type ActKey = (typeof actKeys)[number];
export type KeyName = ActKey | SectionKey;
const keyNames: KeyName[] = [...actKeys, ...sectionKeys];

const actChords: Record<ActKey, Chord[]> = {
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
  move: [{ key: "m" }],
  duplicate: [{ key: "d" }],
  copyLink: [{ key: "k" }],
  favourite: [{ key: "f" }],
  history: [{ key: "h" }],
  remove: [{ key: "delete" }],
  undo: [{ mod: true, key: "z" }],
  generate: [{ mod: true, key: "g" }],
  lock: [{ mod: true, key: "l" }],
  help: [{ key: "?" }, { mod: true, key: "/" }],
};
const sectionChords = Object.fromEntries(
  sectionKeys.map((name, at): [SectionKey, Chord[]] => [name, [{ mod: true, key: `${at + 1}` }]]),
) as Record<SectionKey, Chord[]>;
const chords: Record<KeyName, Chord[]> = { ...actChords, ...sectionChords };

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);
const shownNames: Record<string, string> = {
  ...{ enter: "↵", escape: "Esc", " ": words.keys.space, delete: "Del", arrowup: "↑", arrowdown: "↓" },
  ...{ pageup: "PgUp", pagedown: "PgDn", home: "Home", end: "End", letters: words.keys.letters },
};

function shownChord({ mod, shift, key }: Chord): string {
  const name = shownNames[key] ?? key.toUpperCase();
  return [...(mod === true ? [isMac ? "Cmd" : "Ctrl"] : []), ...(shift === true ? ["Shift"] : []), name].join(" ");
}

/** The key beside an act; with `inText` the one that also acts while typing. */
export function shownKey(name: KeyName, inText = false): string {
  return shownChord((inText ? chords[name].at(-1) : chords[name][0]) as Chord);
}

const keyGroups = ["find", "copy", "item", "goTo"] as const;
type KeyGroup = (typeof keyGroups)[number];
/** Acts that are not of the item which is shown. */
const groupOf: Partial<Record<KeyName, KeyGroup>> = {
  search: "find",
  main: "copy",
  copyPassword: "copy",
  copyUser: "copy",
  copyCode: "copy",
  lock: "goTo",
  help: "goTo",
};

export type KeyRow = { name: KeyName | ListKey; shown: string[]; does: string };

/** Every key with all its chords and what it does, by group, for the table that `?` shows. */
export function keyTable(sections: { key: SectionKey; name: SectionName }[]): { group: KeyGroup; rows: KeyRow[] }[] {
  const row = (name: KeyName, does: string): KeyRow => ({ name, shown: chords[name].map(shownChord), does });
  const inLists = (name: ListKey): KeyRow => ({
    name,
    shown: listKeys[name].chords.map(shownChord),
    does: words.keys.inLists[name],
  });
  const acts = actKeys.map((name) => ({ ...row(name, words.keys.does[name]), name }));
  return keyGroups.map((group) => ({
    group,
    rows: [
      ...(group === "goTo" ? sections.map(({ key, name }) => row(key, words.section[name])) : []),
      ...acts.filter(({ name }) => (groupOf[name] ?? "item") === group),
      ...listKeyNames.filter((name) => listKeys[name].group === group).map(inLists),
    ],
  }));
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

/** Whether somebody types now, so that Enter may mean what they typed. */
export function isTyping(): boolean {
  return isInText(document.activeElement);
}

/** Enter and Space belong to the control that has the focus, where it is one. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("button, a, summary, label, input[type=radio], input[type=checkbox]") !== null
  );
}

type Handlers = Partial<Record<KeyName, () => boolean>>;
const listening = new Set<RefObject<Handlers>>();

/** Acts as the key would now, outside text fields. */
export function pressKey(name: KeyName): void {
  if (isFloatOpen()) return;
  [...listening].some(({ current }) => current[name]?.() === true);
}

/** Listens for keys while shown; a handler that answers false lets the key through. Dialogs and menus keep theirs to themselves. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    // A dialog that a key closes is gone before the press arrives below: what was open when it began decides.
    let wasFloatOpen = false;
    const began = (): void => {
      wasFloatOpen = isFloatOpen();
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyOf(event, isInText(event.target));
      if (name === null || (name !== "lock" && wasFloatOpen)) return;
      if ((name === "main" || name === "reveal") && isControl(event.target)) return;
      if (name === "main" && event.target instanceof HTMLTextAreaElement) return;
      if (latest.current[name]?.() === true) event.preventDefault();
    };
    listening.add(latest);
    window.addEventListener("keydown", began, true);
    document.addEventListener("keydown", pressed);
    return () => {
      listening.delete(latest);
      window.removeEventListener("keydown", began, true);
      document.removeEventListener("keydown", pressed);
    };
  }, []);
}
