/** Tampers with a good value somewhere at random: what a liar, a bug or a bad line might make of it. Repeats under the same dice. */
export type Dice = { below(most: number): number; pick<T>(of: readonly T[]): T; chance(of: number): boolean };

/** Mulberry32: small, and the same on every machine. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return { below, pick: (of) => of[below(of.length)] as never, chance: (of) => next() < of };
}

type Place = { holder: Record<string | number, unknown>; key: string | number };
const words = ["use", "edit", "manage", "member", "admin", "shared", "tools", "put", "delete", "purge"];

/** A copy with one value changed. `known`: ids and hashes that occur elsewhere, so that a wrong one may be a real one. */
export function tamper<T>(dice: Dice, value: T, known: readonly string[]): T {
  const copy = structuredClone({ value }) as Record<string, unknown>;
  const places: Place[] = [];
  collect(copy.value, places);
  if (places.length === 0) return value;
  const { holder, key } = dice.pick(places);
  holder[key] = tampered(dice, holder[key], { key: String(key), known });
  return copy.value as T;
}

function collect(value: unknown, places: Place[]): void {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  const holder = value as Record<string | number, unknown>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    places.push({ holder, key });
    collect(holder[key], places);
  }
}

function tampered(dice: Dice, value: unknown, { key, known }: { key: string; known: readonly string[] }): unknown {
  if (typeof value === "number") return dice.pick([value + 1, value - 1, 0, 1, value * 2, Number.MAX_SAFE_INTEGER]);
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") {
    const others = known.filter((one) => one.length === value.length);
    return dice.pick(others.length > 0 ? others : words);
  }
  // An end is far away or nowhere: what a clock says is not checked here.
  if (value === null)
    return key.toLowerCase().endsWith("end") ? Number.MAX_SAFE_INTEGER : dice.pick([...known, 1, "use"]);
  if (value instanceof Uint8Array) return value.map((byte, at) => (at === dice.below(value.length) ? byte ^ 1 : byte));
  if (!Array.isArray(value)) return dice.chance(0.5) ? null : value;
  const list = [...value];
  const at = dice.below(list.length + 1);
  dice.pick([
    () => list.splice(at, 1),
    () => list.reverse(),
    () => list.splice(at, 0, list[0] ?? 0),
    () => list.push(...list),
  ])();
  return list;
}
