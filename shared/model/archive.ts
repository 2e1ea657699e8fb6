/**
 * What the parts of an archive hold, in their order [model: Archive]: the archive itself; each vault with its items; behind an item its
 * older values, and its files, piece by piece; and at the end how many there were of each.
 */
import { z } from "zod";
import { type BodySchema, encodeWith, parseWith } from "../encoding/canonical.ts";
import { bytesMax, idField, strict, timeField, uintField } from "../encoding/fields.ts";
import { limits } from "../encoding/limits.ts";
import { fail, ok, type Result } from "../failures.ts";
import { historyValue } from "./item-parts.ts";
import { nameText } from "./kinds/parts.ts";

/** Bytes of older values in one part, and how many; bytes of a file. */
export const archivePieceBytes = { older: 256 * 1024, values: 1024, file: limits.blobPartBytes } as const;

const counts = { vaults: uintField(), items: uintField(), older: uintField(), files: uintField() };

const partSchemas = {
  archive: strict({ part: z.literal("archive"), made: timeField(), team: nameText() }),
  vault: strict({
    part: z.literal("vault"),
    vault: idField(),
    kind: z.enum(["personal", "shared"]),
    title: nameText(),
  }),
  item: strict({
    part: z.literal("item"),
    item: idField(),
    changedAt: timeField(),
    overview: bytesMax(limits.overviewBytes),
    secret: bytesMax(limits.secretBytes),
    /** Older values that follow. */
    older: uintField(),
  }),
  older: strict({ part: z.literal("older"), values: z.array(historyValue).max(archivePieceBytes.values) }),
  file: strict({ part: z.literal("file"), name: nameText(), size: uintField().max(limits.attachmentBytes) }),
  piece: strict({ part: z.literal("piece"), bytes: bytesMax(archivePieceBytes.file) }),
  /** `left`: items, older values and files that could not be opened when it was made. */
  end: strict({ part: z.literal("end"), ...counts, left: uintField() }),
} as const;

type Parts = { [Name in keyof typeof partSchemas]: z.output<(typeof partSchemas)[Name]> };
export type ArchivePart = Parts[keyof Parts];
export type ArchivePartOf<Name extends keyof Parts> = Parts[Name];
/** How many there are of each. */
export type ArchiveCounts = Pick<Parts["end"], "vaults" | "items" | "older" | "files">;

const { archive, vault, item, older, file, piece, end } = partSchemas;
const schema = z.discriminatedUnion("part", [archive, vault, item, older, file, piece, end]);

/** Canonical bytes of a part. */
export function encodeArchivePart(part: ArchivePart): Uint8Array {
  return encodeWith(partSchemas[part.part] as unknown as BodySchema<ArchivePart>, part);
}

/** Reads a part: `import`, reason `archive-damaged`. */
export function parseArchivePart(bytes: Uint8Array): Result<ArchivePart> {
  const part = parseWith(schema, bytes, limits.archivePartBytes);
  return part.ok ? ok(part.value) : fail("import", { reason: "archive-damaged" });
}
