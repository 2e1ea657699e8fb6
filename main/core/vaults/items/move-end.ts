/**
 * The second half of a move, the deletion in the old vault, where somebody changed the item there meanwhile: their change follows
 * the item into its new vault, and only then it goes from the old one [protocol: Merge]. Each time the drafts of this computer are
 * exchanged in one writing.
 */
import { newId } from "../../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs } from "../../../../shared/encoding/ids.ts";
import type { Failure } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { DraftBefore } from "../../drafts/draft-body.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import type { Step } from "../../drafts/draft-kind.ts";
import { withDeletion } from "./draft-merge.ts";
import type { NewItemDraft } from "./item-draft.ts";
import { carryFiles } from "./item-files.ts";
import { bodyAt, currentOf, wipeCurrent } from "./item-view.ts";
import type { ItemsArea, ItemsCore } from "./items-area.ts";

export type EndingMove = ItemsCore & Pick<ItemsArea, "files">;

type Ending = { draft: Draft; made: DraftBefore };
/** The item in the old vault as the move took it along, as it is there now, and as which version. */
type Sides = { base: ItemBody | null; now: ItemBody; version: number };

const stays = (failure: Failure): Step => ({ state: "stays", failure });

/** Somebody wrote versions after the one that was moved, and it lives: what they changed is laid over it at its new place first. */
export async function followChange(core: EndingMove, { draft, made }: Ending): Promise<Step> {
  const { vault, item } = draft;
  const { unlocked, drafts } = core;
  // What its person did with it here since, they did after the move: it stays, and is in both places as they left it.
  const own = drafts.ofItem(item);
  if (own.indexOf(draft) < own.length - 1) return { state: "void" };
  const version = unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  const now = await currentOf(core, vault, item);
  if (!now.ok) return stays(now.failure);
  if (now.value.state !== "present") return { state: "void" };
  const held = await unlocked.history.versions(vault, item);
  const base = held.ok
    ? await bodyAt(
        core,
        held.value.find((one) => one.version === draft.baseVersion),
      )
    : null;
  const step = held.ok
    ? await writeFollowing(core, { draft, made }, { base, now: now.value.body, version })
    : stays(held.failure);
  for (const body of [base, now.value.body]) if (body !== null) wipeSecret(body.secret);
  return step;
}

/** The change, for the new place, and the deletion behind it, in the place of the deletion that was there. */
async function writeFollowing(core: EndingMove, { draft, made }: Ending, { base, now, version }: Sides): Promise<Step> {
  const { vault, item } = draft;
  const had = new Set(base?.secret.attachments.map(({ blob }) => blob));
  const added = now.secret.attachments.filter(({ blob }) => !had.has(blob));
  const files = await carryFiles(core, added, { from: { vault, item }, to: made });
  if (!files.ok) return stays(files.failure);
  const at = core.unlocked.ports.clock.now() as EpochMs;
  // Files have other ids at the new place: those that came are added, and none is taken away there.
  const body = {
    at,
    base: base === null ? null : { overview: base.overview, secret: { ...base.secret, attachments: [] } },
    wanted: { overview: now.overview, secret: { ...now.secret, attachments: files.value } },
  };
  const put = { draft: newId<ChangeId>(), vault: made.vault, item: made.item };
  exchange(core, draft, [
    { ...put, baseVersion: versionOf(core, made), body },
    { vault, item, baseVersion: version, after: put, body: { at, base: null, wanted: null } },
  ]);
  for (const { key } of files.value) key.fill(0);
  return { state: "replaced", places: [made, { vault, item }] };
}

/** Somebody else deleted it meanwhile: it is at its new place all the same, and a person is asked there. */
export async function tellDeletion(core: EndingMove, { draft, made }: Ending): Promise<Step> {
  const deleted = await currentOf(core, draft.vault, draft.item);
  if (!deleted.ok) return stays(deleted.failure);
  wipeCurrent(deleted.value);
  if (deleted.value.state !== "deleted") return { state: "void" };
  const { by } = deleted.value;
  const there = await currentOf(core, made.vault, made.item);
  if (!there.ok) return stays(there.failure);
  if (there.value.state !== "present") return { state: "void" };
  const { body } = there.value;
  const at = core.unlocked.ports.clock.now() as EpochMs;
  const draftOf = { vault: made.vault, item: made.item, baseVersion: versionOf(core, made) };
  exchange(core, draft, [{ ...draftOf, body: { at, base: body, wanted: withDeletion(body, by) } }]);
  wipeSecret(body.secret);
  return { state: "replaced", places: [made, { vault: draft.vault, item: draft.item }] };
}

const versionOf = ({ unlocked }: ItemsCore, { vault, item }: DraftBefore): number =>
  unlocked.chains.chain(vault).items.get(item)?.version ?? 0;

function exchange({ itemDrafts, unlocked }: EndingMove, draft: Draft, others: NewItemDraft[]): void {
  itemDrafts.add(others, [draft]);
  unlocked.events.tell("syncRequested", null);
}
