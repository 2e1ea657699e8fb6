/**
 * `group-change`: a group's managers take people in and out and say who manages it; anybody takes themselves out. What falls
 * is cut, and whoever is taken out by another leaves heirs [protocol: Groups].
 */
import { idField, strict } from "../../../encoding/fields.ts";
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { isAscending, mayBeInGroup, putGroup } from "../state/groups.ts";
import { checkHeirs, settleTakenOut } from "../state/leavers.ts";
import { checkNotRaised } from "../state/own-rise.ts";
import { type Heir, heirsField, peopleField } from "../state/parts.ts";
import { rank, rightIn } from "../state/rules.ts";
import type { Group, TeamState, VaultInLog } from "../state/team-state.ts";
import type { LogTransaction } from "../state/transaction.ts";

type Payload = {
  group: GroupId;
  add: UserId[];
  remove: UserId[];
  managersAdd: UserId[];
  managersRemove: UserId[];
  heirs: Heir[];
};

type Places = Pick<Payload, "remove" | "managersRemove">;
const takesOthers = ({ remove, managersRemove }: Places, signer: UserId) =>
  [...remove, ...managersRemove].some((user) => user !== signer);
const takesSelf = ({ remove, managersRemove }: Places, signer: UserId) =>
  remove.includes(signer) || managersRemove.includes(signer);

/** A manager; or anybody who speaks of nothing but themselves, and only takes. */
export function checkGroupSigner(before: TeamState, payload: Payload, user: UserId): Result<true> {
  const group = before.groups.get(payload.group);
  if (group === undefined) return fail("role", { reason: "group" });
  const isLeaving = payload.add.length + payload.managersAdd.length === 0 && !takesOthers(payload, user);
  return group.managers.has(user) || isLeaving ? ok(true) : fail("role");
}

/** Each list ascending; whoever is taken in is not in yet and may be, whoever is taken out is in. */
function checkPlaces(tx: LogTransaction, was: ReadonlySet<UserId>, add: readonly UserId[], remove: readonly UserId[]) {
  if (!isAscending(add) || !isAscending(remove)) return fail("encoding", { reason: "people-order" });
  if (add.some((user) => was.has(user)) || remove.some((user) => !was.has(user)))
    return fail("role", { reason: "unchanged" });
  return add.every((user) => mayBeInGroup(tx.before, user)) ? ok(true as const) : fail("role", { reason: "subject" });
}

function changed(was: ReadonlySet<UserId>, add: readonly UserId[], remove: readonly UserId[]): Set<UserId> {
  return new Set([...[...was].filter((user) => !remove.includes(user)), ...add]);
}

/** Whoever is taken out and goes on as an heir lost nothing: cuts are of what fell in the end. */
function keepFallen(tx: LogTransaction, vaults: readonly VaultId[], users: readonly UserId[]): void {
  for (const id of vaults) {
    const [was, now] = [tx.before.vaults.get(id) as VaultInLog, tx.vaults.get(id) as VaultInLog];
    const fell = (user: UserId) => rank(rightIn(tx, user, now)) < rank(rightIn(tx.before, user, was));
    if (!users.some(fell)) tx.reducedVaults.delete(id);
  }
}

export const groupChange: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({
    group: idField<GroupId>(),
    add: peopleField(),
    remove: peopleField(),
    managersAdd: peopleField(),
    managersRemove: peopleField(),
    heirs: heirsField(),
  }),
  attached: { cuts: "exact", heads: "none", bundles: "subset" },
  changes: ["members"],
  // Whoever leaves together with others answers for what they alone managed, as if they left by themselves.
  namesHeirs: (payload, { user }) => takesOthers(payload, user) && !takesSelf(payload, user),
  signer: (before, { payload, actor }) => checkGroupSigner(before, payload, actor.user),
  names: ({ group, add, remove, managersAdd, managersRemove }) => ({
    ...nobodyNamed,
    groups: [group],
    users: [...add, ...remove, ...managersAdd, ...managersRemove],
  }),
  reduce(tx, { payload, actor }) {
    const { group, add, remove, managersAdd, managersRemove } = payload;
    const was = tx.before.groups.get(group) as Group;
    if (add.length + remove.length + managersAdd.length + managersRemove.length === 0)
      return fail("role", { reason: "unchanged" });
    const members = checkPlaces(tx, was.members, add, remove);
    if (!members.ok) return members;
    const managers = checkPlaces(tx, was.managers, managersAdd, managersRemove);
    if (!managers.ok) return managers;
    const heirs = checkHeirs(payload.heirs);
    if (!heirs.ok) return heirs;
    const now: Group = {
      group,
      members: changed(was.members, add, remove),
      managers: changed(was.managers, managersAdd, managersRemove),
    };
    if (Math.max(now.members.size, now.managers.size) > limits.peoplePerGroup) return fail("limit", { field: "group" });
    const vaults = putGroup(tx, now, [...add, ...remove]);
    const own = checkNotRaised(tx, actor.user, vaults);
    if (!own.ok) return own;
    if (takesOthers(payload, actor.user))
      settleTakenOut(tx, { vaults, groups: [group] }, { heirs: payload.heirs, signer: actor.user });
    keepFallen(tx, vaults, remove);
    return ok(true);
  },
};
