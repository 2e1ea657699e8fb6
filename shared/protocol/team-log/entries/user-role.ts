/** `user-role`: an admin raises or lowers a person's role, or says when it ends; what falls is cut [protocol: Leavers]. */
import { idField, strict, timeField, uintField } from "../../../encoding/fields.ts";
import type { EpochMs, UserId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { affectedBy, checkHeirs, settleLeavers } from "../state/leavers.ts";
import { type Heir, heirsField, type Role, roleField } from "../state/parts.ts";
import { isAdmin, isRaised, lastsUntil, openInvitesOf } from "../state/rules.ts";
import { closeInvites, dropGrants, recordChange, vaultsOf } from "../state/take-person.ts";
import type { Member } from "../state/team-state.ts";

type Payload = {
  id: string;
  baseSeq: number;
  user: UserId;
  role: Role;
  end: EpochMs | null;
  heirs: Heir[];
};

/** Nobody raises or lengthens their own role. */
function checkChange(had: Member, { role, end }: Payload, actor: UserId): Result<true> {
  if (had.role === role && had.roleEnd === end) return fail("role", { reason: "unchanged" });
  const isMore = isRaised(had.role, role) || lastsUntil(end) > lastsUntil(had.roleEnd);
  return had.user === actor && isMore ? fail("role", { reason: "own" }) : ok(true);
}

export const userRole: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({
    id: idField<string>(),
    baseSeq: uintField(),
    user: idField<UserId>(),
    role: roleField,
    end: timeField().nullable(),
    heirs: heirsField(),
  }),
  attached: { cuts: "exact", heads: "none", bundles: "subset" },
  cosigned: { when: "by-policy", lapses: "when-touched", act: ({ id, baseSeq }) => ({ id, baseSeq }) },
  namesHeirs: () => true,
  changes: ["members", "invites"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: ({ user }) => ({ ...nobodyNamed, users: [user] }),
  closesInvites: ({ user, role }, before) =>
    role === "admin" ? [] : openInvitesOf(before, user).map(({ hash }) => hash),
  reduce(tx, { payload, actor }) {
    const { user, role, end, heirs } = payload;
    const had = tx.before.users.get(user);
    if (had?.active !== true) return fail("role", { reason: "subject" });
    const changed = checkChange(had, payload, actor.user);
    if (!changed.ok) return changed;
    const checked = checkHeirs(heirs);
    if (!checked.ok) return checked;
    const affected = affectedBy(tx.before, user);
    const vaults = new Set([...vaultsOf(tx, user).map(({ vault }) => vault), ...tx.systemVaults]);
    const raisedBy = isRaised(had.role, role) ? [...new Set([...had.raisedBy, actor.user])] : had.raisedBy;
    tx.users.set(user, { ...had, role, roleEnd: end, raisedBy });
    if (role === "auditor") dropGrants(tx, user);
    recordChange(tx, [...vaults], user);
    if (role !== "admin") closeInvites(tx, user);
    settleLeavers(tx, affected, { heirs, signer: actor.user });
    return ok(true);
  },
};
