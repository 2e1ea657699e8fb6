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
  const { newSessions, from } = area.log.state().policy.serverTotp;
  return { sessions: { asked: newSessions, from }, signers: signersOf(area) };
}

/** The rules with this one as it is wanted. */
export function changedRules({ log }: Pick<TeamArea, "log">, { asked, from }: CommandParsed<"policy.set">["sessions"]) {
  const { policy } = log.state();
  const serverTotp: Policy["serverTotp"] = asked
    ? { newSessions: true, from: from ?? null }
    : { newSessions: false, from: null };
  return { type: "policy", id: newId<string>(), policy: { ...policy, serverTotp } } as const satisfies Intent;
}

/** Who could give the second signature that a change of the rules by this person needs; nobody: it needs none. */
export function signersOf(area: TeamArea): UserId[] {
  const state = area.log.state();
  // Any change will do: who signs second depends on whose it is, and not on what it says.
  const intent = changedRules(area, { asked: !state.policy.serverTotp.newSessions });
  const planned = plan(circumstances(area, state), intent);
  const [entry] = planned.ok ? (planned.value?.entries ?? []) : [];
  if (entry === undefined) return [];
  const attached = { cuts: [], heads: [], bundles: [] };
  return cosigners(state, bodyOn(state, { ...entry, attached }));
}

/**
 * `policy.set` where nobody has to sign too (`cosigned-acts.ts`). Failures: `role`, `cosign` where somebody does meanwhile, `step-up`
 * (`ask`; `enrol` for who makes this rule and has no second factor), `offline`.
 */
export async function setTeamRules(area: TeamArea, { sessions }: CommandParsed<"policy.set">): Promise<Result<Act>> {
  const set = await act(area, changedRules(area, sessions));
  return set.ok ? ok(done()) : set;
}
