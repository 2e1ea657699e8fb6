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
import { carryFiles } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";

/**
 * Answers the new items; they and the deletions are durable then, all or none. Failures: `not-found`, `role` (in either vault),
 * `invalid-input` (one lies there already), `limit`, `older-version` (what does not open would stay behind), and those of
 * opening an item and of fetching its files.
 */
export async function moveItems(
  area: ItemsArea,
  items: readonly ItemId[],
  target: VaultId,
): Promise<Result<{ item: ItemId; items: ItemId[] }>> {
  const moving: Moving[] = [];
  const opened = await openAll(area, { items, target, moving });
  if (opened.ok) draftMoves(area, moving, target);
  for (const { body } of moving) wipeSecret(body.secret);
  if (!opened.ok) return opened;
  for (const { source, item } of moving) area.refresh(source, [item]);
  area.refresh(
    target,
    moving.map(({ made }) => made),
  );
  await area.outbox.pushSoon(target);
  for (const source of new Set(moving.map((one) => one.source))) await area.outbox.pushSoon(source);
  const made = moving.map((one) => one.made);
  return ok({ item: made[0] as ItemId, items: made });
}

/** An item on its way: as it will be in the target, under its new id. */
type Moving = { item: ItemId; source: VaultId; made: ItemId; body: ItemBody };
type Wanted = { items: readonly ItemId[]; target: VaultId; moving: Moving[] };

/** Opens them into `moving`, whose secrets the caller wipes. */
async function openAll(area: ItemsArea, { items, target, moving }: Wanted): Promise<Result<true>> {
  for (const item of new Set(items)) {
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
    moving.push({ item, source, made, body });
    const older = olderShown(area, item);
    if (!older.ok) return older;
    const places = { from: { vault: source, item }, to: { vault: target, item: made } };
    const files = await carryFiles(area, body.secret.attachments, places);
    if (!files.ok) return files;
    for (const { key } of body.secret.attachments) key.fill(0);
    body.secret.attachments = files.value;
    const fits = encodeBody(body);
    if (!fits.ok) return fits;
    fits.value.secret.fill(0);
  }
  return ok(true);
}

/** The same item; files find it again by their own ids, and links to the old item by that one. */
function movedBody({ overview, secret }: ItemBody, item: ItemId): ItemBody {
  const sources = fitSources([...overview.sources, movedFrom(item)]);
  return { overview: { ...overview, sources }, secret: { ...secret } };
}

function draftMoves(area: ItemsArea, moving: readonly Moving[], target: VaultId): void {
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const added: NewItemDraft[] = [];
  const instead: Draft[] = [];
  for (const { item, source, made, body } of moving) {
    const before = { draft: newId<ChangeId>(), vault: target, item: made };
    added.push({ ...before, baseVersion: 0, body: { at, base: null, wanted: body } });
    const baseVersion = area.unlocked.chains.chain(source).items.get(item)?.version ?? 0;
    // It never was in the source's chain: its drafts are all there is, and the new one holds all of them.
    if (baseVersion === 0) instead.push(...area.drafts.ofItem(item));
    else added.push({ vault: source, item, baseVersion, after: before, body: { at, base: null, wanted: null } });
  }
  area.itemDrafts.add(added, instead);
}
