/** `vault-access`: a shared vault's managers give, change and take rights, anybody lowers their own; what falls carries cuts [protocol: Cuts]. */
import { idField, strict } from "../../../encoding/fields.ts";
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { checkNotRaised } from "../state/own-rise.ts";
import { type AccessChange, accessChangesField } from "../state/parts.ts";
import { lastsUntil, rank, rightIn } from "../state/rules.ts";
import type { Access, TeamState, VaultInLog } from "../state/team-state.ts";
import { type LogTransaction, putVault, recordRights, recordVaultHistory } from "../state/transaction.ts";

type Payload = { vault: VaultId; changes: AccessChange[] };

/** A manager of a live shared vault. */
export function checkManager(before: TeamState, vault: VaultId, user: UserId): Result<true> {
  const found = findLive(before, vault);
  if (!found.ok) return found;
  return rightIn(before, user, found.value) === "manage" ? ok(true) : fail("role");
}

/** A manager; or anybody who speaks of nothing but their own direct grant, which they may only lower (`checkOwn`). */
export function checkAccessSigner(before: TeamState, { vault, changes }: Payload, user: UserId): Result<true> {
  const isOwn = changes.every((change) => change.user === user);
  const found = findLive(before, vault);
  if (!found.ok || !isOwn || !found.value.access.has(user)) return checkManager(before, vault, user);
  return ok(true);
}

function findLive(before: TeamState, vault: VaultId): Result<VaultInLog> {
  const found = before.vaults.get(vault);
  if (found === undefined || found.kind !== "shared" || found.archived) return fail("role", { reason: "vault" });
  return ok(found);
}

/** Nobody raises or lengthens what they have themselves: of their own direct grant they may only give up, or end earlier. */
function checkOwn(had: Access | undefined, { permission, end }: AccessChange): Result<true> {
  if (had === undefined) return fail("role", { reason: "own" });
  if (permission === null) return ok(true);
  const isLonger = lastsUntil(end) > lastsUntil(had.end);
  const isLess =
    rank(permission) < rank(had.permission) || (permission === had.permission && lastsUntil(end) < lastsUntil(had.end));
  return isLess && !isLonger ? ok(true) : fail("role", { reason: "own" });
}

function checkSubject(tx: LogTransaction, { user, group, permission, end }: AccessChange): Result<true> {
  if ((user === null) === (group === null)) return fail("encoding", { reason: "subject" });
  if (permission === null && end !== null) return fail("encoding", { reason: "end" });
  if (group !== null) return tx.before.groups.has(group) ? ok(true) : fail("role", { reason: "group" });
  const member = tx.before.users.get(user as UserId);
  if (member === undefined) return fail("role", { reason: "subject" });
  if (permission !== null && (!member.active || member.role === "auditor")) return fail("role", { reason: "subject" });
  return ok(true);
}

/** Whether a right is not so already. */
function isChange(had: Access | undefined, { permission, end }: AccessChange): boolean {
  return permission !== (had?.permission ?? null) || (permission !== null && end !== had?.end);
}

function affectedUsers(tx: LogTransaction, changes: readonly AccessChange[]): Set<UserId> {
  const users = new Set<UserId>();
  for (const { user, group } of changes) {
    if (user !== null) users.add(user);
    if (group !== null) for (const member of tx.groups.get(group)?.members ?? []) users.add(member);
  }
  return users;
}

export const vaultAccess: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ vault: idField<VaultId>(), changes: accessChangesField() }),
  attached: { cuts: "exact", heads: "exact", bundles: "subset" },
  signer: (before, { payload, actor }) => checkAccessSigner(before, payload, actor.user),
  names: ({ vault, changes }) => ({
    ...nobodyNamed,
    vaults: [vault],
    users: changes.flatMap(({ user }) => user ?? []),
    groups: changes.flatMap(({ group }) => group ?? []),
  }),
  headsOf: ({ vault }) => [vault],
  rightsOn: ({ vault }) => [vault],
  reduce(tx, { payload, actor }) {
    const vault = tx.before.vaults.get(payload.vault) as VaultInLog;
    const access = new Map(vault.access);
    let last = "";
    let isChanged = false;
    for (const change of payload.changes) {
      const checked = checkSubject(tx, change);
      if (!checked.ok) return checked;
      const subject = (change.user ?? change.group) as UserId | GroupId;
      if (subject <= last) return fail("encoding", { reason: "change-order" });
      last = subject;
      const own = change.user === actor.user ? checkOwn(access.get(subject), change) : ok(true as const);
      if (!own.ok) return own;
      isChanged ||= isChange(access.get(subject), change);
      if (change.permission === null) access.delete(subject);
      else access.set(subject, { permission: change.permission, end: change.end });
    }
    if (!isChanged) return fail("role", { reason: "unchanged" });
    putVault(tx, { ...vault, access });
    const raised = checkNotRaised(tx, actor.user, [vault.vault]);
    if (!raised.ok) return raised;
    recordRights(tx, vault.vault, affectedUsers(tx, payload.changes));
    recordVaultHistory(tx, vault.vault);
    return ok(true);
  },
};
