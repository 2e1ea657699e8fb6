/** The keys of lists, columns and pages, one table: what people read of them, and how far a press leads. */

/** A press: `mod` is Cmd on macOS, Ctrl elsewhere. Chords with `mod` act everywhere, others only outside text fields. */
export type Chord = { mod?: true; shift?: true; key: string; evenInText?: true };

/** `page`: how many can be seen at once. */
type Size = { total: number; page: number };
type ListRule = { chords: Chord[]; group: "find" | "item"; leads?: Record<string, (size: Size) => number> };

export const listKeys = {
  step: {
    ...{ chords: [{ key: "arrowup" }, { key: "arrowdown" }], group: "find" },
    leads: { ArrowUp: () => -1, ArrowDown: () => 1 },
  },
  page: {
    ...{ chords: [{ key: "pageup" }, { key: "pagedown" }], group: "find" },
    leads: { PageUp: ({ page }) => -page, PageDown: ({ page }) => page },
  },
  ends: {
    ...{ chords: [{ key: "home" }, { key: "end" }], group: "find" },
    leads: { Home: ({ total }) => -total, End: ({ total }) => total },
  },
  letters: { chords: [{ key: "letters" }], group: "find" },
  mark: {
    chords: [
      { shift: true, key: "arrowup" },
      { shift: true, key: "arrowdown" },
    ],
    group: "item",
  },
  markAll: { chords: [{ mod: true, key: "a" }], group: "item" },
} as const satisfies Record<string, ListRule>;

export type ListKey = keyof typeof listKeys;
export const listKeyNames = Object.keys(listKeys) as ListKey[];

const leads = new Map(
  Object.values<ListRule>(listKeys).flatMap((rule) => Object.entries(rule.leads ?? {}).map(([key, far]) => [key, far])),
);
/** Where a list does not say how many of its rows are seen. */
const usualPage = 10;

type Press = { key: string; target: unknown };
const hasText = (target: unknown): boolean =>
  typeof HTMLInputElement !== "undefined" && target instanceof HTMLInputElement && target.value !== "";

/** How far a press leads in a list; null where it is no key of lists. In a field with text Home and End are the text's. */
export function stepOf({ key, target }: Press, total: number, page = usualPage): number | null {
  if ((key === "Home" || key === "End") && hasText(target)) return null;
  return leads.get(key)?.({ total, page: Math.max(1, page) }) ?? null;
}

/** The place that a press leads to from `at`; null where it is no key of lists. It never leaves the list. */
export function placeOf(press: Press, at: number, total: number): number | null {
  const by = stepOf(press, total);
  return by === null ? null : Math.max(0, Math.min(total - 1, at + by));
}

/** Whether a press marks all rows of the list. */
export function isMarkAll({ key, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === "a";
}
