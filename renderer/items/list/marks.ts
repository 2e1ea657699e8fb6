/** Which items of a list are marked to be acted on together, by their ids; pure, so that it can be tested as a whole. */

export type Marks = {
  ids: ReadonlySet<string>;
  /** Where a range begins: the place that was last picked or toggled. */
  from: number;
};

export const noMarks: Marks = { ids: new Set(), from: 0 };

/** One more, or one less. The row that was selected before the first mark is marked with it. */
export function toggleMark(marks: Marks, { item, at }: { item: string; at: number }, selected: string | null): Marks {
  const ids = new Set(marks.ids.size === 0 && selected !== null ? [selected] : marks.ids);
  if (!ids.delete(item)) ids.add(item);
  return { ids, from: at };
}

/** Everything from where the range begins to this place, in place of what was marked; the answer says which rows these are. */
export function rangeTo(marks: Marks, at: number): { first: number; last: number } {
  return { first: Math.min(marks.from, at), last: Math.max(marks.from, at) };
}

/** Those, in place of what was marked; the range still begins where it did. */
export function markRange(marks: Marks, ids: Iterable<string>): Marks {
  return { ids: new Set(ids), from: marks.from };
}
