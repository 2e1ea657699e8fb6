/** What the people of the small team do with groups, each by their name, and what is so then. For tests. */
import type { GroupId, VaultId } from "../encoding/ids.ts";
import type { Permission } from "../protocol/team-log/state/parts.ts";
import { rightOf } from "../protocol/team-log/state/rules.ts";
import type { Group, VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { applyEntry } from "../protocol/team-log/verify.ts";
import { act, type Plan, signed } from "./entries.ts";
import { type Change, makeGroup, planGroupAccess, planGroupChange } from "./groups.ts";
import type { SmallTeam } from "./small-team.ts";
import type { Person } from "./team.ts";
import { type Row, verdict } from "./verdicts.ts";

/** People of the small team. */
export type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";

/** A row in which this person signs the plan. */
export const by =
  (name: Name, make: (mine: SmallTeam, signer: Person) => Plan): Row[2] =>
  (mine) => {
    const plan = make(mine, mine[name]);
    return [mine.team.state, signed(mine, mine[name], plan)];
  };

/** Who manages a group, and who else is in it. */
export type Places = { managers: Name[]; members?: Name[] };

const people = (mine: SmallTeam, names: readonly Name[] = []) => names.map((name) => mine[name]);

/** Makes one of these people. */
export function group(mine: SmallTeam, { managers, members }: Places): GroupId {
  return makeGroup(mine.team, mine.ada, { managers: people(mine, managers), members: people(mine, members) });
}

/** Ada gives it the vault, or takes it away. */
export const give = (
  { team, ada }: SmallTeam,
  vault: VaultId,
  to: GroupId,
  permission: Permission | null,
  end?: number,
) =>
  act(team, ada, planGroupAccess(team, ada, vault, { group: to, permission, ...(end === undefined ? {} : { end }) }));

/** This person changes it. */
export const change = (mine: SmallTeam, signer: Name, id: GroupId, made: Change) =>
  act(mine.team, mine[signer], planGroupChange(mine.team, mine[signer], id, made));

/** As the log has it. */
export const found = ({ team }: SmallTeam, id: GroupId) => team.state.groups.get(id) as Group;

/** As the log has it. */
export const vault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;

/** What this person may do in it now. */
export const permissionOf = ({ team }: SmallTeam, id: VaultId, { user }: Person) => rightOf(team.state, user, id);

/** What becomes of the plan, signed by this person. */
export const tried = (mine: SmallTeam, signer: Name, plan: Plan) =>
  verdict(applyEntry(mine.team.state, signed(mine, mine[signer], plan)));
