/**
 * Little-endian reading and base64 for the KDBX reader. Answers `null` where the text or the bytes do not fit;
 * never reads beyond the end.
 */

/** Reads forward through bytes; every read answers `null` once there is not enough left. */
export type ByteReader = {
  offset(): number;
  left(): number;
  take(length: number): Uint8Array | null;
  u8(): number | null;
  u16(): number | null;
  u32(): number | null;
};

/** A reader over `bytes` from `start`; `take` answers views, not copies. */
export function byteReader(bytes: Uint8Array, start = 0): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  const move = (length: number): number | null => {
    if (length < 0 || at + length > bytes.length) return null;
    const from = at;
    at += length;
    return from;
  };
  return {
    offset: () => at,
    left: () => bytes.length - at,
    take: (length) => {
      const from = move(length);
      return from === null ? null : bytes.subarray(from, from + length);
    },
    u8: () => {
      const from = move(1);
      return from === null ? null : view.getUint8(from);
    },
    u16: () => {
      const from = move(2);
      return from === null ? null : view.getUint16(from, true);
    },
    u32: () => {
      const from = move(4);
      return from === null ? null : view.getUint32(from, true);
    },
  };
}

/** An unsigned little-endian number of up to 8 bytes; `null` above 2^53-1. */
export function littleEndian(bytes: Uint8Array): number | null {
  if (bytes.length > 8) return null;
  let value = 0;
  for (let index = bytes.length - 1; index >= 0; index--) value = value * 256 + (bytes[index] ?? 0);
  return Number.isSafeInteger(value) ? value : null;
}

/** A number below 2^53 as 8 little-endian bytes. */
export function littleEndian64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, value % 2 ** 32, true);
  view.setUint32(4, Math.floor(value / 2 ** 32), true);
  return bytes;
}

const base64Values = new Int8Array(128).fill(-1);
for (let index = 0; index < 64; index++) {
  base64Values["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charCodeAt(index)] = index;
}

/** Bytes of standard base64, white space skipped, padding optional; `null` for anything else. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let length = 0;
  let ended = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 32 || code === 9 || code === 10 || code === 13) continue;
    if (code === 61) {
      ended = true;
      continue;
    }
    const value = code < 128 ? (base64Values[code] ?? -1) : -1;
    if (value < 0 || ended) return null;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (held >> bits) & 0xff;
    }
  }
  return bits >= 6 ? null : bytes.slice(0, length);
}
