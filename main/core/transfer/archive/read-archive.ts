/**
 * An archive as items to import, once all of it was opened, in its order, and counted: of a file that is cut off, damaged, put
 * together anew or short of something nothing is taken.
 */
import { type ArchiveOpener, openArchive } from "../../../../shared/crypto/archive.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { type ArchiveCounts, type ArchivePart, parseArchivePart } from "../../../../shared/model/archive.ts";
import { importRemark } from "../../../../shared/model/import-remarks.ts";
import { joinBytes } from "../../../../shared/text.ts";
import { type ImportedFile, type ImportedItem, wipeImported } from "../imported/imported-item.ts";
import { freeName } from "../kdbx/document-builder.ts";
import { itemOfPart } from "./archive-items.ts";

/** As many as one import takes. */
const itemsMost = 200_000;
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
  const opened = openArchive(passphrase, bytes);
  if (!opened.ok) return opened;
  const reading = createReading();
  let read: Result<true>;
  try {
    read = await readParts(opened.value, reading, turn);
  } finally {
    opened.value.wipe();
  }
  if (!read.ok) wipeImported(reading.items);
  return read.ok ? ok(reading.whole()) : read;
}

type Reading = ReturnType<typeof createReading>;

async function readParts(opener: ArchiveOpener, reading: Reading, turn: () => Promise<void>): Promise<Result<true>> {
  for (let at = 1; ; at++) {
    const next = opener.next();
    if (!next.ok) return next;
    if (next.value === null) return reading.isEnded() ? ok(true) : refused("archive-cut");
    const part = parseArchivePart(next.value);
    next.value.fill(0);
    const taken = part.ok ? reading.take(part.value) : part;
    if (!taken.ok) return taken;
    if (at % partsAtOnce === 0) await turn();
  }
}

const refused = (reason: string) => fail("import", { reason });

/** Behind which parts each may stand; null: behind nothing. */
const follows: Record<ArchivePart["part"], readonly (ArchivePart["part"] | null)[]> = {
  archive: [null],
  vault: ["archive", "vault", "item", "older", "file", "piece"],
  item: ["vault", "item", "older", "file", "piece"],
  older: ["item", "older"],
  file: ["item", "older", "file", "piece"],
  piece: ["file", "piece"],
  end: ["archive", "vault", "item", "older", "file", "piece"],
};

type FileRead = { name: string; size: number; pieces: Uint8Array[]; received: number };

function createReading() {
  const items: ImportedItem[] = [];
  const groups: ImportedFile["groups"] = [];
  const names = new Set<string>();
  const repeats = new Map<string, number>();
  const counts: ArchiveCounts = { vaults: 0, items: 0, older: 0, files: 0 };
  let before: ArchivePart["part"] | null = null;
  let olderLeft = 0;
  let file: FileRead | null = null;
  let left = 0;

  /** Whether all came that the item and the file before said of themselves. */
  const isWhole = (): boolean => olderLeft === 0 && (file === null || file.received === file.size);
  const last = () => items.at(-1) as ImportedItem;
  const closeFile = () => {
    if (file !== null) last().files.push({ name: file.name, bytes: joinBytes(file.pieces) });
    for (const piece of file?.pieces ?? []) piece.fill(0);
    file = null;
  };
  const taking: { [Name in ArchivePart["part"]]: (part: ArchivePart & { part: Name }) => Result<true> } = {
    archive: () => ok(true),
    vault({ kind, title }) {
      counts.vaults += 1;
      const name = freeName(kind === "personal" ? personalName : title, names, repeats);
      names.add(name);
      groups.push({ name, count: 0 });
      return ok(true);
    },
    item(part) {
      if (items.length === itemsMost) return fail("limit", { field: "items", number: itemsMost });
      const item = itemOfPart(part);
      if (!item.ok) return item;
      const group = groups.at(-1) as ImportedFile["groups"][number];
      group.count += 1;
      counts.items += 1;
      olderLeft = part.older;
      items.push({ ...item.value, group: group.name });
      return ok(true);
    },
    older({ values }) {
      olderLeft -= values.length;
      counts.older += values.length;
      last().history.push(...values);
      return olderLeft < 0 || values.length === 0 ? refused("archive-count") : ok(true);
    },
    file({ name, size }) {
      counts.files += 1;
      file = { name, size, pieces: [], received: 0 };
      return ok(true);
    },
    piece({ bytes }) {
      const to = file as FileRead;
      to.pieces.push(bytes);
      to.received += bytes.length;
      return to.received > to.size || bytes.length === 0 ? refused("archive-count") : ok(true);
    },
    end({ part: _, left: unopened, ...told }) {
      left = unopened;
      const isRight = (Object.keys(counts) as (keyof ArchiveCounts)[]).every((name) => told[name] === counts[name]);
      return isRight ? ok(true) : refused("archive-count");
    },
  };
  return {
    items,
    /** `import`, reason `archive-order` or `archive-count`. */
    take(part: ArchivePart): Result<true> {
      if (!follows[part.part].includes(before)) return refused("archive-order");
      const continues = part.part === "older" || part.part === "piece";
      if (!continues && !isWhole()) return refused("archive-count");
      if (part.part !== "piece") closeFile();
      before = part.part;
      return (taking[part.part] as (part: ArchivePart) => Result<true>)(part);
    },
    isEnded: () => before === "end",
    whole: (): ImportedFile => ({
      format: "latchkey",
      formatVersion: "Latchkey 1",
      groups: groups.filter(({ count }) => count > 0),
      items,
      notTaken: left === 0 ? [] : [{ what: "", why: importRemark("archive-left", { count: left }) }],
    }),
  };
}
