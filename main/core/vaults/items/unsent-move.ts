/** What waits to be sent, taken into another vault: as a new item there, in one writing. */
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { codeRule, type Failure, fail, ok, type Result } from "../../../../shared/failures.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { encodeBody } from "./item-bytes.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { layDrafts } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { onceUnchanged } from "./unchanged.ts";

type Move = { item: ItemId; vault: VaultId; leaveFiles?: true | undefined };

/**
 * `draft.move`: what was typed, as a new draft of another vault; the next sync sends it. Files that are not on this computer are
 * fetched. Failures: `role` and `not-found` (of the vault), `not-found` (nothing was typed: a deletion), `file-missing` with the number of
 * files that cannot be had any more (`leaveFiles`: it goes without them), `limit`, `busy`, those of opening the drafts and of fetching files.
 */
export async function moveUnsent(
  area: ItemsArea,
  { item, vault, leaveFiles }: Move,
): Promise<Result<{ item: ItemId }>> {
  const made = newId<ItemId>();
  const drop = (wanted: ItemBody): void => {
    dropCarried(area, wanted.secret.attachments);
    wipeSecret(wanted.secret);
  };
  const moved = await onceUnchanged(area, [item], {
    ...{ open: () => openUnsent(area, item, { to: { vault, item: made }, leaveFiles: leaveFiles === true }), drop },
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

type Place = { vault: VaultId; item: ItemId };
type Opening = { to: Place; leaveFiles: boolean };

/** What was typed, with its files sealed for another place. */
async function openUnsent(area: ItemsArea, item: ItemId, { to, leaveFiles }: Opening): Promise<Result<ItemBody>> {
  const last = area.drafts.ofItem(item).at(-1);
  if (last === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, to.vault);
  if (!allowed.ok) return allowed;
  // As their person left it: the chain below may be closed to them, or gone.
  const body = layDrafts(area, { item, version: 0 }, { state: "absent" });
  if (!body.ok) return body;
  const { overview, secret } = body.value;
  const files = await carryReachable(area, secret.attachments, { from: { vault: last.vault, item }, to, leaveFiles });
  for (const { key } of secret.attachments) key.fill(0);
  const wanted = { overview, secret: { ...secret, attachments: files.ok ? files.value : [] } };
  // Fetching takes its time.
  const stillAllowed = files.ok ? mayWrite(area, to.vault) : files;
  const fits = stillAllowed.ok ? encodeBody(wanted) : stillAllowed;
  if (fits.ok) {
    fits.value.secret.fill(0);
    return ok(wanted);
  }
  dropCarried(area, wanted.secret.attachments);
  wipeSecret(secret);
  return fits;
}

type Carrying = Opening & { from: Place };

/** The files that can be had; `file-missing` where some cannot and nobody agreed to leave them. */
async function carryReachable(
  area: ItemsArea,
  attachments: readonly Attachment[],
  { from, to, leaveFiles }: Carrying,
): Promise<Result<Attachment[]>> {
  const carried: Attachment[] = [];
  let missing = 0;
  for (const attachment of attachments) {
    const file = isClosed(area, from.vault, attachment)
      ? fail("file-missing")
      : await carryFiles(area, [attachment], { from, to });
    if (file.ok) carried.push(...file.value);
    else if (isGone(file.failure)) missing += 1;
    else {
      dropCarried(area, carried);
      return file;
    }
  }
  if (missing === 0 || leaveFiles) return ok(carried);
  dropCarried(area, carried);
  return fail("file-missing", { number: missing, reason: "left" }, "after-act");
}

/** Of a vault that this person may not read now, only what they added themselves and never sent is opened. */
function isClosed({ unlocked, files }: ItemsArea, vault: VaultId, { blob }: Attachment): boolean {
  return unlocked.rights.of(vault) === null && !files.isUnsent(blob);
}

/** Trying again would not bring it: the line and the disk are as they should be. */
function isGone({ code }: Failure): boolean {
  return codeRule(code).about !== "transport" && codeRule(code).about !== "session" && code !== "cancelled";
}
