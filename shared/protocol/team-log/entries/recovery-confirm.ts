/** `recovery-confirm`: an admin of another person says that it is them who recover. Their app waits before it signs [protocol: Recovery]. */
import { hashField, strict } from "../../../encoding/fields.ts";
import type { Hash } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, plainEntry } from "../state/entry-rule.ts";
import { confirmersOf, findRecovery, namedByRecovery } from "../state/recovery.ts";
import { putRecovery } from "../state/transaction.ts";

type Payload = { open: Hash };

export const recoveryConfirm: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ open: hashField() }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["members"],
  signer(before, { payload, actor }) {
    const found = findRecovery(before, payload.open);
    if (!found.ok) return found;
    return confirmersOf(before, found.value.user).includes(actor.user) ? ok(true) : fail("role");
  },
  names: ({ open }, before) => namedByRecovery(before, open),
  reduce(tx, { payload: { open }, actor }) {
    const found = findRecovery(tx.before, open);
    if (!found.ok) return found;
    const { confirmedBy } = found.value;
    if (confirmedBy.includes(actor.user)) return fail("role", { reason: "unchanged" });
    putRecovery(tx, open, { ...found.value, confirmedBy: [...confirmedBy, actor.user] });
    return ok(true);
  },
};
