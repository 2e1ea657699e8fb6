/** What apps brought back to a restored server, as people are shown it: by person; entries by type, items by title where they open here. */

import type { Handlers } from "../../../shared/contract/commands.ts";
import type { RestoredShape } from "../../../shared/contract/notices.ts";
import type { ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import { dropBroughtBack, readBroughtBack, type Stretch } from "../local/brought-back.ts";
import { findEntry } from "../local/named-bytes.ts";
import { isRecord } from "../records/records.ts";
import type { VaultActs } from "../vaults/vault-acts.ts";

/** More than anybody reads; the rest is counted. */
const titlesMost = 8;

type Person = RestoredShape["people"][number];
type People = Map<UserId, { entries: Map<string, number>; items: Map<VaultId, Set<ItemId>>; commits: number }>;

/** Handlers of one unlocked profile. */
export function broughtBackHandlers(acts: VaultActs) {
  return {
    "restored.list": async () => ok(listRestored(acts)),
    "restored.dismiss": async () => {
      dropBroughtBack(acts);
      return ok({});
    },
  } satisfies Partial<Handlers>;
}

function listRestored(acts: VaultActs): RestoredShape | null {
  const kept = readBroughtBack(acts);
  if (kept === null) return null;
  const people: People = new Map();
  if (kept.log !== null) addEntries(acts, people, kept.log);
  for (const [vault, stretch] of kept.vaults) addCommits(acts, people, vault, stretch);
  const shown = [...people].map(([user, found]) => shownOf(acts, user, found));
  return { at: kept.at, people: shown.sort((one, other) => other.count - one.count) };
}

function of(people: People, user: UserId) {
  const found = people.get(user) ?? { entries: new Map(), items: new Map(), commits: 0 };
  people.set(user, found);
  return found;
}

function addEntries({ db, log }: VaultActs, people: People, { from, to }: Stretch): void {
  const state = log.state();
  for (let seq = from + 1; seq <= Math.min(to, state.head.seq); seq++) {
    const entry = findEntry(db, seq, headAt(state, seq));
    if (entry === null) continue;
    const { entries } = of(people, entry.body.actor.user);
    entries.set(entry.body.type, (entries.get(entry.body.type) ?? 0) + 1);
  }
}

/** Of a vault that does not open here any more nothing is said. */
function addCommits(acts: VaultActs, people: People, vault: VaultId, { from, to }: Stretch): void {
  const commits = acts.rights.of(vault) === null ? null : acts.vaults.commits(vault);
  if (commits?.ok !== true) return;
  for (const { body } of commits.value.slice(from, to)) {
    const found = of(people, body.author.user);
    found.commits += 1;
    const items = found.items.get(vault) ?? new Set();
    for (const { item } of body.changes) if (!isRecord(acts, vault, item)) items.add(item);
    found.items.set(vault, items);
  }
}

function shownOf(
  acts: VaultActs,
  user: UserId,
  { entries, items, commits }: NonNullable<ReturnType<People["get"]>>,
): Person {
  const byType = [...entries].map(([type, count]) => ({ type, count }));
  const vaults = [...items].map(([vault, changed]) => {
    const titles = [...changed].flatMap((item) => acts.titleOf(vault, item) ?? []).slice(0, titlesMost);
    return { vault, titles, more: changed.size - titles.length };
  });
  return { user, count: commits + byType.reduce((sum, { count }) => sum + count, 0), entries: byType, vaults };
}
