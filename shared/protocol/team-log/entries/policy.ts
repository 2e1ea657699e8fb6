/** `policy`: an admin replaces the team's rules as a whole; always with a second signature where somebody can give one. */
import { idField, strict, uintField } from "../../../encoding/fields.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { isSamePolicy, type Policy, policySchema } from "../state/policy.ts";
import { isAdmin } from "../state/rules.ts";
import type { TeamState } from "../state/team-state.ts";

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

/** `baseSeq`: on which state others signed it; by default the newest. `base`: of which entry the rules are that it was made of. */
export type RulesWanted = { id: string; policy: Policy; baseSeq?: number; base?: number };

/** What is signed for this on `state`; null where it is so already. `stale-view` where the rules are others by then. */
export function rulesToSign(state: TeamState, wanted: RulesWanted): Result<Payload | null> {
  const { id, policy: rules, baseSeq = state.head.seq, base = state.policySeq } = wanted;
  if (state.actsSeen.has(id) || isSamePolicy(rules, state.policy)) return ok(null);
  // It holds all the rules: one made of others would take back what somebody set meanwhile.
  if (base !== state.policySeq || baseSeq < state.policySeq) return fail("stale-view", { reason: "rules" });
  return ok({ id, baseSeq, policy: rules });
}
