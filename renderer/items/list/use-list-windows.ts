/**
 * The rows that are seen of a list that the core holds: windows of it, asked for where the person looks, so that ten thousand
 * items cost no more than a screen, wherever in them the screen is.
 */
import { useCallback, useRef, useState } from "react";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import type { Failure } from "../../../shared/failures.ts";
import { useAnswers } from "../../client/client.ts";
import type { KindCounts } from "./kind-chips.tsx";

const windowRows = 100;

/** What is asked for: `item.list` without the place in it. */
export type ListQuestion = Omit<CommandInput<"item.list">, "find" | "offset" | "limit">;
/** `recent`: so many rows at the top are there because they were used last. */
type View = { rows: ReadonlyMap<number, ItemRow>; total: number; recent: number; kinds: KindCounts };
type ListWindows = View & {
  /** Nothing was answered yet. */
  isLoading: boolean;
  /** What is there belongs to the question before. */
  isStale: boolean;
  failure: Failure | null;
  /** What is seen now, by the places of the first and the last row. */
  look(first: number, last: number): void;
};

/** Holds the windows around what is seen and around `at`; while a new question is answered, what was there before stays. */
export function useListWindows(question: ListQuestion, at: number): ListWindows {
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const windows = windowsOf([seen.first, seen.last, at]);
  const answers = useAnswers(
    "item.list",
    windows.map((window) => ({ ...question, offset: window * windowRows, limit: windowRows })),
  );
  const before = useRef<View | null>(null);
  const first = answers.find(({ value }) => value !== undefined)?.value;
  if (first !== undefined) {
    const rows = new Map<number, ItemRow>();
    for (const [index, { value }] of answers.entries())
      for (const [place, row] of (value?.items ?? []).entries())
        rows.set((windows[index] as number) * windowRows + place, row);
    before.current = { rows, total: first.total, recent: first.recent ?? 0, kinds: first.kinds ?? {} };
  }
  const failure = answers.find((answer) => answer.failure !== null)?.failure ?? null;
  return {
    ...(before.current ?? { rows: new Map(), total: 0, recent: 0, kinds: {} }),
    isLoading: before.current === null && failure === null,
    isStale: first === undefined,
    failure,
    look: useCallback((top, bottom) => {
      const next = {
        first: Math.floor(top / windowRows) * windowRows,
        last: Math.floor(bottom / windowRows) * windowRows,
      };
      setSeen((had) => (had.first === next.first && had.last === next.last ? had : next));
    }, []),
  };
}

/** The windows in which these places lie, in order, each once. */
function windowsOf(places: readonly number[]): number[] {
  const numbers = places.map((place) => Math.floor(Math.max(0, place) / windowRows));
  return [...new Set(numbers)].toSorted((one, other) => one - other);
}
