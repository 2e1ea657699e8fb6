/**
 * Which shared vaults an act opens to people who cannot read them now. It is read from what the entry makes of everybody's rights and
 * not from its type, so that no way of giving access is forgotten; an invite opens what it promises.
 */
import type { UserId, VaultId } from "../../encoding/ids.ts";
import { ok, type Result } from "../../failures.ts";
import { type Plan, type PlannedEntry, trialBody } from "./compose-plan.ts";
import { vaultsOfGroup } from "./state/groups.ts";
import { servedRight } from "./state/rules.ts";
import type { TeamState, VaultInLog } from "./state/team-state.ts";
import { outcomeOf } from "./verify.ts";

/** In the order of the log, each once. Failures: the first rule of the log that an entry breaks. */
export function vaultsOpened({ on, entries }: Plan, now: number): Result<VaultId[]> {
  const opened = new Set<VaultId>();
  let before = on;
  for (const entry of entries) {
    const outcome = outcomeOf(before, trialBody(before, entry));
    if (!outcome.ok) return outcome;
    const { after } = outcome.value;
    const between = { before, after, now, isOfRole: entry.type === "user-role" };
    for (const vault of [...promisedBy(before, entry), ...openedBetween(between)]) opened.add(vault);
    before = after;
  }
  return ok([...opened]);
}

/** `isOfRole`: a longer role opens vaults that the entry itself does not touch. */
type Between = { before: TeamState; after: TeamState; now: number; isOfRole: boolean };

/** The vaults that somebody may read in the one state and may not in the other, by their ends too. */
function openedBetween(between: Between): VaultId[] {
  const { before, after, isOfRole } = between;
  return [...after.vaults.values()].flatMap((vault) => {
    const had = before.vaults.get(vault.vault);
    // A vault that the entry makes has nothing in it yet.
    if (vault.kind !== "shared" || had === undefined || (had === vault && !isOfRole)) return [];
    return opensToSomebody(vault, between) ? [vault.vault] : [];
  });
}

function opensToSomebody({ vault, rights }: VaultInLog, { before, after, now }: Between): boolean {
  const mayRead = (state: TeamState, user: UserId) => servedRight(state, user, vault, now) !== null;
  return [...rights.keys()].some((user) => mayRead(after, user) && !mayRead(before, user));
}

/** What whoever holds the invite will be able to read. */
function promisedBy(state: TeamState, entry: PlannedEntry): VaultId[] {
  if (entry.type !== "invite") return [];
  const { grants, groups } = (entry as PlannedEntry<"invite">).payload;
  const given = groups.flatMap((group) => vaultsOfGroup(state, group).map(({ vault }) => vault));
  return [...grants.map(({ vault }) => vault), ...given];
}
