/** `user-remove`: an admin takes a person out of the team, everywhere and at once [protocol: Leavers]. */
import { idField, strict, uintField } from "../../../encoding/fields.ts";
import type { UserId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { affectedBy, checkHeirs, settleLeavers } from "../state/leavers.ts";
import { type Heir, heirsField } from "../state/parts.ts";
import { isAdmin, openInvitesOf } from "../state/rules.ts";
import { endPerson } from "../state/take-person.ts";

type Payload = { id: string; baseSeq: number; user: UserId; heirs: Heir[] };

export const userRemove: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ id: idField<string>(), baseSeq: uintField(), user: idField<UserId>(), heirs: heirsField() }),
  attached: { cuts: "exact", heads: "none", bundles: "none" },
  cosigned: { when: "by-policy", lapses: "with-policy", act: ({ id, baseSeq }) => ({ id, baseSeq }) },
  passesHolds: true,
  namesHeirs: () => true,
  changes: ["members", "invites"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: ({ user }) => ({ ...nobodyNamed, users: [user] }),
  closesInvites: ({ user }, before) => openInvitesOf(before, user).map(({ hash }) => hash),
  reduce(tx, { payload: { user, heirs }, actor }) {
    if (tx.before.users.get(user)?.active !== true) return fail("role", { reason: "subject" });
    const checked = checkHeirs(heirs);
    if (!checked.ok) return checked;
    const affected = affectedBy(tx.before, user);
    endPerson(tx, user);
    settleLeavers(tx, affected, { heirs, signer: actor.user });
    return ok(true);
  },
};
