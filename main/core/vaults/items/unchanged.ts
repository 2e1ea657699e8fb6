/**
 * Acts that open items, do something slow (fetch and seal their files), and only then write: what arrived or was saved meanwhile
 * must not be left behind, so they look again in the moment in which they write, and begin anew where something changed.
 */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, type Result } from "../../../../shared/failures.ts";
import type { ItemsArea } from "./items-area.ts";

/** Somebody who changes an item this often while it is opened is still at it. */
const triesMost = 5;

/** Which version of an item the chain holds, and which drafts lie over it. */
function stateOf({ drafts, unlocked }: ItemsArea, { vault, item }: { vault: VaultId | null; item: ItemId }): string {
  const version = vault === null ? 0 : (unlocked.chains.chain(vault).items.get(item)?.version ?? 0);
  return [vault, version, ...drafts.ofItem(item).map(({ draft }) => draft)].join(" ");
}

/**
 * Opens with `open`, and writes with `write` in the same turn in which nothing of these items had changed since; what was opened
 * in vain goes to `drop`. Fails as opening does; `busy`, reason `edited`, where they changed again and again.
 */
export async function onceUnchanged<Opened, Written>(
  area: ItemsArea,
  items: readonly ItemId[],
  act: { open(): Promise<Result<Opened>>; write(opened: Opened): Written; drop(opened: Opened): void },
): Promise<Result<Written>> {
  const now = (): string => {
    const states = items.map((item) => {
      const vault = area.overviews.index.get(item)?.vault ?? area.drafts.ofItem(item).at(-1)?.vault ?? null;
      return stateOf(area, { vault, item });
    });
    return states.join("\n");
  };
  for (let tries = 0; tries < triesMost; tries++) {
    // What the chain took in is listed: it is what is opened.
    await area.overviews.settled();
    const before = now();
    const opened = await act.open();
    if (!opened.ok) return opened;
    if (now() === before) return { ok: true, value: act.write(opened.value) };
    act.drop(opened.value);
  }
  return fail("busy", { field: "item", reason: "edited" }, "later");
}
