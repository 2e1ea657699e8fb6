/** `user-add`: an admin lets the holder of an open invite in, with the role that the invite fixed [protocol: Invites]. */
import { bytesMax, strict } from "../../../encoding/fields.ts";
import type { EpochMs, GroupId, Hash } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { parseJoin, verifyJoin } from "../../join/join.ts";
import { type EntryRule, type Named, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { checkHeirs } from "../state/leavers.ts";
import { type Grant, grantsField, groupsField, type Heir, heirsField } from "../state/parts.ts";
import { inviteByEntry, isAdmin } from "../state/rules.ts";
import type { InviteInLog, Member, TeamState } from "../state/team-state.ts";
import { addDevice, type LogTransaction, putInvite, recordRights, takeKey } from "../state/transaction.ts";
import { checkGrants, countingGrants, countingGroups, grantAtJoin, joinGroups } from "./grants.ts";

type Payload = { join: Uint8Array; grants: Grant[]; groups: GroupId[]; heirs: Heir[] };

/** The open invite of a join message: `invite` where it is unknown, used, cancelled, or its signer no admin any more. No clock is asked. */
export function findOpenInvite(state: TeamState, inviteHash: Hash): Result<InviteInLog> {
  const invite = inviteByEntry(state, inviteHash);
  if (invite?.state !== "open") return fail("invite", { reason: invite?.state ?? "unknown" });
  return isAdmin(state, invite.by) ? ok(invite) : fail("invite", { reason: "inviter" });
}

/** The same for an entry of this time: `invite` also where the invite's own end lies before it. */
export function findInviteAt(state: TeamState, inviteHash: Hash, time: EpochMs): Result<InviteInLog> {
  const invite = findOpenInvite(state, inviteHash);
  return invite.ok && time > invite.value.end ? fail("invite", { reason: "ended" }) : invite;
}

function addMember(tx: LogTransaction, member: Omit<Member, "active" | "addedSeq">): void {
  tx.users.set(member.user, { ...member, active: true, addedSeq: tx.seq });
  for (const vault of tx.systemVaults) recordRights(tx, vault, [member.user]);
}

function namesOf({ join, grants, groups }: Payload, before: TeamState): Named {
  const parsed = parseJoin(join);
  if (!parsed.ok) return nobodyNamed;
  const { user, device } = parsed.value.certificate;
  const invite = before.inviteByEntry.get(parsed.value.invite);
  return {
    users: [user],
    devices: [device],
    groups,
    vaults: grants.map(({ vault }) => vault),
    invites: invite === undefined ? [] : [invite],
  };
}

export const userAdd: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({
    join: bytesMax(limits.joinBytes),
    grants: grantsField(),
    groups: groupsField(),
    heirs: heirsField(),
  }),
  attached: { cuts: "none", heads: "none", bundles: "subset" },
  changes: ["members", "invites"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: namesOf,
  closesInvites(payload) {
    const join = parseJoin(payload.join);
    return join.ok ? [join.value.invite] : [];
  },
  reduce(tx, { payload, actor, time }) {
    const { before } = tx;
    const join = parseJoin(payload.join);
    if (!join.ok) return join;
    const invite = findInviteAt(before, join.value.invite, time);
    if (!invite.ok) return invite;
    const verified = verifyJoin(join.value, invite.value, before.team);
    if (!verified.ok) return verified;
    const { user, device, signPk, kemPk } = join.value.certificate;
    // A grant names a group where it may name a person: under a group's id somebody would have what the group has.
    const isTaken = before.users.has(user) || before.groups.has(user as string as GroupId);
    if (isTaken || before.devices.has(device)) return fail("encoding", { reason: "id-repeated" });
    for (const key of [signPk, kemPk]) {
      const taken = takeKey(tx, key);
      if (!taken.ok) return taken;
    }
    const { role, roleEnd, invite: id } = invite.value;
    const checked = checkGrants(before, { role, grants: payload.grants, groups: payload.groups });
    if (!checked.ok) return checked;
    const heirs = checkHeirs(payload.heirs);
    if (!heirs.ok) return heirs;
    putInvite(tx, { ...invite.value, state: "used", usedBy: user });
    addMember(tx, {
      ...{ user, role, roleEnd, invite: id, firstDevice: device },
      ...{ addedAt: time, addedBy: actor.user, raisedBy: [] },
    });
    addDevice(tx, { device, user, signPk, kemPk, kind: "computer", addedAt: time });
    grantAtJoin(tx, user, countingGrants(before, invite.value, { by: actor.user, grants: payload.grants }));
    if (role !== "auditor")
      joinGroups(tx, user, countingGroups(before, invite.value, { by: actor.user, groups: payload.groups }));
    return ok(true);
  },
};
