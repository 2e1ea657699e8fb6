/**
 * The platform's ciphers and password functions, as exports of other apps need them: the web platform's own, which every host of the core
 * has, and scrypt and Argon2id of hash-wasm. Each answers `null` where the text does not open. Nothing but the readers beside this file
 * may call it; what a function costs is bounded by whoever calls it.
 */
import { argon2id, scrypt } from "hash-wasm";

type Key = { readonly type: "secret" };
type Subtle = {
  importKey(format: "raw", bytes: Uint8Array, algorithm: string, extractable: false, usages: string[]): Promise<Key>;
  deriveBits(
    algorithm: { name: "PBKDF2"; hash: string; salt: Uint8Array; iterations: number },
    key: Key,
    bits: number,
  ): Promise<ArrayBuffer>;
  decrypt(algorithm: { name: string; iv: Uint8Array }, key: Key, bytes: Uint8Array): Promise<ArrayBuffer>;
};
const { subtle } = (globalThis as unknown as { crypto: { subtle: Subtle } }).crypto;

const keyBytes = 32;

/** AES-256-GCM; the tag of 16 bytes stands behind the text. */
export const openGcm = (key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> =>
  open("AES-GCM", key, iv, sealed);

/** AES-256-CBC with PKCS#7 padding. It proves nothing: another key opens one text in 256 to noise. */
export const openCbc = (key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> =>
  open("AES-CBC", key, iv, sealed);

async function open(name: string, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> {
  const imported = await subtle.importKey("raw", key, name, false, ["decrypt"]);
  return subtle.decrypt({ name, iv }, imported, sealed).then(
    (plain) => new Uint8Array(plain),
    () => null,
  );
}

/** A key of 32 bytes by PBKDF2. */
export async function pbkdf2Key(
  password: Uint8Array,
  { hash, salt, iterations }: { hash: "SHA-1" | "SHA-256"; salt: Uint8Array; iterations: number },
): Promise<Uint8Array> {
  const imported = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash, salt, iterations }, imported, 8 * keyBytes));
}

/** What scrypt takes: its memory is 128 times `n` times `r` bytes, its time that times `p`. */
export type ScryptCost = { n: number; r: number; p: number };

/** A key of 32 bytes by scrypt. */
export const scryptKey = (password: Uint8Array, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Uint8Array> =>
  scrypt({ password, salt, costFactor: n, blockSize: r, parallelism: p, hashLength: keyBytes, outputType: "binary" });

/** A key of 32 bytes by Argon2id. */
export const argonKey = (
  password: Uint8Array,
  salt: Uint8Array,
  cost: { memoryKiB: number; passes: number; lanes: number },
): Promise<Uint8Array> =>
  argon2id({
    ...{ password, salt, memorySize: cost.memoryKiB, iterations: cost.passes, parallelism: cost.lanes },
    ...{ hashLength: keyBytes, outputType: "binary" },
  });
