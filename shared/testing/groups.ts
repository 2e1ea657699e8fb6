/** Entries about groups on a test's own state (`entries.ts`). */
import { newId } from "../crypto/random.ts";
import type { GroupId, VaultId } from "../encoding/ids.ts";
import type { AccessChange, Heir } from "../protocol/team-log/state/parts.ts";
import { entitledDevices } from "../protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { cutVaults, outcomeOf } from "../protocol/team-log/verify.ts";
import { act, bodyOf, fill, headAt, type Plan } from "./entries.ts";
import type { Person, TestTeam } from "./team.ts";

const usersOf = (people: readonly Pick<Person, "user">[]) => people.map(({ user }) => user).sort();
type People = readonly Pick<Person, "user">[];

/** `group-create`. */
export function planGroup(
  team: TestTeam,
  { managers, members = [] }: { managers: People; members?: People },
): { plan: Plan<"group-create">; group: GroupId } {
  const group = newId<GroupId>();
  const payload = { group, managers: usersOf(managers), members: usersOf(members) };
  return { plan: fill(team, { type: "group-create", payload }), group };
}

/** Makes it. */
export function makeGroup(team: TestTeam, by: Person, people: Parameters<typeof planGroup>[1]): GroupId {
  const { plan, group } = planGroup(team, people);
  act(team, by, plan);
  return group;
}

export type Change = {
  add?: People;
  remove?: People;
  managersAdd?: People;
  managersRemove?: People;
  heirs?: Heir[];
};

/** `group-change` with its cuts, sending nobody a key. */
export function planGroupChange(team: TestTeam, by: Person, group: GroupId, change: Change): Plan<"group-change"> {
  const { add = [], remove = [], managersAdd = [], managersRemove = [], heirs = [] } = change;
  const payload = {
    ...{ group, heirs, add: usersOf(add), remove: usersOf(remove) },
    ...{ managersAdd: usersOf(managersAdd), managersRemove: usersOf(managersRemove) },
  };
  const parts = { type: "group-change" as const, payload };
  const cuts = cutVaults(team.state, bodyOf(team, by, fill(team, parts))).map((vault) => headAt(team, vault));
  return fill(team, parts, { cuts });
}

/** `vault-access` for a group, with its cut, sending its members the key where the signer was sent it. */
export function planGroupAccess(
  team: TestTeam,
  by: Person,
  vault: VaultId,
  { group, permission, end = null }: { group: GroupId } & Pick<AccessChange, "permission"> & { end?: number | null },
): Plan<"vault-access"> {
  const changes = [{ user: null, group, permission, end: end as AccessChange["end"] }];
  const parts = { type: "vault-access" as const, payload: { vault, changes } };
  const outcome = outcomeOf(team.state, bodyOf(team, by, fill(team, parts)));
  if (!outcome.ok) return fill(team, parts);
  const { cuts, after } = outcome.value;
  const inLog = after.vaults.get(vault) as VaultInLog;
  const sent = inLog.epochs.get(inLog.epoch)?.sent;
  const fresh = sent?.has(by.device) ? entitledDevices(after, inLog).filter((device) => !sent.has(device)) : [];
  const recipients = fresh.map((device) => ({
    device,
    kemPk: (after.devices.get(device) as { kemPk: Uint8Array }).kemPk,
    keys: [{ vault, epoch: inLog.epoch }],
    given: [headAt(team, vault)],
  }));
  return fill(team, parts, { cuts: cuts.map((one) => headAt(team, one)), recipients });
}
