/**
 * Random bytes: the platform's own generator, the same that libsodium draws from; asked directly, because libsodium's
 * JavaScript takes four bytes a call (80 us for a nonce). A source may be put in its place for repeatable runs of scripts
 * and tests; the product never does.
 */
import { base32Text } from "../text.ts";

type RandomSource = (length: number) => Uint8Array;

const platformSource: RandomSource = (length) => crypto.getRandomValues(new Uint8Array(length));
let source: RandomSource = platformSource;

/** Fresh random bytes. */
export function randomBytes(length: number): Uint8Array {
  const bytes = source(length);
  if (bytes.length !== length) throw new Error("the random source gave another length than asked");
  return bytes;
}

const poolBytes = 4096;
let pool: Uint8Array = new Uint8Array(0);

/**
 * A fresh nonce. Nonces are public, so they are drawn many at a time (one by one they cost more than the sealing); keys and
 * ids never come from here.
 */
export function randomNonce(length: number): Uint8Array {
  if (source !== platformSource) return randomBytes(length);
  if (pool.length < length) pool = platformSource(poolBytes);
  const nonce = pool.slice(0, length);
  pool = pool.subarray(length);
  return nonce;
}

/** A new id: 16 random bytes as base32 text. */
export function newId<Brand extends string>(): Brand {
  return base32Text(randomBytes(16)) as Brand;
}

/** Replaces the source for repeatable runs; null puts the platform's back. Only `e2e/drive.ts` and tests call this. */
export function setRandomSource(next: RandomSource | null): void {
  source = next ?? platformSource;
}

/** Refuses a generator that repeats itself or gives nothing but zeros (a broken or stubbed platform). */
export function checkRandom(): void {
  const [one, two] = [base32Text(source(32)), base32Text(source(32))];
  if (one === two || /^0+$/.test(one)) throw new Error("the random source is broken");
}
