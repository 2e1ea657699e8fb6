/** Which items are listed, which one is selected, and which are marked. The core filters and sorts. */
import { type RefObject, useEffect, useState } from "react";
import type { ItemRow } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import type { ItemKind } from "../../shared/model/kinds/kinds.ts";
import type { ListOrder } from "../../shared/model/list-orders.ts";
import type { RegisterFilter } from "../../shared/model/register.ts";
import { call, useAnswer } from "../client/client.ts";
import type { KindCounts } from "./list/kind-chips.tsx";
import { type ListQuestion, useListWindows } from "./list/use-list-windows.ts";
import { useMarks } from "./list/use-marks.ts";

/** Beside the vaults: everything, what a person chose, what waits for them, or what was deleted. */
export type Shelf = "all" | "favourites" | "needs" | "trash";
/** Where a person is in Items. */
export type Place = {
  vault: string | null;
  item: string | null;
  /** On which shelf one begins; without it among all. */
  shelf?: Shelf;
  /** What the search begins with, where somebody was led there by a link. */
  text?: string;
  /** The register of shared logins, with this of it. */
  register?: RegisterFilter;
};

export type ItemListState = {
  vault: string | null;
  isTrash: boolean;
  shelf: Shelf;
  text: string;
  total: number;
  /** So many rows at the top were used last. */
  recent: number;
  /** How many of each kind there are, whichever is chosen. */
  kinds: KindCounts;
  /** Only this kind is listed; null: all. */
  kind: ItemKind | null;
  order: ListOrder;
  at: number;
  selected: ItemRow | undefined;
  /** Several, to be acted on together; empty while there is only the selected one. */
  marked: ReadonlySet<string>;
  isLoading: boolean;
  /** What is selected belongs to what is asked for now, and stays. */
  isSettled: boolean;
  /** What is here belongs to what was asked for before. */
  isStale: boolean;
  failure: Failure | null;
  /** Undefined while it is on its way. */
  rowAt(at: number): ItemRow | undefined;
  choose(vault: string | null, shelf?: Shelf): void;
  chooseKind(kind: ItemKind | null): void;
  type(text: string): void;
  pick(item: string): void;
  /** `isRange`: everything on the way is marked. */
  move(by: number, isRange?: boolean): void;
  toggle(item: string, at: number): void;
  markTo(at: number): void;
  markAll(): void;
  unmark(): void;
  look(first: number, last: number): void;
  /** The marked items that are still in the list, or the selected one, in the order of the list. */
  actsOn(): Promise<ItemRow[]>;
};

type Pick = { item: string | null; at: number };
const first: Pick = { item: null, at: 0 };

/** The place of the selected row now: where it was, where it went, or what took its place; `isSure` once that is known. */
function usePlaceOf(pick: Pick, question: ListQuestion, { rows, total }: ReturnType<typeof useListWindows>) {
  const held = rows.get(pick.at);
  const isThere = pick.item === null || held?.item === pick.item;
  const near = isThere ? undefined : [...rows].find(([, row]) => row.item === pick.item);
  const isLost = !isThere && near === undefined && pick.item !== null;
  const search = useAnswer("item.list", { ...question, limit: 1, find: pick.item ?? "" }, isLost);
  const found = isLost ? search.value?.at : near?.[0];
  const at = Math.max(0, Math.min(found ?? pick.at, total - 1));
  // It is in the list by now, and the rows that are here are those of before.
  const isAhead = typeof found === "number" && rows.has(at) && rows.get(at)?.item !== pick.item;
  return { at, isSure: (!isLost || !search.isLoading) && !isAhead };
}

/** `since`: when the person came to this list, epoch milliseconds; what they use from then on moves nothing. */
type Chosen = { vault: string | null; shelf: Shelf; kind: ItemKind | null; since: number };

/** What is listed first. */
const chosenAt = ({ vault, shelf = "all" }: Place): Chosen => ({ vault, shelf, kind: null, since: Date.now() });

function questionOf({ vault, shelf, kind, since }: Chosen, text: string, order: ListOrder): ListQuestion {
  return {
    ...(shelf === "trash" || shelf === "needs" ? {} : { order, usedBefore: since }),
    ...(vault === null ? {} : { vault }),
    ...(kind === null || shelf === "trash" || shelf === "needs" ? {} : { kind }),
    ...(text === "" ? {} : { text }),
    ...(shelf === "trash" ? { deleted: true as const } : {}),
    ...(shelf === "favourites" ? { favourites: true as const } : {}),
    ...(shelf === "needs" ? { needs: true as const } : {}),
  };
}

/** Which row is selected: by its id, wherever that stands; what went away gives its place to the next. */
function usePick(question: ListQuestion, start: Pick) {
  const [pick, setPick] = useState(start);
  const windows = useListWindows(question, pick.at);
  const { at, isSure } = usePlaceOf(pick, question, windows);
  const item = windows.rows.get(at)?.item ?? null;
  const isKnown = isSure && !windows.isStale && item !== null;
  // What was jumped to is selected by its id as soon as it is here.
  useEffect(() => {
    if (isKnown) setPick((had) => (had.item === item && had.at === at ? had : { item, at }));
  }, [isKnown, item, at]);
  return { windows, at, pick, setPick, isKnown };
}

/** The state of the list; begins at `place`, and keeps it up to date. */
export function useItemList(place: RefObject<Place>): ItemListState {
  const [chosen, setChosen] = useState(() => chosenAt(place.current));
  const kept = useAnswer("list.order", {}).value?.order;
  const [text, setText] = useState(place.current.text ?? "");
  const order = kept ?? "title";
  const question = questionOf(chosen, text.trim(), order);
  const { windows, at, pick, setPick, isKnown } = usePick(question, { item: place.current.item, at: 0 });
  const { rows, total, recent, kinds, isLoading, failure, look } = windows;
  const selected = rows.get(at);
  const marks = useMarks({
    ...{ rows, at, selected },
    async rowsFrom(offset, limit) {
      const answer = await call("item.list", { ...question, offset, limit });
      return answer.ok ? answer.value.items : [];
    },
  });
  useEffect(() => {
    place.current = { vault: chosen.vault, item: pick.item };
  }, [place, chosen.vault, pick.item]);
  const start = (): void => {
    setPick(first);
    marks.none();
  };
  const change = (other: Partial<Chosen>): void => {
    setChosen((before) => ({ ...before, ...other }));
    start();
  };
  const goTo = (to: number): void => setPick({ item: rows.get(to)?.item ?? null, at: to });
  const shown = { text, total, recent, kinds, order, at, selected, isLoading, failure, look };
  return {
    ...{ ...chosen, ...shown, isTrash: chosen.shelf === "trash" },
    ...{ isSettled: isKnown, isStale: windows.isStale },
    ...{ marked: marks.marked, markAll: marks.all, unmark: marks.none, actsOn: marks.actsOn },
    rowAt: (index) => rows.get(index),
    choose: (vault, shelf = "all") => change({ vault, shelf, kind: null, since: Date.now() }),
    chooseKind: (kind) => change({ kind }),
    type(typed) {
      setText(typed);
      start();
    },
    pick(id) {
      marks.none();
      setPick((had) => ({ item: id, at: [...rows].find(([, row]) => row.item === id)?.[0] ?? had.at }));
    },
    move(by, isRange = false) {
      const to = Math.max(0, Math.min(total - 1, at + by));
      if (isRange) marks.to(to);
      else marks.none();
      goTo(to);
    },
    toggle(id, index) {
      const left = marks.toggle(id, index) ?? id;
      setPick({ item: left, at: [...rows].find(([, row]) => row.item === left)?.[0] ?? index });
    },
    markTo(to) {
      marks.to(to);
      goTo(to);
    },
  };
}
