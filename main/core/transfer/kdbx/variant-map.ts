/**
 * The typed dictionary in a KDBX 4 header that holds the key derivation's parameters. Every length is checked before
 * it is used; numbers above 2^53 are refused.
 */
import { byteReader, littleEndian } from "./bytes.ts";

/** Values by name: numbers (also signed ones that are not negative), bytes, or booleans as 0 and 1. */
export type VariantMap = ReadonlyMap<string, number | Uint8Array>;

const numberTypes: Record<number, number> = { 4: 4, 5: 8, 8: 1, 12: 4, 13: 8 };
const textType = 0x18;
const bytesType = 0x42;

/** Reads a dictionary of major version 1; `null` where it is damaged. */
export function parseVariantMap(bytes: Uint8Array): VariantMap | null {
  const reader = byteReader(bytes);
  const version = reader.u16();
  if (version === null || version >> 8 !== 1) return null;
  const map = new Map<string, number | Uint8Array>();
  for (;;) {
    const type = reader.u8();
    if (type === null) return null;
    if (type === 0) return map;
    const nameBytes = reader.take(reader.u32() ?? -1);
    const value = reader.take(reader.u32() ?? -1);
    if (nameBytes === null || value === null || nameBytes.length > 64) return null;
    const name = String.fromCharCode(...nameBytes);
    if (type === textType || type === bytesType) map.set(name, value);
    else {
      const number = numberTypes[type] === value.length ? littleEndian(value) : null;
      if (number === null) return null;
      map.set(name, number);
    }
  }
}
