/**
 * Moving an item: a new item in the target, then a delete in the source [protocol: Vault chain]. Both are drafts of one
 * writing, and the delete waits until the chain of the target holds the new item: a kill, a lost line or a lost right
 * anywhere between leaves the item once or twice, never not at all. Versions stay in the source, under its tombstone.
 */
import { newId } from "../../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { fitSources, movedFrom } from "../../../../shared/model/item-fields.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { encodeBody } from "./item-bytes.ts";
import type { NewItemDraft } from "./item-draft.ts";
import { carryFiles } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";

/**
 * Answers the new item; it and the deletion are durable then. Failures: `not-found`, `role` (in either vault),
 * `invalid-input` (it lies there already), `limit`, `older-version` (what does not open would stay behind), and those of
 * opening the item and of fetching its files.
 */
export async function moveItem(area: ItemsArea, item: ItemId, target: VaultId): Promise<Result<{ item: ItemId }>> {
  const source = area.overviews.index.get(item)?.vault;
  if (source === undefined) return fail("not-found", { field: "item" });
  if (source === target) return fail("invalid-input", { field: "vault", reason: "same-vault" }, "after-act");
  for (const vault of [source, target]) {
    const allowed = mayWrite(area, vault);
    if (!allowed.ok) return allowed;
  }
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const older = olderShown(area, item);
  if (!older.ok) {
    wipeSecret(view.value.body.secret);
    return older;
  }
  const made = newId<ItemId>();
  const { attachments } = view.value.body.secret;
  const files = await carryFiles(area, attachments, {
    from: { vault: source, item },
    to: { vault: target, item: made },
  });
  const drafted = files.ok
    ? draftMove(area, { item, source, target, made, body: view.value.body, files: files.value })
    : files;
  wipeSecret(view.value.body.secret);
  if (!drafted.ok) return drafted;
  area.refresh(source, [item]);
  area.refresh(target, [made]);
  await area.outbox.pushSoon(target);
  await area.outbox.pushSoon(source);
  return ok({ item: made });
}

/** The same item; files of other programs find it again by their own ids, and links to the old item by that one. */
function movedBody({ overview, secret }: ItemBody, item: ItemId, attachments: Attachment[]): ItemBody {
  const sources = fitSources([...overview.sources, movedFrom(item)]);
  return { overview: { ...overview, sources }, secret: { ...secret, attachments } };
}

type Moving = { item: ItemId; source: VaultId; target: VaultId; made: ItemId; body: ItemBody; files: Attachment[] };

function draftMove(area: ItemsArea, { item, source, target, made, body, files }: Moving): Result<true> {
  const moved = movedBody(body, item, files);
  const fits = encodeBody(moved);
  if (!fits.ok) return fits;
  fits.value.secret.fill(0);
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const before = { draft: newId<ChangeId>(), vault: target, item: made };
  const put: NewItemDraft = { ...before, baseVersion: 0, body: { at, base: null, wanted: moved } };
  const baseVersion = area.unlocked.chains.chain(source).items.get(item)?.version ?? 0;
  if (baseVersion === 0) {
    // It never was in the source's chain: its drafts are all there is, and the new one holds all of them.
    area.itemDrafts.add([put], area.drafts.ofItem(item));
  } else {
    const gone = { at, base: null, wanted: null };
    area.itemDrafts.add([put, { vault: source, item, baseVersion, after: before, body: gone }]);
  }
  wipeSecret(moved.secret);
  return ok(true);
}
