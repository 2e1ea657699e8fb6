/** What the entries about people do to the state: genesis' device, invites, joins, policy [protocol: Team log] [protocol: Invites]. */
import { checkSignKey } from "../../crypto/device-keys.ts";
import type { GroupId, Hash, InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { parseJoin, verifyJoin } from "../join/join.ts";
import type { EntryBodyOf } from "./entry.ts";
import type { EntryType, Grant, Role } from "./payloads.ts";
import { isSystem, rank, rightIn, userRightAt } from "./rules.ts";
import type { InviteInLog, TeamState } from "./state.ts";
import { type LogTransaction, putVault, recordRights, recordVaultHistory, takeKey } from "./transaction.ts";

type Reduce<Type extends EntryType> = (tx: LogTransaction, body: EntryBodyOf<Type>, hash: Hash) => Result<true>;

/** Only an admin; checked on the state before the entry. */
export function isAdmin(state: TeamState, user: UserId): boolean {
  const member = state.users.get(user);
  return member?.active === true && member.role === "admin";
}

/** Grants may name live shared vaults only; an auditor gets none. */
function checkGrants(state: TeamState, role: Role, grants: readonly Grant[], groups: readonly GroupId[]): Result<true> {
  if (role === "auditor" && grants.length + groups.length > 0) return fail("role", { reason: "auditor-grant" });
  for (const [at, { vault }] of grants.entries()) {
    const found = state.vaults.get(vault);
    if (found === undefined || found.kind !== "shared" || found.archived)
      return fail("role", { reason: "grant", vault });
    if (at > 0 && (grants[at - 1] as Grant).vault >= vault) return fail("encoding", { reason: "grant-order" });
  }
  if (groups.some((group) => !state.groups.has(group))) return fail("role", { reason: "group" });
  return ok(true);
}

/** `invite`: an admin, a fresh id and key, an end after now. */
export const reduceInvite: Reduce<"invite"> = (tx, { payload, actor, time }, hash) => {
  if (!isAdmin(tx.before, actor.user)) return fail("role");
  if (tx.before.invites.has(payload.invite)) return fail("invite", { reason: "repeated" });
  if (payload.end <= time) return fail("invite", { reason: "end" });
  const grants = checkGrants(tx.before, payload.role, payload.grants, payload.groups);
  if (!grants.ok) return grants;
  const sound = checkSignKey(payload.invitePk);
  if (!sound.ok) return sound;
  const taken = takeKey(tx, payload.invitePk);
  if (!taken.ok) return taken;
  const { invite, invitePk, role, roleEnd, groups, end } = payload;
  tx.invites.set(invite, {
    invite,
    hash,
    seq: tx.seq,
    by: actor.user,
    invitePk,
    role,
    roleEnd,
    grants: payload.grants,
    groups,
    end,
    state: "open",
  });
  return ok(true);
};

/** `invite-cancel`: an admin, of an open invite. */
export const reduceInviteCancel: Reduce<"invite-cancel"> = (tx, { payload, actor }) => {
  if (!isAdmin(tx.before, actor.user)) return fail("role");
  const invite = tx.before.invites.get(payload.invite);
  if (invite?.state !== "open") return fail("invite");
  tx.invites.set(invite.invite, { ...invite, state: "cancelled" });
  return ok(true);
};

/** Finds the open invite of a join message: `invite` where it is unknown, used, cancelled, ended at `time`, or its signer no admin any more. */
export function findOpenInvite(state: TeamState, inviteHash: Hash, time: number): Result<InviteInLog> {
  for (const invite of state.invites.values()) {
    if (invite.hash !== inviteHash) continue;
    if (invite.state !== "open") return fail("invite", { reason: invite.state });
    if (time > invite.end) return fail("invite", { reason: "ended" });
    if (!isAdmin(state, invite.by)) return fail("invite", { reason: "inviter" });
    return ok(invite);
  }
  return fail("invite", { reason: "unknown" });
}

/** `user-add`: an admin lets the holder of an open invite in, with the role that the invite fixed. */
export const reduceUserAdd: Reduce<"user-add"> = (tx, { payload, actor, time }) => {
  const { before } = tx;
  if (!isAdmin(before, actor.user)) return fail("role");
  const join = parseJoin(payload.join);
  if (!join.ok) return join;
  const invite = findOpenInvite(before, join.value.invite, time);
  if (!invite.ok) return invite;
  const verified = verifyJoin(join.value, invite.value, before.team);
  if (!verified.ok) return verified;
  const { user, device, signPk, kemPk } = join.value.certificate;
  if (before.users.has(user) || before.devices.has(device)) return fail("encoding", { reason: "id-repeated" });
  for (const key of [signPk, kemPk]) {
    const taken = takeKey(tx, key);
    if (!taken.ok) return taken;
  }
  const checked = checkGrants(before, invite.value.role, payload.grants, payload.groups);
  if (!checked.ok) return checked;
  tx.invites.set(invite.value.invite, { ...invite.value, state: "used" });
  addMember(tx, {
    user,
    role: invite.value.role,
    roleEnd: invite.value.roleEnd,
    invite: invite.value.invite,
    addedAt: time,
    addedBy: actor.user,
  });
  tx.devices.set(device, {
    device,
    user,
    signPk,
    kemPk,
    kind: "computer",
    active: true,
    addedSeq: tx.seq,
    endedSeq: null,
  });
  grantAtJoin(tx, user, countingGrants(before, invite.value, { by: actor.user, grants: payload.grants }));
  return ok(true);
};

type NewMember = {
  user: UserId;
  role: Role;
  roleEnd: InviteInLog["roleEnd"];
  invite: InviteId | null;
  addedAt: InviteInLog["end"];
  addedBy: UserId | null;
};

/** Puts a person in and notes what his role gives him on system vaults. */
export function addMember(tx: LogTransaction, member: NewMember): void {
  tx.users.set(member.user, { ...member, active: true, addedSeq: tx.seq });
  for (const vault of tx.before.vaults.values()) {
    if (isSystem(vault.kind)) recordRights(tx, vault.vault, [member.user]);
  }
}

/** A grant counts only if its signer manages that vault at his entry and still now [protocol: Team log]. */
function countingGrants(
  before: TeamState,
  invite: InviteInLog,
  added: { by: UserId; grants: readonly Grant[] },
): Grant[] {
  const managesNow = (user: UserId, vault: VaultId): boolean => {
    const found = before.vaults.get(vault);
    return found !== undefined && !found.archived && rightIn(before, user, found) === "manage";
  };
  const fromInvite = invite.grants.filter(
    ({ vault }) =>
      userRightAt(before, { vault, user: invite.by, seq: invite.seq }) === "manage" && managesNow(invite.by, vault),
  );
  return [...fromInvite, ...added.grants.filter(({ vault }) => managesNow(added.by, vault))];
}

function grantAtJoin(tx: LogTransaction, user: UserId, grants: Grant[]): void {
  for (const { vault: id, permission, end } of grants) {
    const vault = tx.vaults.get(id);
    if (vault === undefined) continue;
    const had = vault.access.get(user);
    if (had !== undefined && rank(had.permission) >= rank(permission)) continue;
    putVault(tx, { ...vault, access: new Map(vault.access).set(user, { permission, end }) });
    recordRights(tx, id, [user]);
    recordVaultHistory(tx, id);
  }
}

/** `policy`: an admin; the cosignature is judged before. */
export const reducePolicy: Reduce<"policy"> = (tx, { payload, actor }) => {
  if (!isAdmin(tx.before, actor.user)) return fail("role");
  if (tx.before.actsSeen.has(payload.id)) return fail("cosign", { reason: "act-repeated" });
  tx.actsSeen.add(payload.id);
  tx.policy = payload.policy;
  tx.policySeq = tx.seq;
  return ok(true);
};
