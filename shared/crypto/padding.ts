/** Padding `0x80 00*`, so that a size says little: to 256 B, then 1 KiB steps to 8 KiB, then at most 12 % [protocol: Envelope]. */

const KiB = 1024;

/** The padded length for `length` bytes of plaintext. */
export function paddedLength(length: number): number {
  const least = length + 1;
  if (least <= 256) return 256;
  if (least <= 8 * KiB) return Math.ceil(least / KiB) * KiB;
  // Steps of a sixteenth of the next lower power of two: never more than 1/16 = 6.25 % over, few distinct sizes.
  const step = 2 ** Math.floor(Math.log2(least)) / 16;
  return Math.ceil(least / step) * step;
}

/** A padded copy. */
export function pad(plaintext: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedLength(plaintext.length));
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** The plaintext, or null where the padding is not exactly what `pad` makes. */
export function unpad(padded: Uint8Array): Uint8Array | null {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== 0x80 || paddedLength(end) !== padded.length) return null;
  return padded.slice(0, end);
}
