/** The team's rules that its admins set: today that every session answers the second factor [protocol: Second factor]. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { TeamRules } from "../../../shared/contract/policy.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { bodyOn, plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosigners } from "../../../shared/protocol/team-log/cosign.ts";
import type { Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import { act, circumstances } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { TeamArea } from "./team-area.ts";

/** `policy.get`. */
export function teamRules(area: TeamArea): TeamRules {
  const { policy, policySeq } = area.log.state();
  const { newSessions, from } = policy.serverTotp;
  return { sessions: { asked: newSessions, from }, signers: signersOf(area), base: policySeq };
}

/** The rules with this one as it is wanted: an entry replaces them all, so it is made of those at `base` only. */
export function changedRules(
  { log }: Pick<TeamArea, "log">,
  { sessions: { asked, from }, base }: CommandParsed<"policy.set">,
) {
  const { policy, policySeq } = log.state();
  const serverTotp: Policy["serverTotp"] = asked
    ? { newSessions: true, from: from ?? null }
    : { newSessions: false, from: null };
  const rules = { policy: { ...policy, serverTotp }, base: base ?? policySeq };
  return { type: "policy", id: newId<string>(), ...rules } as const satisfies Intent;
}

/** Who could give the second signature that a change of the rules by this person needs; nobody: it needs none. */
export function signersOf(area: TeamArea): UserId[] {
  const state = area.log.state();
  // Any change will do: who signs second depends on whose it is, and not on what it says.
  const intent = changedRules(area, { sessions: { asked: !state.policy.serverTotp.newSessions } });
  const planned = plan(circumstances(area, state), intent);
  const [entry] = planned.ok ? (planned.value?.entries ?? []) : [];
  if (entry === undefined) return [];
  const attached = { cuts: [], heads: [], bundles: [] };
  return cosigners(state, bodyOn(state, { ...entry, attached }));
}

/**
 * `policy.set` where nobody has to sign too (`cosigned-acts.ts`). Failures: `role`, `cosign` where somebody does meanwhile, `step-up`
 * (`ask`; `enrol` for who makes this rule and has no second factor), `stale-view` where the rules are others than at `base`, `offline`.
 */
export async function setTeamRules(area: TeamArea, wanted: CommandParsed<"policy.set">): Promise<Result<Act>> {
  const set = await act(area, changedRules(area, wanted));
  return set.ok ? ok(done()) : set;
}
