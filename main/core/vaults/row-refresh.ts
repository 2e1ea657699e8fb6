/**
 * The row of an item as the list shows it: the chain's face with the drafts of this computer laid over it. Works on faces
 * alone; the secret that a draft holds is opened and wiped on the way.
 */
import type { Face } from "../../../shared/model/items.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/protocol/ids.ts";
import type { Unlocked } from "../unlocked.ts";
import type { ItemDraft } from "./drafts/draft-body.ts";
import type { Draft, DraftBook } from "./drafts/draft-book.ts";
import { applyDraft, type Current } from "./drafts/draft-merge.ts";
import type { FaceRow } from "./faces/face-index.ts";
import type { Faces } from "./faces/faces.ts";
import { wipeSecret } from "./item-opening.ts";

/** Brings rows up to date; answers the items whose rows really changed. */
export function refreshRows(
  parts: { unlocked: Unlocked; faces: Faces; drafts: DraftBook },
  vault: VaultId,
  items: readonly ItemId[],
): ItemId[] {
  return items.filter((item) => {
    const row = rowOf(parts, vault, item);
    if (row === null) return parts.faces.index.remove(item);
    parts.faces.index.set(row);
    return true;
  });
}

function rowOf(
  parts: { unlocked: Unlocked; faces: Faces; drafts: DraftBook },
  vault: VaultId,
  item: ItemId,
): FaceRow | null {
  const inChain = parts.faces.chainFace(item);
  const drafts = parts.drafts.ofItem(item);
  const newest = inChain?.damaged ?? inChain?.good;
  const face = laidOver(parts, inChain?.face ?? null, drafts);
  if (face === null) return null;
  return {
    item,
    vault: newest?.vault ?? vault,
    face,
    version: newest?.version ?? null,
    draft: drafts.length > 0,
    damaged: inChain?.damaged ?? null,
  };
}

function laidOver(
  { unlocked, drafts: book }: { unlocked: Unlocked; drafts: DraftBook },
  chainFace: Face | null,
  drafts: readonly Draft[],
): Face | null {
  let face = chainFace;
  const { user, device } = unlocked.profile;
  for (const draft of drafts) {
    const opened = book.open(draft);
    if (!opened.ok || opened.value.kind !== "item") continue;
    const { base, wanted, at }: ItemDraft = opened.value;
    const secret = (base ?? wanted)?.secret;
    const current: Current =
      face === null || secret === undefined ? { state: "absent" } : { state: "present", body: { face, secret } };
    const late = { user, device, at: at as EpochMs, version: draft.baseVersion };
    face = applyDraft(current, { base, wanted }, late)?.face ?? null;
    for (const part of [base, wanted]) if (part !== null) wipeSecret(part.secret);
  }
  return face;
}
