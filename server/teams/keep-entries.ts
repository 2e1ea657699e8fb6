/** Makes checked entries durable, then lets memory follow; nobody is answered before. */
import type { Actor } from "../../shared/protocol/team-log/state/parts.ts";
import { endHolds } from "./holds.ts";
import { countStored } from "./quota.ts";
import type { StoredVault, Team, TeamContext } from "./team.ts";
import { type Taken, writeTaken } from "./write-entries.ts";

/** Call in the team's turn. `user` signed them all: what they store counts for them. */
export async function keepEntries(
  context: TeamContext,
  team: Team,
  { user }: Pick<Actor, "user">,
  taken: Taken,
): Promise<void> {
  const { state, entries, plan, bytes } = taken;
  const made = await context.db.transaction((db) => writeTaken(db, team, taken));
  team.state = state;
  countStored(team, { user, bytes, entries: entries.length });
  for (const [vault, stored] of made) team.vaults.set(vault, stored);
  for (const { vault, pin, chain } of plan.voided) {
    const stored = team.vaults.get(vault) as StoredVault;
    team.vaults.set(vault, { ...stored, head: pin });
    team.chains.set(vault, chain);
  }
  for (const landed of taken.landed) endHolds(team.holds, landed);
  context.log.event("entries-taken", { team: state.team, seq: state.head.seq, count: entries.length });
}
