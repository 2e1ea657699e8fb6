/** For tests: a record with each of its leaves changed once, named by its path. Ids stay ids, because their last letter has spare bits. */
export function eachChange<T extends object>(of: T): { path: string; changed: T }[] {
  return Object.entries(of).flatMap(([key, value]) => {
    if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
      return eachChange(value).map(({ path, changed }) => ({
        path: `${key}.${path}`,
        changed: { ...of, [key]: changed },
      }));
    return [{ path: key, changed: { ...of, [key]: other(value) } }];
  });
}

function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return (value.startsWith("0") ? "1" : "0") + value.slice(1);
  if (value instanceof Uint8Array) return value.with(0, (value[0] as number) ^ 1);
  throw new Error("a leaf of another kind");
}

/** The bytes with one bit turned, for every bit. */
export function* eachBit(bytes: Uint8Array): Generator<{ bit: number; turned: Uint8Array }> {
  for (let bit = 0; bit < bytes.length * 8; bit++)
    yield { bit, turned: bytes.with(bit >> 3, (bytes[bit >> 3] as number) ^ (1 << (bit & 7))) };
}
