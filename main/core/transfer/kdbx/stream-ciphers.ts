/**
 * ChaCha20 (RFC 8439, 12-byte nonce) and Salsa20/20 (8-byte nonce) as key streams that go on from value to value, for what
 * KDBX files are sealed with. The ciphers are those of `@noble/ciphers`; ours is only where in the stream we are.
 */
import { chacha20 as chacha20Cipher } from "@noble/ciphers/chacha.js";
import { salsa20 as salsa20Cipher } from "@noble/ciphers/salsa.js";

/** XORs the next bytes of the key stream onto `bytes`, in place; the stream goes on with each call. */
export type KeyStream = { apply(bytes: Uint8Array): void; skip(length: number): void };

type Cipher = typeof chacha20Cipher;

const blockBytes = 64;
const chunkBlocks = 256;
const zeros = new Uint8Array(blockBytes * chunkBlocks);

function keyStream(cipher: Cipher, key: Uint8Array, nonce: Uint8Array): KeyStream {
  const chunk = new Uint8Array(zeros.length);
  /** The chunk that is held, and the place in the stream from its beginning. */
  let held = -1;
  let at = 0;
  const hold = (number: number): void => {
    if (number === held) return;
    cipher(key, nonce, zeros, chunk, number * chunkBlocks);
    held = number;
  };
  return {
    apply: (bytes) => {
      for (let done = 0; done < bytes.length; ) {
        hold(Math.floor(at / chunk.length));
        const from = at % chunk.length;
        const length = Math.min(chunk.length - from, bytes.length - done);
        for (let index = 0; index < length; index++)
          bytes[done + index] = (bytes[done + index] as number) ^ (chunk[from + index] as number);
        done += length;
        at += length;
      }
    },
    skip: (length) => {
      at += length;
    },
  };
}

/** ChaCha20 with a 32-byte key and a 12-byte nonce, block counter from 0. */
export const chacha20 = (key: Uint8Array, nonce: Uint8Array): KeyStream => keyStream(chacha20Cipher, key, nonce);

/** Salsa20/20 with a 32-byte key and an 8-byte nonce, block counter from 0. */
export const salsa20 = (key: Uint8Array, nonce: Uint8Array): KeyStream => keyStream(salsa20Cipher, key, nonce);
