/**
 * Moving items: for each a new item in the target, then a delete in the source [protocol: Vault chain]. Both are drafts of one
 * writing, and the delete waits until the chain of the target holds the new item: a kill, a lost line or a lost right
 * anywhere between leaves the item once or twice, never not at all. Versions stay in the source, under its tombstone.
 */
import { newId } from "../../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { fitSources, movedFrom } from "../../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import { encodeBody } from "./item-bytes.ts";
import type { NewItemDraft } from "./item-draft.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { loginsAmong } from "./logins-to-put.ts";
import { onceUnchanged } from "./unchanged.ts";

/**
 * Answers the new items; they and the deletions are durable then, all or none. Failures: `not-found`, `role` (in either vault),
 * `invalid-input` (one lies there already), `not-settled`, `limit`, `older-version` (what does not open would stay behind), `busy` (somebody
 * goes on changing it), and those of opening an item and of fetching its files.
 */
export async function moveItems(
  area: ItemsArea,
  items: readonly ItemId[],
  target: VaultId,
): Promise<Result<{ item: ItemId; items: ItemId[] }>> {
  const moved = await onceUnchanged(area, items, {
    open: () => openAll(area, items, target),
    write: (moving) => writeMoves(area, moving, target),
    drop: (moving) => dropMoving(area, moving),
  });
  if (!moved.ok) return moved;
  const moving = moved.value;
  for (const { source, item } of moving) area.refresh(source, [item]);
  area.refresh(
    target,
    moving.map(({ made }) => made),
  );
  await area.outbox.pushSoon(target, { withFiles: true });
  for (const source of new Set(moving.map((one) => one.source))) await area.outbox.pushSoon(source);
  const made = moving.map((one) => one.made);
  return ok({ item: made[0] as ItemId, items: made });
}

/** An item on its way: as it will be in the target, under its new id. */
type Moving = { item: ItemId; source: VaultId; made: ItemId; body: ItemBody };

/** Opens all or none; the caller wipes their secrets. */
async function openAll(area: ItemsArea, items: readonly ItemId[], target: VaultId): Promise<Result<Moving[]>> {
  const allowed = await area.mayPut(loginsAmong(area, items), target);
  if (!allowed.ok) return allowed;
  const moving: Moving[] = [];
  for (const item of new Set(items)) {
    const opened = await openOne(area, item, target);
    if (!opened.ok) {
      dropMoving(area, moving);
      return opened;
    }
    moving.push(opened.value);
  }
  return ok(moving);
}

/** Takes away what was opened for a move that did not come about. */
function dropMoving(area: ItemsArea, moving: readonly Moving[]): void {
  for (const { body } of moving) {
    dropCarried(area, body.secret.attachments);
    wipeSecret(body.secret);
  }
}

async function openOne(area: ItemsArea, item: ItemId, target: VaultId): Promise<Result<Moving>> {
  const source = area.overviews.index.get(item)?.vault;
  if (source === undefined) return fail("not-found", { field: "item" });
  if (source === target) return fail("invalid-input", { field: "vault", reason: "same-vault" }, "after-act");
  for (const vault of [source, target]) {
    const allowed = mayWrite(area, vault);
    if (!allowed.ok) return allowed;
  }
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const made = newId<ItemId>();
  const body = movedBody(view.value.body, item);
  const older = olderShown(area, item);
  const places = { from: { vault: source, item }, to: { vault: target, item: made } };
  const files = older.ok ? await carryFiles(area, body.secret.attachments, places) : older;
  for (const { key } of body.secret.attachments) key.fill(0);
  body.secret.attachments = files.ok ? files.value : [];
  const moving = { item, source, made, body };
  const fits = files.ok ? encodeBody(body) : files;
  if (!fits.ok) {
    dropMoving(area, [moving]);
    return fits;
  }
  fits.value.secret.fill(0);
  return ok(moving);
}

/** The same item; files find it again by their own ids, and links to the old item by that one. */
function movedBody({ overview, secret }: ItemBody, item: ItemId): ItemBody {
  const sources = fitSources([...overview.sources, movedFrom(item)]);
  return { overview: { ...overview, sources }, secret: { ...secret } };
}

/** What is drafted is durable, all of it, or thrown. */
function writeMoves(area: ItemsArea, moving: readonly Moving[], target: VaultId): readonly Moving[] {
  let isWritten = false;
  try {
    draftMoves(area, moving, target);
    isWritten = true;
  } finally {
    if (isWritten) for (const { body } of moving) wipeSecret(body.secret);
    else dropMoving(area, moving);
  }
  return moving;
}

function draftMoves(area: ItemsArea, moving: readonly Moving[], target: VaultId): void {
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const added: NewItemDraft[] = [];
  const instead: Draft[] = [];
  for (const { item, source, made, body } of moving) {
    const before = { draft: newId<ChangeId>(), vault: target, item: made };
    added.push({ ...before, baseVersion: 0, body: { at, base: null, wanted: body } });
    const baseVersion = area.unlocked.chains.chain(source).items.get(item)?.version ?? 0;
    if (baseVersion === 0) {
      // It never was in the source's chain: its drafts are all there is, and the new one holds all of them.
      const own = area.drafts.ofItem(item);
      const ends = area.drafts.waitingFor(own);
      instead.push(...own, ...ends);
      added.push(...endsAfter(area, ends, { before, at }));
    } else added.push({ vault: source, item, baseVersion, after: before, body: { at, base: null, wanted: null } });
  }
  area.itemDrafts.add(added, instead);
}

type After = { before: { draft: ChangeId; vault: VaultId; item: ItemId }; at: EpochMs };

/**
 * Ends of earlier moves that waited for a place which is given up: they wait for the new one. What its person did with an item since,
 * they did after its move: then it stays.
 */
function endsAfter(area: ItemsArea, ends: readonly Draft[], { before, at }: After): NewItemDraft[] {
  const last = ends.filter((end) => area.drafts.ofItem(end.item).at(-1) === end);
  return last.map(({ vault, item, baseVersion }) => ({
    ...{ vault, item, baseVersion, after: before },
    body: { at, base: null, wanted: null },
  }));
}
