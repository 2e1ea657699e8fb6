/**
 * Files of a file's entry against those that our item has or had: the same where name, size and content are. Contents are
 * compared as they are opened, from this computer or fetched; what cannot be opened now is said, never taken for the same in
 * silence.
 */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { type ImportRemark, importRemark } from "../../../shared/model/import-remarks.ts";
import type { Attachment } from "../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import type { ImportedContent } from "./imported/imported-item.ts";

/** `files`: what the item never had; what people removed here does not come back. */
export type LackingFiles = { files: ImportedContent[]; says: ImportRemark[] };

/** Files of one name and size that are opened for one file of the entry: each may be fetched. */
const openedMost = 8;

/** `bodies`: our item as it is, then its past. Their keys are used until the answer. */
export async function lackingFiles(
  area: ItemsArea,
  place: { vault: VaultId; item: ItemId },
  { files, bodies }: { files: readonly ImportedContent[]; bodies: readonly ItemBody[] },
): Promise<LackingFiles> {
  const lacking: LackingFiles = { files: [], says: [] };
  const [ours] = bodies;
  const had = new Map(bodies.flatMap(({ secret }) => secret.attachments.map((file) => [file.blob, file] as const)));
  for (const file of files) {
    const alike = [...had.values()].filter(({ name, size }) => name === file.name && size === file.bytes.length);
    const found = await isAmong(area, place, { alike, bytes: file.bytes });
    if (found === "same") continue;
    if (found === "unknown") {
      lacking.says.push(importRemark("attachment-uncompared", { name: file.name }));
      continue;
    }
    lacking.files.push(file);
    if (ours?.secret.attachments.some(({ name }) => name === file.name))
      lacking.says.push(importRemark("attachment-beside", { name: file.name }));
  }
  return lacking;
}

type Found = "same" | "other" | "unknown";

/** `unknown` where no file that opens is the same, and not all of them were opened. */
async function isAmong(
  area: ItemsArea,
  place: { vault: VaultId; item: ItemId },
  { alike, bytes }: { alike: readonly Attachment[]; bytes: Uint8Array },
): Promise<Found> {
  let found: Found = alike.length > openedMost ? "unknown" : "other";
  for (const file of alike.slice(0, openedMost)) {
    const compared = await compareContent(area, place, { file, bytes });
    if (compared === "same") return "same";
    if (compared === "unknown") found = "unknown";
  }
  return found;
}

async function compareContent(
  { files }: ItemsArea,
  place: { vault: VaultId; item: ItemId },
  { file, bytes }: { file: Attachment; bytes: Uint8Array },
): Promise<Found> {
  let at = 0;
  let isOther = false;
  const read = await files.read(place, file, async (piece) => {
    isOther = !bytesEqual(piece, bytes.subarray(at, at + piece.length));
    at += piece.length;
    return isOther ? fail("cancelled", { field: "file" }) : ok(true);
  });
  if (isOther) return "other";
  return read.ok ? "same" : "unknown";
}
