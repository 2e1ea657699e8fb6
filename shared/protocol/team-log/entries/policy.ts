/** `policy`: an admin replaces the team's rules as a whole; always with a second signature where somebody can give one. */
import { idField, strict, uintField } from "../../../encoding/fields.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { isSamePolicy, type Policy, policySchema } from "../state/policy.ts";
import { isAdmin } from "../state/rules.ts";

type Payload = { id: string; baseSeq: number; policy: Policy };

export const policy: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ id: idField<string>(), baseSeq: uintField(), policy: policySchema }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  cosigned: { when: "always", lapses: "when-touched", act: ({ id, baseSeq }) => ({ id, baseSeq }) },
  signer: (before, { actor }) => (isAdmin(before, actor.user) ? ok(true) : fail("role")),
  names: () => nobodyNamed,
  reduce(tx, { payload }) {
    if (isSamePolicy(payload.policy, tx.before.policy)) return fail("role", { reason: "unchanged" });
    tx.policy = payload.policy;
    tx.policySeq = tx.seq;
    return ok(true);
  },
};
