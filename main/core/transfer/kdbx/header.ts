/**
 * The outer header of a KDBX file, versions 3.0, 3.1, 4.0 and 4.1. It is plain and anybody's: nothing in it is believed
 * beyond its bounds, and what this reader does not know is refused by name (`import`, `detail.reason`).
 */
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { hexText } from "../../../../shared/text.ts";
import { type ByteReader, byteReader, littleEndian } from "./bytes.ts";
import { kdbxLimits } from "./limits.ts";
import { parseVariantMap, type VariantMap } from "./variant-map.ts";

export type Cipher = "aes" | "chacha20";
export type InnerCipher = "none" | "salsa20" | "chacha20";

/** How the key is derived from the credentials. */
export type KeyDerivation =
  | { kind: "aes"; seed: Uint8Array; rounds: number }
  | {
      kind: "argon2d" | "argon2id";
      salt: Uint8Array;
      parallelism: number;
      memoryBytes: number;
      passes: number;
      secret: Uint8Array | null;
    };

export type KdbxHeader = {
  major: 3 | 4;
  minor: number;
  cipher: Cipher;
  compressed: boolean;
  masterSeed: Uint8Array;
  iv: Uint8Array;
  derivation: KeyDerivation;
  /** Version 3 keeps these outside; version 4 inside the sealed part (`null` here). */
  outerStream: { cipher: InnerCipher; key: Uint8Array; startBytes: Uint8Array } | null;
  /** The header's own bytes, signatures included: what its hash is over. */
  bytes: Uint8Array;
};

const ciphers: Record<string, Cipher | "twofish"> = {
  "31c1f2e6bf714350be5805216afc5aff": "aes",
  d6038a2b8b6f4cb5a524339a31dbb59a: "chacha20",
  ad68f29f576f4bb9a36ad47af965346c: "twofish",
};
const derivations: Record<string, KeyDerivation["kind"]> = {
  c9d9f39a628a4460bf740d08c18a4fea: "aes",
  "7c02bb8279a74ac0927d114a00648238": "aes",
  ef636ddf8c29444b91f7a9a403e30a0c: "argon2d",
  "9e298b1956db4773b23dfc3ec6f0a1e6": "argon2id",
};

const refuse = (reason: string) => fail("import", { reason });

/** Reads and checks the outer header. Failures: `import` (with a reason), `limit`. */
export function parseHeader(file: Uint8Array): Result<KdbxHeader> {
  const reader = byteReader(file);
  if (reader.u32() !== 0x9aa2d903) return refuse("not-kdbx");
  const kind = reader.u32();
  if (kind === 0xb54bfb65) return refuse("kdb-1");
  if (kind !== 0xb54bfb67) return refuse("not-kdbx");
  const minor = reader.u16();
  const major = reader.u16();
  if (minor === null || major === null) return refuse("cut-off");
  if (major !== 3 && major !== 4) return refuse("kdbx-version");
  const fields = readFields(reader, major);
  if (!fields.ok) return fields;
  const bytes = file.subarray(0, reader.offset());
  return buildHeader({ major, minor, bytes }, fields.value);
}

/** Version "4.1" as people read it. */
export function versionText(header: KdbxHeader): string {
  return `${header.major}.${header.minor}`;
}

type Fields = ReadonlyMap<number, Uint8Array>;

function readFields(reader: ByteReader, major: 3 | 4): Result<Fields> {
  const fields = new Map<number, Uint8Array>();
  for (;;) {
    const id = reader.u8();
    const length = major === 3 ? reader.u16() : reader.u32();
    if (id === null || length === null) return refuse("cut-off");
    if (reader.offset() + length > kdbxLimits.headerBytes) return fail("limit", { field: "header", number: length });
    const value = reader.take(length);
    if (value === null) return refuse("cut-off");
    if (id === 0) return ok(fields);
    if (fields.has(id)) return refuse("header");
    fields.set(id, value);
  }
}

function buildHeader(start: { major: 3 | 4; minor: number; bytes: Uint8Array }, fields: Fields): Result<KdbxHeader> {
  const cipherName = ciphers[hexText(fields.get(2) ?? new Uint8Array(0))];
  if (cipherName === "twofish") return refuse("twofish");
  if (cipherName === undefined) return refuse("cipher");
  const compression = littleEndian(fields.get(3) ?? new Uint8Array(0));
  if (compression !== 0 && compression !== 1) return refuse("compression");
  const masterSeed = fields.get(4);
  const iv = fields.get(7);
  if (masterSeed?.length !== 32 || iv?.length !== (cipherName === "aes" ? 16 : 12)) return refuse("header");
  const derivation = start.major === 3 ? derivationOf3(fields) : derivationOf4(fields);
  if (!derivation.ok) return derivation;
  const outerStream = start.major === 3 ? outerStreamOf(fields) : ok(null);
  if (!outerStream.ok) return outerStream;
  return ok({
    ...start,
    cipher: cipherName,
    compressed: compression === 1,
    masterSeed,
    iv,
    derivation: derivation.value,
    outerStream: outerStream.value,
  });
}

function outerStreamOf(fields: Fields): Result<KdbxHeader["outerStream"]> {
  const key = fields.get(8);
  const startBytes = fields.get(9);
  const cipher = innerCipherOf(littleEndian(fields.get(10) ?? new Uint8Array(0)));
  if (!cipher.ok) return cipher;
  if (key === undefined || key.length === 0 || startBytes?.length !== 32) return refuse("header");
  return ok({ cipher: cipher.value, key, startBytes });
}

/** The inner stream by its number; ArcFour (1) is refused by name. */
export function innerCipherOf(id: number | null): Result<InnerCipher> {
  if (id === 0) return ok("none");
  if (id === 2) return ok("salsa20");
  if (id === 3) return ok("chacha20");
  return refuse(id === 1 ? "arcfour" : "inner-cipher");
}

function derivationOf3(fields: Fields): Result<KeyDerivation> {
  const seed = fields.get(5);
  const rounds = littleEndian(fields.get(6) ?? new Uint8Array(9));
  if (seed?.length !== 32) return refuse("header");
  return aesDerivation(seed, rounds);
}

function aesDerivation(seed: Uint8Array, rounds: number | null): Result<KeyDerivation> {
  if (rounds === null || rounds > kdbxLimits.aesRounds) return fail("limit", { field: "rounds", number: rounds ?? 0 });
  return ok({ kind: "aes", seed, rounds });
}

function derivationOf4(fields: Fields): Result<KeyDerivation> {
  const map = parseVariantMap(fields.get(11) ?? new Uint8Array(0));
  if (map === null) return refuse("header");
  const id = map.get("$UUID");
  const kind = id instanceof Uint8Array ? derivations[hexText(id)] : undefined;
  if (kind === undefined) return refuse("key-derivation");
  const salt = map.get("S");
  if (!(salt instanceof Uint8Array)) return refuse("header");
  if (kind === "aes") {
    const rounds = map.get("R");
    if (salt.length !== 32 || typeof rounds !== "number") return refuse("header");
    return aesDerivation(salt, rounds);
  }
  return argonDerivation(kind, salt, map);
}

function argonDerivation(kind: "argon2d" | "argon2id", salt: Uint8Array, map: VariantMap): Result<KeyDerivation> {
  const parallelism = map.get("P");
  const memoryBytes = map.get("M");
  const passes = map.get("I");
  const secret = map.get("K") ?? null;
  const associated = map.get("A");
  if (typeof parallelism !== "number" || typeof memoryBytes !== "number" || typeof passes !== "number") {
    return refuse("header");
  }
  if (map.get("V") !== 0x13) return refuse("argon2-version");
  if (associated instanceof Uint8Array && associated.length > 0) return refuse("argon2-associated");
  if (secret !== null && !(secret instanceof Uint8Array)) return refuse("header");
  const limit = (field: string, number: number) => fail("limit", { field, number });
  if (parallelism < 1 || parallelism > kdbxLimits.argonParallelism) return limit("parallelism", parallelism);
  if (memoryBytes > kdbxLimits.argonMemoryBytes) return limit("memory", memoryBytes);
  if (passes < 1 || passes * memoryBytes > kdbxLimits.argonWorkBytes) return limit("iterations", passes);
  if (salt.length < 8 || salt.length > kdbxLimits.saltBytes) return limit("salt", salt.length);
  if (memoryBytes < 8 * 1024 * parallelism) return limit("memory", memoryBytes);
  return ok({ kind, salt, parallelism, memoryBytes, passes, secret });
}
