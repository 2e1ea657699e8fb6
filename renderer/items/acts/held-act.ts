/**
 * An act that was asked for before its item stands in the detail: quick hands press Enter while the list still shows what was
 * found before. It waits for its own item, and is never done with another. Pure.
 */
import type { ItemActName } from "./item-acts.ts";

export type HeldAct = {
  /** The first of them that applies is done. */
  acts: readonly ItemActName[];
  /** The list in which it was asked for. */
  place: string;
  /** Null: what the search finds first, which was not answered yet. */
  item: string | null;
};

export type ListNow = {
  place: string;
  /** What is selected belongs to what is asked for now. */
  isSettled: boolean;
  isEmpty: boolean;
  selected: string | null;
  /** The item that stands in the detail; null while none was read. */
  shown: string | null;
};

/** An act of this moment. */
export function askedNow(acts: readonly ItemActName[], now: ListNow): HeldAct {
  return { acts, place: now.place, item: now.isSettled ? now.selected : null };
}

/** Whether it waits on, is done with what is selected and shown, or is given up because the person went elsewhere. */
export function fateOf({ place, item }: HeldAct, now: ListNow): "wait" | "act" | "drop" {
  if (place !== now.place) return "drop";
  if (!now.isSettled) return now.isEmpty ? "drop" : "wait";
  if (now.selected === null || (item !== null && item !== now.selected)) return "drop";
  return now.shown === now.selected ? "act" : "wait";
}
