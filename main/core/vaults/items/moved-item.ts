/**
 * Items that somebody moved while they were changed here, and the other way round [protocol: Merge]: an item lives in one vault, or
 * a person is told.
 */

import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { codeRule, fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { movedTo } from "../overviews/moved-to.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";
import { isReadable } from "../overviews/overviews.ts";
import { currentOf } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/**
 * The same as the server shows it now: a moved item is in its new vault before it is deleted in the old one, so that whoever reads
 * the other vaults after the deletion finds it. Fails where the server does not answer.
 */
export async function findMoved(
  core: ItemsCore,
  { vault, item }: { vault: VaultId; item: ItemId },
): Promise<Result<OverviewRow | null>> {
  const known = movedTo(core, item);
  if (known !== null) return ok(known);
  for (const other of core.unlocked.log.state().vaults.keys()) {
    if (other === vault || !isReadable(core.unlocked, other)) continue;
    const pulled = await core.unlocked.vaults.pull(other);
    // A vault that does not verify is told elsewhere; it holds up no other.
    if (!pulled.ok && codeRule(pulled.failure.code).about === "transport") return pulled;
  }
  await core.overviews.settled();
  return ok(movedTo(core, item));
}

/** Why an edit of an item that lives elsewhere now stays: it is offered for that place, and makes no second item here. */
export function movedFailure({ vault }: Pick<OverviewRow, "vault">) {
  return fail("moved", { vault }, "after-act");
}

/** Whether what a second move would bring is there already: the same values and files, in the same vault. */
export async function isThereAlready(core: ItemsCore, { vault, item }: OverviewRow, body: ItemBody): Promise<boolean> {
  const there = await currentOf(core, vault, item);
  if (!there.ok || there.value.state !== "present") return false;
  const { overview, secret } = there.value.body;
  const { attachments } = secret;
  const moved = {
    overview: { ...body.overview, sources: overview.sources },
    secret: { ...body.secret, attachments },
  };
  const isSame = changedFields(there.value.body, moved).length === 0 && filesOf(secret) === filesOf(body.secret);
  wipeSecret(secret);
  return isSame;
}

/** Ids, keys and hashes of files are others at each place. */
const filesOf = ({ attachments }: ItemBody["secret"]): string =>
  JSON.stringify(attachments.map(({ name, size }) => [name, size]).sort());
