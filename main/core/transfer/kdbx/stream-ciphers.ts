/**
 * ChaCha20 (RFC 8439, 12-byte nonce) and Salsa20/20 (8-byte nonce) as key streams, for what KDBX files are sealed with.
 * Written out here because our one importer of libsodium is for our own envelopes only; checked against published vectors.
 */

/** XORs the next bytes of the key stream onto `bytes`, in place; the stream goes on with each call. */
export type KeyStream = { apply(bytes: Uint8Array): void; skip(length: number): void };

const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** One quarter of a round, the indices into the 16 words given. */
function chachaQuarter(x: Int32Array, a: number, b: number, c: number, d: number): void {
  let xa = x[a] as number;
  let xb = x[b] as number;
  let xc = x[c] as number;
  let xd = x[d] as number;
  xa = (xa + xb) | 0;
  xd = rotate(xd ^ xa, 16);
  xc = (xc + xd) | 0;
  xb = rotate(xb ^ xc, 12);
  xa = (xa + xb) | 0;
  xd = rotate(xd ^ xa, 8);
  xc = (xc + xd) | 0;
  xb = rotate(xb ^ xc, 7);
  x[a] = xa;
  x[b] = xb;
  x[c] = xc;
  x[d] = xd;
}

function salsaQuarter(x: Int32Array, a: number, b: number, c: number, d: number): void {
  x[b] = (x[b] as number) ^ rotate(((x[a] as number) + (x[d] as number)) | 0, 7);
  x[c] = (x[c] as number) ^ rotate(((x[b] as number) + (x[a] as number)) | 0, 9);
  x[d] = (x[d] as number) ^ rotate(((x[c] as number) + (x[b] as number)) | 0, 13);
  x[a] = (x[a] as number) ^ rotate(((x[d] as number) + (x[c] as number)) | 0, 18);
}

function chachaDoubleRound(x: Int32Array): void {
  chachaQuarter(x, 0, 4, 8, 12);
  chachaQuarter(x, 1, 5, 9, 13);
  chachaQuarter(x, 2, 6, 10, 14);
  chachaQuarter(x, 3, 7, 11, 15);
  chachaQuarter(x, 0, 5, 10, 15);
  chachaQuarter(x, 1, 6, 11, 12);
  chachaQuarter(x, 2, 7, 8, 13);
  chachaQuarter(x, 3, 4, 9, 14);
}

function salsaDoubleRound(x: Int32Array): void {
  salsaQuarter(x, 0, 4, 8, 12);
  salsaQuarter(x, 5, 9, 13, 1);
  salsaQuarter(x, 10, 14, 2, 6);
  salsaQuarter(x, 15, 3, 7, 11);
  salsaQuarter(x, 0, 1, 2, 3);
  salsaQuarter(x, 5, 6, 7, 4);
  salsaQuarter(x, 10, 11, 8, 9);
  salsaQuarter(x, 15, 12, 13, 14);
}

/** The stream of 64-byte blocks over a state of 16 words; `step` counts the block up. */
function keyStream(
  state: Int32Array,
  doubleRound: (x: Int32Array) => void,
  step: (state: Int32Array) => void,
): KeyStream {
  const work = new Int32Array(16);
  const block = new Uint8Array(64);
  const out = new DataView(block.buffer);
  let used = 64;
  const refill = () => {
    work.set(state);
    for (let round = 0; round < 10; round++) doubleRound(work);
    for (let index = 0; index < 16; index++) {
      out.setInt32(4 * index, ((work[index] as number) + (state[index] as number)) | 0, true);
    }
    step(state);
    used = 0;
  };
  const run = (bytes: Uint8Array | null, length: number) => {
    for (let index = 0; index < length; index++) {
      if (used === 64) refill();
      if (bytes !== null) bytes[index] = (bytes[index] as number) ^ (block[used] as number);
      used++;
    }
  };
  return { apply: (bytes) => run(bytes, bytes.length), skip: (length) => run(null, length) };
}

/** ChaCha20 with a 32-byte key and a 12-byte nonce, block counter from 0. */
export function chacha20(key: Uint8Array, nonce: Uint8Array): KeyStream {
  const state = Int32Array.from([...constants, ...words(key), 0, ...words(nonce)]);
  return keyStream(state, chachaDoubleRound, (next) => {
    next[12] = ((next[12] as number) + 1) | 0;
  });
}

/** Salsa20/20 with a 32-byte key and an 8-byte nonce, block counter from 0. */
export function salsa20(key: Uint8Array, nonce: Uint8Array): KeyStream {
  const k = words(key);
  const n = words(nonce);
  const c = constants;
  const state = Int32Array.from([c[0], ...k.slice(0, 4), c[1], ...n, 0, 0, c[2], ...k.slice(4), c[3]]);
  return keyStream(state, salsaDoubleRound, (next) => {
    next[8] = ((next[8] as number) + 1) | 0;
    if (next[8] === 0) next[9] = ((next[9] as number) + 1) | 0;
  });
}
