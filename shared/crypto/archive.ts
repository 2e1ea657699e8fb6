/**
 * The file of an archive [model: Archive]: a line that names the format, a header with the cost of its passphrase, and parts, each
 * sealed for its place. Only the last part is sealed as the last one, so that a file that was cut off, put together anew or gone on
 * with is none.
 */
import type { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import { bytesField, strict, suiteField, uintField } from "../encoding/fields.ts";
import { limits } from "../encoding/limits.ts";
import { type Failed, fail, ok, type Result } from "../failures.ts";
import { bytesEqual, joinBytes, utf8Bytes } from "../text.ts";
import { type EnvelopeContext, open, seal, suite } from "./envelope.ts";
import { kdf } from "./hash.ts";
import { randomBytes } from "./random.ts";
import { argon2, checkKdfHeader } from "./unlock.ts";

/** The first bytes of every archive, of any version. */
const family = utf8Bytes("latchkey-archive-");
const version = utf8Bytes("1\n");

const headerSchema = strict({
  suite: suiteField(),
  ops: uintField(),
  mem: uintField(),
  salt: bytesField(16),
  archive: bytesField(16),
});
type ArchiveHeader = z.output<typeof headerSchema>;
const headerBytesMost = 256;

type Place = { at: number; isLast: boolean };

export type ArchiveSealer = {
  /** What stands before the first part. */
  head: Uint8Array;
  /** The next part, with its length. The caller wipes what was sealed. */
  seal(part: Uint8Array, isLast: boolean): Uint8Array;
  wipe(): void;
};

/** A new archive under this passphrase, at this cost. */
export function sealArchive(passphrase: string, cost: { ops: number; mem: number }): ArchiveSealer {
  const header: ArchiveHeader = { suite, ...cost, salt: randomBytes(16), archive: randomBytes(16) };
  const key = archiveKey(passphrase, header);
  const headerBytes = encodeWith(headerSchema, header);
  let at = 0;
  return {
    head: joinBytes([family, version, lengthBytes(headerBytes.length), headerBytes]),
    seal(part, isLast) {
      const sealed = seal(key, contextOf(header, { at: at++, isLast }), part);
      if (sealed.length > limits.archivePartBytes) throw new Error("a part of an archive is too long");
      return joinBytes([lengthBytes(sealed.length), sealed]);
    },
    wipe: () => void key.fill(0),
  };
}

export type ArchiveOpener = {
  /** The next part, which the caller wipes; null after the last one. */
  next(): Result<Uint8Array | null>;
  wipe(): void;
};

/**
 * Opens an archive. `import` with the reason `archive-none`, `archive-newer`, `archive-damaged`, `archive-passphrase` (also where
 * the header was changed), `archive-cut` or `archive-order`; `kdf-floor` and `limit` before the passphrase costs anything.
 */
export function openArchive(passphrase: string, bytes: Uint8Array): Result<ArchiveOpener> {
  const read = readHead(bytes);
  if (!read.ok) return read;
  const { header } = read.value;
  const checked = checkKdfHeader(header);
  if (!checked.ok) return checked;
  const key = archiveKey(passphrase, header);
  let { from } = read.value;
  let at = 0;
  return ok({
    next() {
      if (from === bytes.length) return ok(null);
      const sealed = partAt(bytes, from);
      if (!sealed.ok) return sealed;
      from += 4 + sealed.value.length;
      const opened = openPart(key, header, { sealed: sealed.value, at, isLast: from === bytes.length });
      at += 1;
      return opened;
    },
    wipe: () => void key.fill(0),
  });
}

const refused = (reason: string): Failed => fail("import", { reason });

function readHead(bytes: Uint8Array): Result<{ header: ArchiveHeader; from: number }> {
  if (!startsWith(bytes, family)) return refused("archive-none");
  if (!startsWith(bytes.subarray(family.length), version)) return refused("archive-newer");
  const start = family.length + version.length;
  const length = lengthAt(bytes, start);
  if (length === null || start + 4 + length > bytes.length) return refused("archive-cut");
  const from = start + 4 + length;
  const header = parseWith(headerSchema, bytes.subarray(start + 4, from), headerBytesMost);
  if (header.ok) return ok({ header: header.value, from });
  return refused(header.failure.code === "suite" ? "archive-newer" : "archive-damaged");
}

function partAt(bytes: Uint8Array, from: number): Result<Uint8Array> {
  const length = lengthAt(bytes, from);
  if (length === null) return refused("archive-cut");
  if (length > limits.archivePartBytes) return refused("archive-damaged");
  const end = from + 4 + length;
  return end > bytes.length ? refused("archive-cut") : ok(bytes.subarray(from + 4, end));
}

type Sealed = Place & { sealed: Uint8Array };

function openPart(key: Uint8Array, header: ArchiveHeader, { sealed, at, isLast }: Sealed): Result<Uint8Array> {
  const opened = open(key, contextOf(header, { at, isLast }), sealed);
  if (opened.ok) return opened;
  if (opened.failure.code !== "commitment") return refused("archive-damaged");
  // The right part of this place, which stands where the file ends or goes on against what was sealed.
  const other = open(key, contextOf(header, { at, isLast: !isLast }), sealed);
  if (!other.ok) return refused(at === 0 ? "archive-passphrase" : "archive-order");
  other.value.fill(0);
  return refused(isLast ? "archive-cut" : "archive-order");
}

function archiveKey(passphrase: string, header: ArchiveHeader): Uint8Array {
  const derived = argon2(passphrase, header);
  const key = kdf(derived, "archive", header.archive);
  derived.fill(0);
  return key;
}

function contextOf({ ops, mem, salt, archive }: ArchiveHeader, { at, isLast }: Place): EnvelopeContext {
  return { purpose: "archive", suite, ops, mem, salt, archive, at, last: isLast };
}

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  bytes.length >= start.length && bytesEqual(bytes.subarray(0, start.length), start);

/** Four bytes, the highest first. */
function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** Null where the file ends within it. */
function lengthAt(bytes: Uint8Array, from: number): number | null {
  if (from + 4 > bytes.length) return null;
  return new DataView(bytes.buffer, bytes.byteOffset + from, 4).getUint32(0);
}
