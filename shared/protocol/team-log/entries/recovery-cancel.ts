/** `recovery-cancel`: whoever's computers they are, from any of them, or an admin stops a recovery [protocol: Recovery]. */
import { hashField, strict } from "../../../encoding/fields.ts";
import type { Hash } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, plainEntry } from "../state/entry-rule.ts";
import { findRecovery, namedByRecovery } from "../state/recovery.ts";
import { isAdmin } from "../state/rules.ts";
import { putRecovery } from "../state/transaction.ts";

type Payload = { open: Hash };

export const recoveryCancel: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ open: hashField() }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  changes: ["members"],
  signer(before, { payload, actor }) {
    const found = findRecovery(before, payload.open);
    if (!found.ok) return found;
    return found.value.user === actor.user || isAdmin(before, actor.user) ? ok(true) : fail("role");
  },
  names: ({ open }, before) => namedByRecovery(before, open),
  reduce(tx, { payload: { open } }) {
    putRecovery(tx, open, null);
    return ok(true);
  },
};
