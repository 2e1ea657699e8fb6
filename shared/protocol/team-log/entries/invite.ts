/** `invite`: an admin lets one person ask to join; the code with its secret travels out of band [protocol: Invites]. */
import { checkSignKey } from "../../../crypto/device-keys.ts";
import { bytesField, idField, strict, timeField } from "../../../encoding/fields.ts";
import type { EpochMs, GroupId, InviteId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { type Grant, grantsField, groupsField, type Role, roleField } from "../state/parts.ts";
import { isAdmin } from "../state/rules.ts";
import { putInvite, takeKey } from "../state/transaction.ts";
import { checkGrants, managedGroups } from "./grants.ts";

type Payload = {
  invite: InviteId;
  invitePk: Uint8Array;
  role: Role;
  roleEnd: EpochMs | null;
  grants: Grant[];
  groups: GroupId[];
  end: EpochMs;
};

/** An admin, a fresh id and key, an end after its own time. */
export const invite: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({
    invite: idField<InviteId>(),
    invitePk: bytesField(32),
    role: roleField,
    roleEnd: timeField().nullable(),
    grants: grantsField(),
    groups: groupsField(),
    end: timeField(),
  }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["invites"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: ({ invite: id, grants, groups }) => ({
    ...nobodyNamed,
    invites: [id],
    groups,
    vaults: grants.map(({ vault }) => vault),
  }),
  reduce(tx, { payload, actor, time, hash }) {
    if (tx.before.invites.has(payload.invite) || tx.before.groups.has(payload.invite as string as GroupId))
      return fail("invite", { reason: "repeated" });
    if (payload.end <= time) return fail("invite", { reason: "end" });
    const grants = checkGrants(tx.before, payload);
    if (!grants.ok) return grants;
    const sound = checkSignKey(payload.invitePk);
    if (!sound.ok) return sound;
    const taken = takeKey(tx, payload.invitePk);
    if (!taken.ok) return taken;
    const groupsManaged = managedGroups(tx.before, actor.user, payload.groups);
    putInvite(tx, { ...payload, groupsManaged, hash, seq: tx.seq, by: actor.user, state: "open", usedBy: null });
    return ok(true);
  },
};
