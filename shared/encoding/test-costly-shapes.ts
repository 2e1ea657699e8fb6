/** Canonical bytes of a given length that hold as many values as possible, or the dearest: each is one way to fill memory. */
import { joinBytes } from "../text.ts";

const headOf = (major: number, count: number): Uint8Array => {
  const head = new Uint8Array(5);
  head[0] = (major << 5) | 26;
  new DataView(head.buffer).setUint32(1, count);
  return head;
};
const listOf = (bytes: number, member: readonly number[]): Uint8Array => {
  const count = Math.floor((bytes - 5) / member.length);
  const members = new Uint8Array(count * member.length);
  for (let at = 0; at < count; at++) members.set(member, at * member.length);
  return joinBytes([headOf(4, count), members]);
};
const nested = (depth: number): number[] => [...Array.from({ length: depth }, () => 0x81), 0x80];

/** A map of `bytes` with as many keys of six letters as fit, in canonical order. */
function manyKeys(bytes: number): Uint8Array {
  const count = Math.floor((bytes - 5) / 8);
  const rows = new Uint8Array(count * 8);
  for (let at = 0; at < count; at++) {
    const row = rows.subarray(at * 8, at * 8 + 8);
    row[0] = 0x66;
    for (let rest = at, letter = 6; letter > 0; letter--, rest = Math.floor(rest / 26)) row[letter] = 97 + (rest % 26);
  }
  return joinBytes([headOf(5, count), rows]);
}

export const costlyShapes = {
  "empty maps": (bytes: number) => listOf(bytes, [0xa0]),
  "empty lists": (bytes: number) => listOf(bytes, [0x80]),
  "nested lists": (bytes: number) => listOf(bytes, nested(14)),
  "maps of one key": (bytes: number) => listOf(bytes, [0xa1, 0x61, 0x61, 0x00]),
  "tiny texts": (bytes: number) => listOf(bytes, [0x61, 0x61]),
  "texts that are not ASCII": (bytes: number) => listOf(bytes, [0x62, 0xc3, 0xa4]),
  "empty byte strings": (bytes: number) => listOf(bytes, [0x40]),
  nulls: (bytes: number) => listOf(bytes, [0xf6]),
  numbers: (bytes: number) => listOf(bytes, [0x1b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  "many keys": manyKeys,
} as const satisfies Record<string, (bytes: number) => Uint8Array>;
export type ShapeName = keyof typeof costlyShapes;
