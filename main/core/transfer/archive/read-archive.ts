/**
 * An archive as items to import, once all of it was opened, in its order, and counted: of a file that is cut off, damaged, put
 * together anew or short of something nothing is taken.
 */
import { type ArchiveOpener, openArchive } from "../../../../shared/crypto/archive.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { type ArchiveCounts, type ArchivePart, parseArchivePart } from "../../../../shared/model/archive.ts";
import { importRemark } from "../../../../shared/model/import-remarks.ts";
import { joinBytes } from "../../../../shared/text.ts";
import { type ImportedFile, type ImportedItem, wipeImported } from "../imported/imported-item.ts";
import { freeName } from "../kdbx/document-builder.ts";
import { itemOfPart } from "./archive-items.ts";

/** Others get their turn after so many parts. */
const partsAtOnce = 64;
/** A personal vault has no title; the group's name is the same in every language, as names of moved fields are. */
const personalName = "Personal";

/** `import` with the reasons of `openArchive`, and `archive-count`; `kdf-floor`, `limit`. `turn` lets other work go on. */
export async function readArchive(
  passphrase: string,
  bytes: Uint8Array,
  turn: () => Promise<void>,
): Promise<Result<ImportedFile>> {
  if (bytes.length > limits.importBytes) return fail("limit", { field: "bytes", number: bytes.length });
  const opened = openArchive(passphrase, bytes);
  if (!opened.ok) return opened;
  try {
    return await readOpened(opened.value, turn);
  } finally {
    opened.value.wipe();
  }
}

/** The same of an archive whose passphrase was right. */
export async function readOpened(
  opener: Pick<ArchiveOpener, "next">,
  turn: () => Promise<void>,
): Promise<Result<ImportedFile>> {
  const reading = newReading();
  const read = await readParts(opener, reading, turn);
  if (!read.ok) {
    wipeImported(reading.items);
    for (const piece of reading.file?.pieces ?? []) piece.fill(0);
    return read;
  }
  const { groups, items, left } = reading;
  return ok({
    ...{ format: "latchkey", formatVersion: "Latchkey 1", items },
    groups: groups.filter(({ count }) => count > 0),
    notTaken: left === 0 ? [] : [{ what: "", why: importRemark("archive-left", { count: left }) }],
  });
}

async function readParts(
  opener: Pick<ArchiveOpener, "next">,
  reading: Reading,
  turn: () => Promise<void>,
): Promise<Result<true>> {
  for (let at = 1; ; at++) {
    const next = opener.next();
    if (!next.ok) return next;
    if (next.value === null) return reading.before === "end" ? ok(true) : refused("archive-cut");
    const part = parseArchivePart(next.value);
    next.value.fill(0);
    const taken = part.ok ? takePart(reading, part.value) : part;
    if (!taken.ok) return taken;
    if (at % partsAtOnce === 0) await turn();
  }
}

const refused = (reason: string) => fail("import", { reason });

type PartName = ArchivePart["part"];
type FileRead = { name: string; size: number; pieces: Uint8Array[]; received: number };

/** What was read so far; `olderLeft`: values that the item before still has to come. */
type Reading = {
  items: ImportedItem[];
  groups: ImportedFile["groups"];
  names: { taken: Set<string>; repeats: Map<string, number> };
  counts: ArchiveCounts;
  before: PartName | null;
  olderLeft: number;
  file: FileRead | null;
  left: number;
};

function newReading(): Reading {
  return {
    ...{ items: [], groups: [], names: { taken: new Set(), repeats: new Map() } },
    counts: { vaults: 0, items: 0, older: 0, files: 0 },
    ...{ before: null, olderLeft: 0, file: null, left: 0 },
  };
}

/** Behind which parts each may stand; null: behind nothing. */
const follows: Record<PartName, readonly (PartName | null)[]> = {
  archive: [null],
  vault: ["archive", "vault", "item", "older", "file", "piece"],
  item: ["vault", "item", "older", "file", "piece"],
  older: ["item", "older"],
  file: ["item", "older", "file", "piece"],
  piece: ["file", "piece"],
  end: ["archive", "vault", "item", "older", "file", "piece"],
};

/** `import`, reason `archive-order` or `archive-count`. */
function takePart(reading: Reading, part: ArchivePart): Result<true> {
  if (!follows[part.part].includes(reading.before)) return refused("archive-order");
  const goesOn = part.part === "older" || part.part === "piece";
  if (!goesOn && !isWhole(reading)) return refused("archive-count");
  if (part.part !== "piece") closeFile(reading);
  reading.before = part.part;
  return (taking[part.part] as (reading: Reading, part: ArchivePart) => Result<true>)(reading, part);
}

/** Whether all came that the item and the file before said of themselves. */
const isWhole = ({ olderLeft, file }: Reading): boolean =>
  olderLeft === 0 && (file === null || file.received === file.size);

function closeFile(reading: Reading): void {
  const { file, items } = reading;
  if (file === null) return;
  items.at(-1)?.files.push({ name: file.name, bytes: joinBytes(file.pieces) });
  for (const piece of file.pieces) piece.fill(0);
  reading.file = null;
}

const taking: { [Name in PartName]: (reading: Reading, part: ArchivePart & { part: Name }) => Result<true> } = {
  archive: () => ok(true),
  vault({ counts, groups, names }, { kind, title }) {
    counts.vaults += 1;
    const name = freeName(kind === "personal" ? personalName : title, names.taken, names.repeats);
    names.taken.add(name);
    groups.push({ name, count: 0 });
    return ok(true);
  },
  item(reading, part) {
    const { items, groups, counts } = reading;
    const item = itemOfPart(part);
    const group = groups.at(-1);
    if (!item.ok || group === undefined) return item.ok ? refused("archive-order") : item;
    group.count += 1;
    counts.items += 1;
    reading.olderLeft = part.older;
    items.push({ ...item.value, group: group.name });
    return ok(true);
  },
  older(reading, { values }) {
    reading.olderLeft -= values.length;
    reading.counts.older += values.length;
    reading.items.at(-1)?.history.push(...values);
    return reading.olderLeft < 0 || values.length === 0 ? refused("archive-count") : ok(true);
  },
  file(reading, { name, size }) {
    reading.counts.files += 1;
    reading.file = { name, size, pieces: [], received: 0 };
    return ok(true);
  },
  piece({ file }, { bytes }) {
    if (file === null) return refused("archive-order");
    file.pieces.push(bytes);
    file.received += bytes.length;
    return file.received > file.size || bytes.length === 0 ? refused("archive-count") : ok(true);
  },
  end(reading, { part: _, left, ...told }) {
    reading.left = left;
    const names = Object.keys(told) as (keyof ArchiveCounts)[];
    return names.every((name) => told[name] === reading.counts[name]) ? ok(true) : refused("archive-count");
  },
};
