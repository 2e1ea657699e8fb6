/**
 * Finds a secret in bytes, whatever form it has there: as UTF-8, UTF-16, hex, base64 at any alignment, URL-encoded, and
 * inside whatever is compressed with gzip or zlib. Used by the tests that look for what must not be there.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { constants, inflateRawSync } from "node:zlib";

const mostUnpackedBytes = 8 << 20;

/** All forms of one secret; those that are equal once. */
export function formsOf(secret: string | Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const forms = [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase())];
  if (typeof secret === "string")
    forms.push(Buffer.from(secret, "utf16le"), Buffer.from(encodeURIComponent(secret)), Buffer.from(escaped(secret)));
  for (let before = 0; before < 3; before++) {
    const base64 = base64At(bytes, before);
    forms.push(Buffer.from(base64), Buffer.from(base64.replaceAll("+", "-").replaceAll("/", "_")));
  }
  return [...new Map(forms.map((form) => [form.toString("latin1"), form])).values()];
}

/** As JSON writes it, without the quotes. */
function escaped(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

/** The letters of base64 that depend on these bytes alone, with `before` bytes standing in front of them. */
function base64At(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(first, last);
}

/** How often any of the forms stands in `bytes`. */
export function countIn(bytes: Buffer, forms: readonly Buffer[]): number {
  let found = 0;
  for (const form of forms) for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + 1)) found += 1;
  return found;
}

/** The bytes, and everything in them that can be unpacked. */
export function withUnpacked(bytes: Buffer): Buffer[] {
  const parts = [bytes];
  for (const head of packings)
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
      try {
        parts.push(inflateRawSync(bytes.subarray(at + headBytes(head)), unpacking));
      } catch {
        // It only looked like one.
      }
    }
  return parts;
}

/** How gzip (without options) and zlib streams begin; what follows is read as far as it goes. */
const packings = [[0x1f, 0x8b, 0x08], ...[0x01, 0x5e, 0x9c, 0xda].map((level) => [0x78, level])].map((head) =>
  Buffer.from(head),
);
const headBytes = (head: Buffer): number => (head.length === 3 ? 10 : 2);
const unpacking = { maxOutputLength: mostUnpackedBytes, finishFlush: constants.Z_SYNC_FLUSH };

/** Every file below a folder, also those that come and go while we look. */
export function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    try {
      return entry.isFile() ? [{ path, bytes: readFileSync(path) }] : [];
    } catch {
      return [];
    }
  });
}

/** How often any of the forms stands in the writable memory of a process. */
export function countInMemory(pid: number, forms: readonly Buffer[]): number {
  const longest = Math.max(...forms.map(({ length }) => length));
  let found = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
    const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
    if (from === undefined || to === undefined || !rights?.startsWith("rw")) continue;
    for (const part of readRange(pid, Number.parseInt(from, 16), Number.parseInt(to, 16), longest))
      found += countIn(part, forms);
  }
  return found;
}

const partBytes = 16 << 20;

/** In parts that overlap by what a secret could be cut by; a mapping that cannot be read ends where it does. */
function* readRange(pid: number, from: number, to: number, overlap: number): Generator<Buffer> {
  const file = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (let at = from; at < to; at += partBytes) {
      const bytes = Buffer.alloc(Math.min(partBytes + overlap - 1, to - at));
      const read = readSync(file, bytes, 0, bytes.length, at);
      yield bytes.subarray(0, read);
    }
  } catch {
    // Reserved, not backed by memory.
  } finally {
    closeSync(file);
  }
}
