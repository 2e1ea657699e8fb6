/**
 * What the letters of an inbox say about those that did not come [protocol: Letters]. Each computer numbers its letters to an
 * inbox from 0 in one run, each naming the one before: a letter that was dropped is a gap, two for one number contradict each other.
 */
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, Hash, UserId } from "../../encoding/ids.ts";
import type { Letter } from "./letter.ts";

export type Gap = { user: UserId; device: DeviceId; missing: number };
export type Runs = {
  /** How many letters of each computer did not come, as far as later ones tell. */
  gaps: Gap[];
  /** Computers that began another run: what came last of the one before is not known. */
  restarted: { user: UserId; device: DeviceId }[];
  /** Letters that stand beside another one with their number, or on one that is not there: none of them is acted on. */
  disputed: Set<Hash>;
};

type Run = Map<number, Letter[]>;

/** Reads verified letters of one inbox, each once, in any order. */
export function readRuns(letters: readonly Letter[]): Runs {
  const byDevice = new Map<DeviceId, { user: UserId; runs: Map<string, Run> }>();
  for (const letter of letters) {
    const { from, chain, counter } = letter.body;
    const known = byDevice.get(from.device) ?? { user: from.user, runs: new Map<string, Run>() };
    byDevice.set(from.device, known);
    const run = known.runs.get(chain) ?? new Map<number, Letter[]>();
    known.runs.set(chain, run);
    const here = run.get(counter) ?? [];
    if (!here.some(({ hash }) => hash === letter.hash)) run.set(counter, [...here, letter]);
  }
  const found: Runs = { gaps: [], restarted: [], disputed: new Set() };
  for (const [device, { user, runs }] of byDevice) {
    let missing = 0;
    for (const run of runs.values()) {
      missing += missingIn(run);
      for (const hash of disputedIn(run)) found.disputed.add(hash);
    }
    if (missing > 0) found.gaps.push({ user, device, missing });
    if (runs.size > 1) found.restarted.push({ user, device });
  }
  return found;
}

function missingIn(run: Run): number {
  let highest = 0;
  for (const counter of run.keys()) highest = Math.max(highest, counter);
  return highest + 1 - run.size;
}

function disputedIn(run: Run): Hash[] {
  const disputed: Hash[] = [];
  for (const [counter, here] of run) {
    const before = counter === 0 ? [zeroHash] : run.get(counter - 1)?.map(({ hash }) => hash);
    for (const { hash, body } of here)
      if (here.length > 1 || before?.includes(body.prev) === false) disputed.push(hash);
  }
  return disputed;
}
