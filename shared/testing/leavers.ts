/** Entries by which somebody goes, or has another role, on a test's own state (`entries.ts`). */
import { newId } from "../crypto/random.ts";
import type { DeviceId, EpochMs, UserId, VaultId } from "../encoding/ids.ts";
import type { Heir, Permission, Role } from "../protocol/team-log/state/parts.ts";
import type { Group, TeamState, VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { cutVaults } from "../protocol/team-log/verify.ts";
import { bodyOf, fill, headAt, type Plan } from "./entries.ts";
import type { Person, TestTeam } from "./team.ts";

type Leaving = "user-remove" | "user-role" | "device-revoke";

/** With the cuts that this signer's entry needs; one that breaks a rule before that has none. */
function withCuts<Type extends Leaving>(team: TestTeam, by: Person, parts: Pick<Plan<Type>, "type" | "payload">) {
  const cuts = cutVaults(team.state, bodyOf(team, by, fill(team, parts))).map((vault) => headAt(team, vault));
  return fill(team, parts, { cuts });
}

const actOn = (team: TestTeam) => ({ id: newId<string>(), baseSeq: team.state.head.seq });

/** `user-remove`. */
export function planRemove(team: TestTeam, by: Person, user: UserId, heirs: Heir[] = []): Plan<"user-remove"> {
  return withCuts(team, by, { type: "user-remove", payload: { ...actOn(team), user, heirs } });
}

/** `user-role`, sending nobody a key. */
export function planRole(
  team: TestTeam,
  by: Person,
  { user, role, end = null, heirs = [] }: { user: UserId; role: Role; end?: number | null; heirs?: Heir[] },
): Plan<"user-role"> {
  const payload = { ...actOn(team), user, role, end: end as EpochMs | null, heirs };
  return withCuts(team, by, { type: "user-role", payload });
}

/** `device-revoke`. */
export function planRevoke(team: TestTeam, by: Person, device: DeviceId, heirs: Heir[] = []): Plan<"device-revoke"> {
  return withCuts(team, by, { type: "device-revoke", payload: { ...actOn(team), device, heirs } });
}

/** A group in the state by hand: nobody can make one yet. */
export function withGroup(state: TeamState, group: Group, on: VaultId, permission: Permission = "edit"): TeamState {
  const inLog = state.vaults.get(on) as VaultInLog;
  const access = new Map(inLog.access).set(group.group, { permission, end: null });
  const rights = new Map(inLog.rights);
  for (const user of group.members) if (!rights.has(user)) rights.set(user, [{ seq: state.head.seq, permission }]);
  return {
    ...state,
    groups: new Map(state.groups).set(group.group, group),
    vaults: new Map(state.vaults).set(on, { ...inLog, access, rights }),
  };
}
