/**
 * How many accounts have their second factor settled, at any time, from what was said until then. What could not be counted
 * stands beside the counts and is never left out of them.
 */
import type { EpochMs, UserId, VaultId } from "../../encoding/ids.ts";
import { type FactorAccount, type SignedStatement, type Standing, standingsAt } from "./state.ts";

/** What held of an account from a time on, until the next. */
export type FactorVersion = { from: EpochMs; tool: string | null; hasSeed: boolean; stated: SignedStatement | null };

/** An account from its first version, in the order of their times, until it was there no more. */
export type FactorHistory = {
  id: string;
  vault: VaultId | null;
  person: UserId | null;
  versions: readonly FactorVersion[];
  endedAt: EpochMs | null;
};

/** A shared vault about whose logins nothing is known. `logins`: how many there are; null: not even that. */
export type UncountedVault = { vault: VaultId; from: EpochMs; to: EpochMs | null; logins: number | null };

export type Population = {
  accounts: readonly FactorHistory[];
  uncounted: readonly UncountedVault[];
  groupsOf(person: UserId, at: EpochMs): readonly string[];
};

/**
 * The accounts behind each number. `uncounted`: logins that are there and of which nothing is known: unknown, without an id.
 * `isComplete`: false where even their number is not known, so that no share can be said.
 */
export type CoverageCount = Record<Standing, string[]> & { uncounted: number; isComplete: boolean };

export type Coverage = {
  at: EpochMs;
  all: CoverageCount;
  tools: Map<string, CoverageCount>;
  vaults: Map<VaultId, CoverageCount>;
  groups: Map<string, CoverageCount>;
  people: Map<UserId, CoverageCount>;
};

/** Counts as of a time: by what was said and signed until then, and by the age that it had then. */
export function coverageAt({ accounts, uncounted, groupsOf }: Population, at: EpochMs): Coverage {
  const there = accounts.flatMap((history) => {
    const account = accountAt(history, at);
    return account === null ? [] : [{ ...account, vault: history.vault }];
  });
  const standings = standingsAt(there, at);
  const [tools, groups] = [new Map<string, CoverageCount>(), new Map<string, CoverageCount>()];
  const [vaults, people] = [new Map<VaultId, CoverageCount>(), new Map<UserId, CoverageCount>()];
  const coverage: Coverage = { at, all: nothingCounted(), tools, vaults, groups, people };
  for (const { id, tool, vault, person } of there) {
    const counts = [coverage.all];
    if (tool !== null) counts.push(countAt(tools, tool));
    if (vault !== null) counts.push(countAt(vaults, vault));
    if (person !== null) counts.push(countAt(people, person));
    if (person !== null) counts.push(...new Set(groupsOf(person, at).map((group) => countAt(groups, group))));
    for (const count of counts) count[standings.get(id)?.standing ?? "unknown"].push(id);
  }
  for (const { vault, from, to, logins } of uncounted) {
    if (at < from || (to !== null && at >= to)) continue;
    for (const count of [coverage.all, countAt(vaults, vault)]) {
      count.uncounted += logins ?? 0;
      if (logins === null) count.isComplete = false;
    }
  }
  return coverage;
}

/** The account as it stood then; null: it was not there. */
export function accountAt(history: FactorHistory, at: EpochMs): FactorAccount | null {
  const { id, person, versions, endedAt } = history;
  if (endedAt !== null && at >= endedAt) return null;
  const version = versions.findLast(({ from }) => from <= at);
  if (version === undefined) return null;
  const { tool, hasSeed, stated } = version;
  return { id, person, tool, hasSeed, stated };
}

/** All accounts, those of which nothing is known among them. */
export function totalOf({ settled, attention, unsettled, unknown, uncounted }: CoverageCount): number {
  return settled.length + attention.length + unsettled.length + unknown.length + uncounted;
}

/** The share that is settled, from 0 to 1; null: there is nothing, or nobody knows how much there is. */
export function shareSettled(count: CoverageCount): number | null {
  const total = totalOf(count);
  return total === 0 || !count.isComplete ? null : count.settled.length / total;
}

const nothingCounted = (): CoverageCount => ({
  ...{ settled: [], attention: [], unsettled: [], unknown: [], uncounted: 0, isComplete: true },
});

function countAt<Key>(counts: Map<Key, CoverageCount>, key: Key): CoverageCount {
  const there = counts.get(key);
  if (there !== undefined) return there;
  const made = nothingCounted();
  counts.set(key, made);
  return made;
}
