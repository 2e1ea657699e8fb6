/** For tests: other bytes for the same value, and other signatures, that a strict reader must refuse so that every message has one form. */
import { bytesEqual } from "../text.ts";

/** The bytes of one CBOR item at `at`, of definite length. */
function sizeAt(bytes: Uint8Array, at: number): number {
  const { head, count, major } = headAt(bytes, at);
  if (major === 2 || major === 3) return head + count;
  if (major < 4 || major > 5) return head;
  let size = head;
  for (let left = major === 4 ? count : 2 * count; left > 0; left--) size += sizeAt(bytes, at + size);
  return size;
}

function headAt(bytes: Uint8Array, at: number): { head: number; count: number; major: number } {
  const first = bytes[at] as number;
  const info = first & 31;
  const more = info < 24 ? 0 : 1 << (info - 24);
  const count = info < 24 ? info : bytes.slice(at + 1, at + 1 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  return { head: 1 + more, count, major: first >> 5 };
}

function itemsOf(bytes: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let at = headAt(bytes, 0).head; at < bytes.length; at += sizeAt(bytes, at))
    items.push(bytes.slice(at, at + sizeAt(bytes, at)));
  return items;
}

const joined = (...parts: (Uint8Array | number[])[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** What a lax reader would take for the same map or array. */
export function otherForms(bytes: Uint8Array): { form: string; other: Uint8Array }[] {
  const { head, count, major } = headAt(bytes, 0);
  const inside = bytes.slice(head);
  const open = major << 5;
  const forms = [
    { form: "a longer head than needed", other: joined([open | 25, count >> 8, count & 255], inside) },
    { form: "a length that is not told", other: joined([open | 31], inside, [0xff]) },
    { form: "a tag before it", other: joined([0xd9, 0xd9, 0xf7], bytes) },
    { form: "a byte behind it", other: joined(bytes, [0]) },
    { form: "the same once more behind it", other: joined(bytes, bytes) },
  ];
  if (major !== 5) return forms;
  const items = itemsOf(bytes);
  const pairs = items.flatMap((key, at) => (at % 2 === 0 ? [joined(key, items[at + 1] as Uint8Array)] : []));
  const again = joined([open | (count + 1)], pairs[0] as Uint8Array, inside);
  return [
    ...forms,
    { form: "its keys in another order", other: joined([open | count], ...pairs.reverse()) },
    { form: "a key twice", other: again },
  ];
}

const order = (1n << 252n) + 27742317777372353535851937790883648493n;

/** The other number that gives the same point: S + L. */
export function twinSignature(sig: Uint8Array): Uint8Array {
  let number = order;
  for (let at = 0; at < 32; at++) number += BigInt(sig[32 + at] as number) << BigInt(8 * at);
  return sig.map((byte, at) => (at < 32 ? byte : Number((number >> BigInt(8 * (at - 32))) & 255n)));
}

/** Under a key of small order, this holds for any message at all where nobody looks at the order. */
export function pointSignature(point: Uint8Array): Uint8Array {
  return joined(point, new Uint8Array(32));
}

/** The message with `part` in it, wherever it stands, put in the place of `found`. */
export function replaced(message: Uint8Array, found: Uint8Array, part: Uint8Array): Uint8Array {
  const at = message.findIndex((_, from) => bytesEqual(message.slice(from, from + found.length), found));
  if (at < 0) throw new Error("not in the message");
  const changed = message.slice();
  changed.set(part, at);
  return changed;
}
