/**
 * Which items are listed and which one is selected. The core filters and sorts; the page asks for as many rows as it
 * shows, so that ten thousand items cost no more than a screen.
 */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ItemRow } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import { useAnswer } from "../client/client.ts";

const firstRows = 200;

/** Where a person is in Items. */
export type Place = { vault: string | null; item: string | null };

export type ItemListState = {
  vault: string | null;
  text: string;
  rows: ItemRow[];
  total: number;
  at: number;
  selected: ItemRow | undefined;
  isLoading: boolean;
  failure: Failure | null;
  choose(vault: string | null): void;
  type(text: string): void;
  pick(item: string): void;
  move(by: number): void;
  need(rows: number): void;
};

/** The state of the list; begins at `place`, and keeps it up to date. */
export function useItemList(place: RefObject<Place>): ItemListState {
  const [vault, setVault] = useState(place.current.vault);
  const [text, setText] = useState("");
  const [picked, setPicked] = useState(place.current.item);
  const [limit, setLimit] = useState(firstRows);
  const lastAt = useRef(0);
  const wanted = text.trim();
  const question = { ...(vault === null ? {} : { vault }), ...(wanted === "" ? {} : { text: wanted }), limit };
  const answer = useAnswer("item.list", question, true, true);
  const rows = answer.value?.items ?? [];
  const found = rows.findIndex((row) => row.item === picked);
  // Where the selected one went away, the row that took its place is selected.
  const at = found >= 0 ? found : Math.min(picked === null ? 0 : lastAt.current, Math.max(0, rows.length - 1));
  lastAt.current = at;
  useEffect(() => {
    place.current = { vault, item: picked };
  }, [place, vault, picked]);
  const start = useCallback(() => {
    setPicked(null);
    setLimit(firstRows);
    lastAt.current = 0;
  }, []);
  return {
    vault,
    text,
    rows,
    total: answer.value?.total ?? 0,
    at,
    selected: rows[at],
    isLoading: answer.isLoading,
    failure: answer.failure,
    choose: (id) => {
      setVault(id);
      start();
    },
    type: (typed) => {
      setText(typed);
      start();
    },
    pick: setPicked,
    move: (by) => setPicked(rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.item ?? null),
    need: useCallback((count) => setLimit((before) => (count > before ? Math.max(count, before * 4) : before)), []),
  };
}
