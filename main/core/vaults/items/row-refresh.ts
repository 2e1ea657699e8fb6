/**
 * The row of an item as the list shows it: the chain's face with the drafts of this computer laid over it. Works on faces
 * alone and opens no secret.
 */
import type { Face } from "../../../../shared/model/items.ts";
import type { ItemId, VaultId } from "../../../../shared/protocol/ids.ts";
import type { Draft, DraftBook } from "../drafts/draft-book.ts";
import { applyDraftFace } from "../drafts/draft-merge.ts";
import type { FaceRow } from "../faces/face-index.ts";
import type { Faces } from "../faces/faces.ts";

/** Brings rows up to date; answers the items whose rows really changed. */
export function refreshRows(
  parts: { faces: Faces; drafts: DraftBook },
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

function rowOf(parts: { faces: Faces; drafts: DraftBook }, vault: VaultId, item: ItemId): FaceRow | null {
  const inChain = parts.faces.chainFace(item);
  const drafts = parts.drafts.ofItem(item);
  const newest = inChain?.damaged ?? inChain?.good;
  const face = laidOver(parts.drafts, inChain?.face ?? null, drafts);
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

function laidOver(book: DraftBook, chainFace: Face | null, drafts: readonly Draft[]): Face | null {
  let face = chainFace;
  for (const draft of drafts) {
    const faces = book.faces(draft);
    if (faces !== null) face = applyDraftFace(face, faces);
  }
  return face;
}
