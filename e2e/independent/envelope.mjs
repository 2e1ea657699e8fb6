import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { compareBytes, encode, join } from "./cbor.mjs";
import { KDF64 } from "./hashes.mjs";
import { refuse } from "./refused.mjs";

/** To which length a text of this size is padded [protocol: Envelope]. */
export function paddedSize(size) {
  const least = size + 1;
  if (least <= 256) return 256;
  if (least <= 8192) return Math.ceil(least / 1024) * 1024;
  const step = 2 ** Math.floor(Math.log2(least)) / 16;
  return Math.ceil(least / step) * step;
}

/** `0x80` and zeros up to that length [protocol: Envelope]. */
export function pad(plaintext) {
  const padded = new Uint8Array(paddedSize(plaintext.length));
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** Takes the padding away; any other is `aead` [protocol: Envelope]. */
export function unpad(padded) {
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (end < 0 || padded[end] !== 0x80 || paddedSize(end) !== padded.length) refuse("aead");
  return padded.subarray(0, end);
}

/** The envelope of a text, under this nonce [protocol: Envelope]. */
export function seal(key, context, plaintext, { nonce, padded = true }) {
  const keys = KDF64(key, "envelope-key", nonce, context);
  const [ke, kc] = [keys.subarray(0, 32), keys.subarray(32)];
  const cipher = xchacha20poly1305(ke, nonce, join(encode(context), kc));
  return join(Uint8Array.of(1), nonce, kc, cipher.encrypt(padded ? pad(plaintext) : plaintext));
}

/** Opens what was sealed under this key and context, in the order of checks that the page gives [protocol: Envelope]. */
export function open(key, context, sealed, padded = true) {
  if (sealed.length < 1 + 24 + 32 + 16) refuse("encoding");
  if (sealed[0] !== 1) refuse("suite");
  const nonce = sealed.subarray(1, 25);
  const keys = KDF64(key, "envelope-key", nonce, context);
  const [ke, kc] = [keys.subarray(0, 32), keys.subarray(32)];
  if (compareBytes(kc, sealed.subarray(25, 57)) !== 0) refuse("commitment");
  let plaintext;
  try {
    plaintext = xchacha20poly1305(ke, nonce, join(encode(context), kc)).decrypt(sealed.subarray(57));
  } catch {
    return refuse("aead");
  }
  return padded ? unpad(plaintext) : plaintext;
}
