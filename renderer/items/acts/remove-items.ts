/** Moving items to Trash and back: at once, several as one act, with a while in which it is undone by one key. */
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { shownKey } from "../../page/keys.ts";
import type { Offer } from "../../page/notice-turns.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { writableIn } from "../../vaults/is-writable.ts";
import { callAsking } from "../shown/ask-again.tsx";

const undoMs = 30_000;
/** As many as one command takes. */
const atOnce = 500;

/** One item by its title, several by their number. */
export function calledItems(rows: readonly Pick<ItemRow, "title">[]): string {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only.title : words.itemActs.items(rows.length);
}

/** Takes ids in parts that one command holds; stops at the first failure, and says which were done before it. */
export async function inParts<Row extends { item: string }>(
  rows: readonly Row[],
  act: (items: string[]) => Promise<Result<unknown>>,
): Promise<{ done: readonly Row[]; failure: Failure | null }> {
  for (let at = 0; at < rows.length; at += atOnce) {
    const part = await act(rows.slice(at, at + atOnce).map(({ item }) => item));
    if (!part.ok) return { done: rows.slice(0, at), failure: part.failure };
  }
  return { done: rows, failure: null };
}

/** Those that this person may change; where they may change none, all of them, so that the core says why. */
export function changeable<Row extends { vault: string }>(
  rows: readonly Row[],
  vaults: readonly VaultShape[],
): readonly Row[] {
  const open = writableIn(vaults);
  const mine = rows.filter(({ vault }) => open.has(vault));
  return mine.length === 0 ? rows : mine;
}

/** What an act that can be taken back offers. */
export function undoOffer(onAct: () => void): Offer {
  return { kind: "undo", label: words.itemActs.undo, shortcut: shownKey("undo"), forMs: undoMs, onAct };
}

/** Moves those to Trash that this person may change, tells what went and how many stay, and offers what went back. */
export async function removeItems(marked: readonly ItemRow[], vaults: readonly VaultShape[]): Promise<void> {
  if (marked.length === 0) return;
  const rows = changeable(marked, vaults);
  const { done, failure } = await inParts(rows, (items) => call("item.delete", { items }));
  const what = calledItems(done);
  const closed = marked.length - rows.length;
  if (done.length > 0)
    tell(
      closed === 0 ? words.itemActs.removed(what) : words.itemActs.removedSome(what, closed),
      undoOffer(() => void restoreItems(done)),
    );
  // Last: the offer comes back once it was read.
  if (failure !== null) tellFailure(failure);
}

/** Brings back those that this person may, and says how many they may not. */
export async function restoreSome(rows: readonly ItemRow[], vaults: readonly VaultShape[]): Promise<void> {
  const mine = changeable(rows, vaults);
  await restoreItems(mine, rows.length - mine.length);
}

/** Brings them back, and says so. `closed`: how many of the marked ones stay. */
async function restoreItems(rows: readonly ItemRow[], closed = 0): Promise<void> {
  if (rows.length === 0) return;
  const { done, failure } = await inParts(rows, (items) => callAsking("item.restore", { items }));
  if (failure !== null) tellFailure(failure);
  if (done.length === 0) return;
  const what = calledItems(done);
  tell(closed === 0 ? words.itemActs.restored(what) : words.itemActs.restoredSome(what, closed));
}
