/** Moving items to Trash and back: at once, several as one act, with a while in which it is undone by one key. */
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { shownKey } from "../../page/keys.ts";
import type { Offer } from "../../page/notice-turns.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { isWritable } from "../../vaults/is-writable.ts";
import { callAsking } from "../shown/ask-again.tsx";

const undoMs = 30_000;
/** As many as one command takes. */
const atOnce = 500;

/** One item by its title, several by their number. */
export function calledItems(rows: readonly Pick<ItemRow, "title">[]): string {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only.title : words.itemActs.items(rows.length);
}

/** Takes ids in parts that one command holds; stops at the first failure. */
export async function inParts(
  rows: readonly { item: string }[],
  act: (items: string[]) => Promise<Result<unknown>>,
): Promise<Result<true>> {
  for (let at = 0; at < rows.length; at += atOnce) {
    const done = await act(rows.slice(at, at + atOnce).map(({ item }) => item));
    if (!done.ok) return done;
  }
  return ok(true);
}

/** What an act that can be taken back offers. */
export function undoOffer(onAct: () => void): Offer {
  return { kind: "undo", label: words.itemActs.undo, shortcut: shownKey("undo"), forMs: undoMs, onAct };
}

/** Tells what went, and offers it back. */
export async function removeItems(rows: readonly ItemRow[]): Promise<void> {
  if (rows.length === 0) return;
  const removed = await inParts(rows, (items) => call("item.delete", { items }));
  if (!removed.ok) return tellFailure(removed.failure);
  tell(
    words.itemActs.removed(calledItems(rows)),
    undoOffer(() => void restoreItems(rows)),
  );
}

/** Brings back those that this person may, and says how many they may not. */
export async function restoreSome(rows: readonly ItemRow[], vaults: readonly VaultShape[]): Promise<void> {
  const open = new Set(vaults.filter(isWritable).map(({ vault }) => vault));
  const mine = rows.filter(({ vault }) => open.has(vault));
  await restoreItems(mine.length === 0 ? rows : mine, mine.length === 0 ? 0 : rows.length - mine.length);
}

/** Brings them back, and says so. `closed`: how many of the marked ones stay. */
async function restoreItems(rows: readonly ItemRow[], closed = 0): Promise<void> {
  if (rows.length === 0) return;
  const restored = await inParts(rows, (items) => callAsking("item.restore", { items }));
  if (!restored.ok) return tellFailure(restored.failure);
  const what = calledItems(rows);
  tell(closed === 0 ? words.itemActs.restored(what) : words.itemActs.restoredSome(what, closed));
}
