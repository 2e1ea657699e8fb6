/** Marking several items of the list: by the rows that are here at once, and by the core's list where some are not. */
import { useState } from "react";
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { type Marks, markRange, noMarks, rangeTo, toggleMark } from "./marks.ts";

type MarkedList = {
  rows: ReadonlyMap<number, ItemRow>;
  at: number;
  selected: ItemRow | undefined;
  /** Rows of the whole list, from a place on. */
  rowsFrom(offset: number, limit: number): Promise<ItemRow[]>;
};

/** More than any list holds. */
const all = 100_000;

/** The marks of a list, and how they change. */
export function useMarks({ rows, at, selected, rowsFrom }: MarkedList) {
  const [marks, setMarks] = useState<Marks>(noMarks);
  const idsOf = (some: readonly ItemRow[]): string[] => some.map(({ item }) => item);
  return {
    marked: marks.ids,
    /** The item that is left alone, which is then the selected one like any other; null where none or several are marked. */
    toggle(item: string, place: number): string | null {
      const next = toggleMark(marks, { item, at: place }, selected?.item ?? null);
      const [only] = next.ids;
      setMarks(next.ids.size > 1 ? next : noMarks);
      return next.ids.size === 1 ? (only ?? null) : null;
    },
    to(place: number): void {
      const had = marks.ids.size === 0 ? { ...marks, from: at } : marks;
      const range = rangeTo(had, place);
      const places = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
      const here = places.flatMap((one) => rows.get(one) ?? []);
      setMarks(markRange(had, idsOf(here)));
      if (here.length < places.length)
        void rowsFrom(range.first, places.length).then((whole) => setMarks(markRange(had, idsOf(whole))));
    },
    all: () => void rowsFrom(0, all).then((whole) => setMarks(markRange(noMarks, idsOf(whole)))),
    none: () => setMarks(noMarks),
    /** Those that are still in the list, or the selected one, in the order of the list. */
    async actsOn(): Promise<ItemRow[]> {
      if (marks.ids.size < 2) return selected === undefined ? [] : [selected];
      return (await rowsFrom(0, all)).filter(({ item }) => marks.ids.has(item));
    },
  };
}
