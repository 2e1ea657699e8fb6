/**
 * Drafts that wait to be pushed, as their person sees them: why one cannot go as it is, and what to do with it. Nothing is
 * given up by itself: what was typed stays until its person discards it or takes it elsewhere.
 */
import type { UnsentShape } from "../../../../shared/contract/shapes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { BlobId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type FailureCode, fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { wipeContent } from "../../drafts/draft-body.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import { movedTo } from "../overviews/moved-to.ts";
import { encodeBody } from "./item-bytes.ts";
import { wipeDraft } from "./item-draft.ts";
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
    const reason = shown.failure ?? area.outbox.reason(vault, item);
    const there = reason === "moved" ? movedTo(area, item) : null;
    const place = there === null ? {} : { movedTo: { item: there.item, vault: there.vault } };
    return [{ item, vault, title, reason, at: first.createdAt, ...place }];
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

/** What was typed, on its way: a change of the item that this one became, or a new one, with its files for there. */
type Moving = { to: DraftPlace; base: ItemBody | null; wanted: ItemBody };
type DraftPlace = { vault: VaultId; item: ItemId };

/**
 * `draft.move`: what was typed, as a new draft of another vault, in one writing; the next sync sends it. Where somebody moved the
 * item into that vault, it is a change of that item. Failures: `role` and `not-found` (of the vault), `not-found` (nothing was typed: a
 * deletion), `limit`, `busy`, those of opening the drafts and of fetching their files.
 */
export async function moveUnsent(area: ItemsArea, item: ItemId, vault: VaultId): Promise<Result<{ item: ItemId }>> {
  const moved = await onceUnchanged(area, [item], {
    open: () => openUnsent(area, item, vault),
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

/** What was typed, with its files sealed for another place. */
async function openUnsent(area: ItemsArea, item: ItemId, vault: VaultId): Promise<Result<Moving>> {
  const [first] = area.drafts.ofItem(item);
  const last = area.drafts.ofItem(item).at(-1);
  if (first === undefined || last === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, vault);
  if (!allowed.ok) return allowed;
  // As their person left it: the chain below may be closed to them, or gone.
  const body = layDrafts(area, { item, version: 0 }, { state: "absent" });
  if (!body.ok) return body;
  const there = movedTo(area, item);
  const isThere = there !== null && there.vault === vault;
  const to = { vault, item: isThere ? there.item : newId<ItemId>() };
  const began = isThere ? area.itemDrafts.open(first) : null;
  const base = began?.ok === true ? withoutFiles(began.value?.base ?? null) : null;
  const { overview, secret } = body.value;
  // Files have other ids there: those that it had when it was moved are there already.
  const had = new Set(base?.files);
  const added = secret.attachments.filter(({ blob }) => !had.has(blob));
  const files = await carryFiles(area, added, { from: { vault: last.vault, item }, to });
  for (const { key } of secret.attachments) key.fill(0);
  const wanted = { overview, secret: { ...secret, attachments: files.ok ? files.value : [] } };
  const moving = { to, base: base?.body ?? null, wanted };
  const fits = files.ok ? encodeBody(wanted) : files;
  if (fits.ok) {
    fits.value.secret.fill(0);
    return ok(moving);
  }
  dropMoving(area, moving);
  return fits;
}

function withoutFiles(body: ItemBody | null): { body: ItemBody; files: BlobId[] } | null {
  if (body === null) return null;
  const { overview, secret } = body;
  return {
    body: { overview, secret: { ...secret, attachments: [] } },
    files: secret.attachments.map(({ blob }) => blob),
  };
}
