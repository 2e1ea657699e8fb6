/** `verify`: "I compared this person's safety number": by anybody, of anybody else; it gives nobody anything [protocol: Safety numbers]. */
import { hashField, idField, strict } from "../../../encoding/fields.ts";
import type { Hash, UserId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { withRows } from "../state/layered-map.ts";
import { safetyNumber } from "../state/safety.ts";

type Payload = { user: UserId; number: Hash };

export const verify: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ user: idField<UserId>(), number: hashField() }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["members"],
  signer: (_before, { payload, actor }) => (payload.user === actor.user ? fail("role", { reason: "own" }) : ok(true)),
  // It changes nothing that a second signature could be about: nobody spoils one by comparing.
  names: () => nobodyNamed,
  reduce(tx, { payload: { user, number }, actor, time }) {
    const member = tx.before.users.get(user);
    if (member?.active !== true) return fail("role", { reason: "subject" });
    if (number !== safetyNumber(tx.before, member)) return fail("role", { reason: "number" });
    const compared = tx.verified.get(actor.user) ?? new Map();
    if (compared.get(user)?.number === number) return fail("role", { reason: "unchanged" });
    tx.verified.set(actor.user, withRows(compared, [[user, { number, seq: tx.seq, at: time }]]));
    return ok(true);
  },
};
