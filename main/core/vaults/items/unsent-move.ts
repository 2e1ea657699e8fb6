/** What waits to be sent, taken into another vault in one writing: as a new item there, or as a change of the one that it became. */
import { newId } from "../../../../shared/crypto/random.ts";
import type { BlobId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { codeRule, type Failure, fail, ok, type Result } from "../../../../shared/failures.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { movedTo } from "../overviews/moved-to.ts";
import { encodeBody } from "./item-bytes.ts";
import { wipeDraft } from "./item-draft.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { layDrafts } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { loginsAmong } from "./logins-to-put.ts";
import { onceUnchanged } from "./unchanged.ts";

type Move = { item: ItemId; vault: VaultId; leaveFiles?: true | undefined };
/** What was typed, on its way: a change of the item that this one became, or a new one, with its files for there. */
type Moving = { to: Place; base: ItemBody | null; wanted: ItemBody };
type Place = { vault: VaultId; item: ItemId };

/**
 * `draft.move`: what was typed, as a new draft of another vault; the next sync sends it. Where somebody moved the item into that
 * vault, it is a change of that item. Files that are not on this computer are fetched. Failures: `role` and `not-found` (of the
 * vault), `not-found` (nothing was typed: a deletion), `file-missing` with the number of files that cannot be had any more
 * (`leaveFiles`: it goes without them), `not-settled`, `limit`, `busy`, those of opening the drafts and of fetching files.
 */
export async function moveUnsent(
  area: ItemsArea,
  { item, vault, leaveFiles }: Move,
): Promise<Result<{ item: ItemId }>> {
  const moved = await onceUnchanged(area, [item], {
    async open() {
      const settled = await area.mayPut(loginsAmong(area, [item]), vault);
      return settled.ok ? openUnsent(area, item, { vault, leaveFiles: leaveFiles === true }) : settled;
    },
    drop: (moving: Moving) => dropMoving(area, moving),
    write: (moving: Moving) => {
      const { to, base, wanted } = moving;
      const drafts = [...area.drafts.ofItem(item)];
      const at = area.unlocked.ports.clock.now() as EpochMs;
      const baseVersion = area.unlocked.chains.chain(to.vault).items.get(to.item)?.version ?? 0;
      const put = { ...to, baseVersion, body: { at, base, wanted } };
      // What waited for them, the deletion at the end of a move, would wait for ever: the item then stays where it was, too.
      area.itemDrafts.add([put], [...drafts, ...area.drafts.waitingFor(drafts)]);
      wipeMoving(moving);
      return { drafts, made: to.item };
    },
  });
  if (!moved.ok) return moved;
  const { drafts, made } = moved.value;
  for (const { vault: from } of drafts) area.refresh(from, [item]);
  area.refresh(vault, [made]);
  area.unlocked.events.tell("syncRequested", null);
  return ok({ item: made });
}

function wipeMoving({ base, wanted }: Moving): void {
  wipeDraft({ at: 0 as EpochMs, base, wanted });
}

/** Takes away what was opened in vain. */
function dropMoving(area: ItemsArea, moving: Moving): void {
  dropCarried(area, moving.wanted.secret.attachments);
  wipeMoving(moving);
}

type Opening = { vault: VaultId; leaveFiles: boolean };

/** What was typed, with its files sealed for another place. */
async function openUnsent(area: ItemsArea, item: ItemId, { vault, leaveFiles }: Opening): Promise<Result<Moving>> {
  const last = area.drafts.ofItem(item).at(-1);
  if (last === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, vault);
  if (!allowed.ok) return allowed;
  // As their person left it: the chain below may be closed to them, or gone.
  const body = layDrafts(area, { item, version: 0 }, { state: "absent" });
  if (!body.ok) return body;
  const { to, base } = placeIn(area, item, vault);
  const { overview, secret } = body.value;
  // Files have other ids there: those that it had when it was moved are there already.
  const had = new Set(base?.files);
  const added = secret.attachments.filter(({ blob }) => !had.has(blob));
  const files = await carryReachable(area, added, { from: { vault: last.vault, item }, to, leaveFiles });
  for (const { key } of secret.attachments) key.fill(0);
  const wanted = { overview, secret: { ...secret, attachments: files.ok ? files.value : [] } };
  const moving = { to, base: base?.body ?? null, wanted };
  // Fetching takes its time.
  const stillAllowed = files.ok ? mayWrite(area, vault) : files;
  const fits = stillAllowed.ok ? encodeBody(wanted) : stillAllowed;
  if (fits.ok) {
    fits.value.secret.fill(0);
    return ok(moving);
  }
  dropMoving(area, moving);
  return fits;
}

/** Where it goes: to the item that this one became, on what it was when it was changed, or to a new one. */
function placeIn(area: ItemsArea, item: ItemId, vault: VaultId) {
  const there = movedTo(area, item);
  if (there === null || there.vault !== vault) return { to: { vault, item: newId<ItemId>() }, base: null };
  const [first] = area.drafts.ofItem(item);
  const began = first === undefined ? null : area.itemDrafts.open(first);
  return {
    to: { vault, item: there.item },
    base: began?.ok === true ? withoutFiles(began.value?.base ?? null) : null,
  };
}

function withoutFiles(body: ItemBody | null): { body: ItemBody; files: BlobId[] } | null {
  if (body === null) return null;
  const { overview, secret } = body;
  return {
    body: { overview, secret: { ...secret, attachments: [] } },
    files: secret.attachments.map(({ blob }) => blob),
  };
}

type Carrying = { from: Place; to: Place; leaveFiles: boolean };

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
