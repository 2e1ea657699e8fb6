/**
 * Drafts that wait to be pushed, as their person sees them: why one cannot go as it is, and what to do with it. Nothing is
 * given up by itself: what was typed stays until its person discards it or takes it elsewhere.
 */
import type { UnsentShape } from "../../../../shared/contract/shapes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type FailureCode, fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { wipeContent } from "../../drafts/draft-body.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import { encodeBody } from "./item-bytes.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { layDrafts } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { onceUnchanged } from "./unchanged.ts";

/** `draft.list`: one row for each item, in the order in which they were changed. */
export function listUnsent(area: ItemsArea): UnsentShape[] {
  return area.drafts.items().flatMap((item) => {
    const [first, ...rest] = area.drafts.ofItem(item);
    const shown = first === undefined ? null : describe(area, first);
    if (first === undefined || shown === null) return [];
    const { vault } = rest.at(-1) ?? first;
    const title = area.overviews.index.get(item)?.overview.title ?? shown.title;
    return [{ item, vault, title, reason: shown.failure ?? area.outbox.reason(vault, item), at: first.createdAt }];
  });
}

/** Null for a record: names and titles are pushed in the background, and nobody else may have written them. */
function describe(area: ItemsArea, draft: Draft): { title: string; failure: FailureCode | null } | null {
  const overviews = area.itemDrafts.overviews(draft);
  if (overviews !== null) return { title: (overviews.wanted ?? overviews.base)?.title ?? "", failure: null };
  const parts = area.drafts.openParts(draft);
  if (!parts.ok) return { title: "", failure: parts.failure.code };
  wipeContent(parts.value);
  return null;
}

/**
 * `draft.discard`: takes the drafts of an item away, with what waits for them (the deletion at the end of a move).
 * `not-found` where there is none.
 */
export function discardUnsent(area: ItemsArea, item: ItemId): Result<Record<string, never>> {
  const own = area.drafts.ofItem(item);
  if (own.length === 0) return fail("not-found", { field: "item" });
  const gone = [...own, ...area.drafts.waitingFor(own)];
  area.drafts.remove(gone);
  for (const { vault, item } of gone) area.refresh(vault, [item]);
  area.unlocked.events.tell("syncRequested", null);
  return ok({});
}

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
