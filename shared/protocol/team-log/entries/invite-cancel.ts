/** `invite-cancel`: an admin takes an open invite back. */
import { idField, strict } from "../../../encoding/fields.ts";
import type { InviteId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { isAdmin } from "../state/rules.ts";
import { putInvite } from "../state/transaction.ts";

type Payload = { invite: InviteId };

export const inviteCancel: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ invite: idField<InviteId>() }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["invites"],
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: ({ invite }) => ({ ...nobodyNamed, invites: [invite] }),
  closesInvites: ({ invite }, before) => [before.invites.get(invite)?.hash ?? []].flat(),
  reduce(tx, { payload }) {
    const invite = tx.before.invites.get(payload.invite);
    if (invite?.state !== "open") return fail("invite");
    putInvite(tx, { ...invite, state: "cancelled" });
    return ok(true);
  },
};
