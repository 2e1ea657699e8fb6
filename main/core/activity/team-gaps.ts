/** What did not come of each computer's activity, and where what came does not fit together [protocol: Activity]. */
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { DeviceId, Hash, UserId } from "../../../shared/encoding/ids.ts";
import type { BatchHead } from "./batch-store.ts";

type Range = { from: number; to: number };
/**
 * `twice`: two events for these numbers; `apart`: the event follows another one than the one that is here. `after`: the time of what
 * came before, null at the beginning.
 */
export type TeamGap = Range & {
  user: UserId;
  device: DeviceId;
  why: "missing" | "twice" | "apart";
  after: number | null;
  /** The time of what came after; null where nothing did. */
  next: number | null;
};

/** By computer and number. `tops`: the highest number that ever came of each. */
export function gapsOf(
  heads: readonly BatchHead[],
  tops: ReadonlyMap<DeviceId, number>,
  userOf: (device: DeviceId) => UserId | null,
): TeamGap[] {
  const byDevice = new Map<DeviceId, BatchHead[]>();
  for (const device of tops.keys()) byDevice.set(device, []);
  for (const head of heads) {
    const known = byDevice.get(head.device);
    if (known === undefined) byDevice.set(head.device, [head]);
    else known.push(head);
  }
  return [...byDevice].flatMap(([device, mine]) => {
    const user = mine[0]?.user ?? userOf(device);
    if (user === null) return [];
    return gapsOfOne(mine, tops.get(device) ?? 0).map((gap) => ({ user, device, ...gap }));
  });
}

function gapsOfOne(heads: readonly BatchHead[], top: number): Omit<TeamGap, "user" | "device">[] {
  const sorted = [...heads].sort((left, right) => left.first - right.first || left.last - right.last);
  const ends = new Map<number, Set<Hash>>([[0, new Set([zeroHash])]]);
  for (const { last, end } of sorted) ends.set(last, (ends.get(last) ?? new Set()).add(end));
  // Where the one before is here and is another, something was changed; behind a gap nothing is known.
  const apart = sorted.filter(({ first, prev }) => ends.get(first - 1)?.has(prev) === false);
  const told = [
    ...missingIn(sorted, top).map((range) => ({ ...range, why: "missing" as const })),
    ...sorted.flatMap(({ twice }) => twice).map((range) => ({ ...range, why: "twice" as const })),
    ...apart.map(({ first }) => ({ from: first, to: first, why: "apart" as const })),
  ];
  return told.map((gap) => ({ ...gap, ...timesAround(sorted, gap) })).sort((left, right) => left.from - right.from);
}

/** Numbers up to the highest that no batch holds. */
function missingIn(sorted: readonly BatchHead[], top: number): Range[] {
  const covered = sorted.flatMap(coveredBy).sort((left, right) => left.from - right.from);
  const missing: Range[] = [];
  let next = 1;
  for (const { from, to } of [...covered, { from: top + 1, to: top }]) {
    if (from > next) missing.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  return missing;
}

/** The numbers that a batch holds. */
function coveredBy({ first, last, holes }: BatchHead): Range[] {
  const covered: Range[] = [];
  let from = first;
  for (const hole of [...holes, { from: last + 1, to: last + 1 }]) {
    covered.push({ from, to: hole.from - 1 });
    from = hole.to + 1;
  }
  return covered;
}

/** When what stands before and behind it was written, as far as batches say. */
function timesAround(sorted: readonly BatchHead[], { from, to }: Range): { after: number | null; next: number | null } {
  const [before, behind] = [sorted[placeOf(sorted, from) - 1], sorted[placeOf(sorted, to + 1)]];
  const around = before !== undefined && before.last > to ? before : undefined;
  return {
    after: before === undefined ? null : before.last < from ? before.latest : before.earliest,
    next: around?.latest ?? behind?.latest ?? null,
  };
}

/** The place of the first batch that begins at this number or above. */
function placeOf(sorted: readonly BatchHead[], number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.first ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
