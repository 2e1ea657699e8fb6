import { argon2id } from "@noble/hashes/argon2.js";
import { decode } from "./cbor.mjs";
import { open } from "./envelope.mjs";
import { KDF } from "./hashes.mjs";
import { readOverview, readSecret } from "./items.mjs";
import { Refused, refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";
import { checkCost, passphraseBytes } from "./unlock.mjs";

const { typed, bytes, list, map, one, whole, id, between } = shape;
const first = new TextEncoder().encode("latchkey-archive-1\n");

const headerShape = map({ suite: whole, ops: whole, mem: whole, salt: bytes(16), archive: bytes(16) });
const counts = { vaults: whole, items: whole, older: whole, files: whole };
const parts = {
  archive: { made: whole, team: typed(200) },
  vault: { vault: id, kind: one("personal", "shared"), title: typed(200) },
  item: { item: id, changedAt: whole, overview: bytes(0, 16384), secret: bytes(0, 262144), older: whole },
  older: { values: list(map({ field: typed(220), value: bytes(0, 65536), at: whole }), 1024) },
  file: { name: typed(200), size: between(0, 26214400) },
  piece: { bytes: bytes(0, 1048576) },
  end: { ...counts, left: whole },
};
/** Behind which each may stand. */
const behind = {
  archive: [null],
  vault: ["archive", "vault", "item", "older", "file", "piece"],
  item: ["vault", "item", "older", "file", "piece"],
  older: ["item", "older"],
  file: ["item", "older", "file", "piece"],
  piece: ["file", "piece"],
  end: ["archive", "vault", "item", "older", "file", "piece"],
};

/** The bytes of a part by its own name [model: Archive]. */
export function readPart(received) {
  const decoded = decode(received);
  const part = decoded instanceof Map ? decoded.get("part") : undefined;
  if (!Object.hasOwn(parts, part)) refuse("encoding");
  return shape.read(map({ part: one(part), ...parts[part] }), received, 1310720);
}

/** The header, and where the parts begin [model: Archive]. */
function readHead(file) {
  if (!first.every((byte, at) => file[at] === byte)) refuse("import");
  const length = lengthAt(file, first.length);
  const from = first.length + 4 + length;
  return { header: shape.read(headerShape, file.subarray(first.length + 4, from), 256), from };
}

const lengthAt = (file, at) => {
  if (at + 4 > file.length) refuse("import");
  return new DataView(file.buffer, file.byteOffset).getUint32(at);
};

/** The key of an archive [model: Archive]. */
export function archiveKey(passphrase, header) {
  checkCost(header);
  const cost = { t: header.ops, m: header.mem / 1024, p: 1, dkLen: 32, version: 0x13 };
  return KDF(argon2id(passphraseBytes(passphrase), header.salt, cost), "archive", header.archive);
}

/** The bytes of all parts, opened in their places, under a key that `keyOf` gives for the header [model: Archive]. */
export function openParts(file, keyOf) {
  const { header, from } = readHead(file);
  const { suite, ops, mem, salt, archive } = header;
  const key = keyOf(header);
  const found = [];
  for (let at = from; at < file.length; ) {
    const end = at + 4 + lengthAt(file, at);
    if (end > file.length) refuse("import");
    const place = { at: found.length, last: end === file.length };
    found.push(
      opened(key, { purpose: "archive", suite, ops, mem, salt, archive, ...place }, file.subarray(at + 4, end)),
    );
    at = end;
  }
  return found;
}

function opened(key, context, sealed) {
  try {
    return open(key, context, sealed).slice();
  } catch (error) {
    if (error instanceof Refused) return refuse("import");
    throw error;
  }
}

/** The parts in their order, counted [model: Archive]. */
export function readArchive(received) {
  const read = received.map(readPart);
  const count = (name) => read.filter(({ part }) => part === name).length;
  const sum = (list, of) => list.reduce((total, each) => total + of(each), 0);
  for (const [at, { part }] of read.entries()) if (!behind[part].includes(read[at - 1]?.part ?? null)) refuse("import");
  for (const [at, { part, older, size }] of read.entries()) {
    const rest = read.slice(at + 1);
    const next = (...names) => {
      const stop = rest.findIndex((each) => !names.includes(each.part));
      return stop < 0 ? rest : rest.slice(0, stop);
    };
    if (part === "item" && sum(next("older"), ({ values }) => values.length) !== older) refuse("import");
    if (part === "file" && sum(next("piece"), (piece) => piece.bytes.length) !== size) refuse("import");
  }
  const last = read.at(-1);
  if (last?.part !== "end") refuse("import");
  const olderCount = sum(
    read.filter(({ part }) => part === "older"),
    ({ values }) => values.length,
  );
  const told = [last.vaults, last.items, last.older, last.files];
  const found = [count("vault"), count("item"), olderCount, count("file")];
  if (told.some((number, at) => number !== found[at])) refuse("import");
  for (const { part, overview, secret } of read) if (part === "item") readSecret(readOverview(overview).kind, secret);
  return read;
}
