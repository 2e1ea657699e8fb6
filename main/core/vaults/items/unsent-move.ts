/** What waits to be sent, taken into another vault: as a new item there, in one writing. */
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { encodeBody } from "./item-bytes.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { layDrafts } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { onceUnchanged } from "./unchanged.ts";

/**
 * `draft.move`: what was typed, as a new draft of another vault, in one writing; the next sync sends it. Failures: `role` and
 * `not-found` (of the vault), `not-found` (nothing was typed: a deletion), `limit`, `busy`, those of opening the drafts and of fetching
 * their files.
 */
export async function moveUnsent(area: ItemsArea, item: ItemId, vault: VaultId): Promise<Result<{ item: ItemId }>> {
  const made = newId<ItemId>();
  const drop = (wanted: ItemBody): void => {
    dropCarried(area, wanted.secret.attachments);
    wipeSecret(wanted.secret);
  };
  const moved = await onceUnchanged(area, [item], {
    ...{ open: () => openUnsent(area, item, { vault, item: made }), drop },
    write: (wanted) => {
      const drafts = [...area.drafts.ofItem(item)];
      const at = area.unlocked.ports.clock.now() as EpochMs;
      const put = { vault, item: made, baseVersion: 0, body: { at, base: null, wanted } };
      // What waited for them, the deletion at the end of a move, would wait for ever: the item then stays where it was, too.
      area.itemDrafts.add([put], [...drafts, ...area.drafts.waitingFor(drafts)]);
      wipeSecret(wanted.secret);
      return drafts;
    },
  });
  if (!moved.ok) return moved;
  for (const { vault: from } of moved.value) area.refresh(from, [item]);
  area.refresh(vault, [made]);
  area.unlocked.events.tell("syncRequested", null);
  return ok({ item: made });
}

/** What was typed, with its files sealed for another place. */
async function openUnsent(
  area: ItemsArea,
  item: ItemId,
  to: { vault: VaultId; item: ItemId },
): Promise<Result<ItemBody>> {
  const last = area.drafts.ofItem(item).at(-1);
  if (last === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, to.vault);
  if (!allowed.ok) return allowed;
  // As their person left it: the chain below may be closed to them, or gone.
  const body = layDrafts(area, { item, version: 0 }, { state: "absent" });
  if (!body.ok) return body;
  const { overview, secret } = body.value;
  const files = await carryFiles(area, secret.attachments, { from: { vault: last.vault, item }, to });
  for (const { key } of secret.attachments) key.fill(0);
  const wanted = { overview, secret: { ...secret, attachments: files.ok ? files.value : [] } };
  const fits = files.ok ? encodeBody(wanted) : files;
  if (fits.ok) {
    fits.value.secret.fill(0);
    return ok(wanted);
  }
  dropCarried(area, wanted.secret.attachments);
  wipeSecret(secret);
  return fits;
}
