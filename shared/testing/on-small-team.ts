/** On the small team: parts of its state, states that no log leads to, an open invite. For tests of what an entry may do. */
import { hashText } from "../crypto/hash.ts";
import { newId } from "../crypto/random.ts";
import type { UserId, VaultId } from "../encoding/ids.ts";
import type { Grant, VaultKind } from "../protocol/team-log/state/parts.ts";
import type { Member, TeamState, VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { act, type Guest, planInvite } from "./entries.ts";
import type { SmallTeam } from "./small-team.ts";
import type { Person } from "./team.ts";

/** As the log has it. */
export const inLog = (state: TeamState, vault: VaultId) => state.vaults.get(vault) as VaultInLog;

/** The one of this kind. */
export const ofKind = ({ team }: SmallTeam, kind: VaultKind) =>
  [...team.state.vaults.values()].find((vault) => vault.kind === kind)?.vault as VaultId;

/** Of something else, another each time. */
export const otherHash = () => hashText("text", newId());

/** The state with this person changed, whatever the log says. */
export const withUser = ({ team }: SmallTeam, user: UserId, change: Partial<Member>): TeamState => ({
  ...team.state,
  users: new Map(team.state.users).set(user, { ...(team.state.users.get(user) as Member), ...change }),
});

/** The state in which this person has a grant on `ops` all the same. */
export function granted({ team, ops }: SmallTeam, { user }: Person): TeamState {
  const vault = inLog(team.state, ops);
  const access = new Map(vault.access).set(user, { permission: "manage", end: null });
  return { ...team.state, vaults: new Map(team.state.vaults).set(ops, { ...vault, access }) };
}

/** That lets somebody view it. */
export const grant = (vault: VaultId): Grant => ({ vault, permission: "use", end: null });

/** An open invite. */
export function invited(mine: SmallTeam, options: Parameters<typeof planInvite>[1] = {}): Guest {
  const { plan, guest } = planInvite(mine.team, options);
  act(mine.team, mine.ada, plan);
  return guest;
}
