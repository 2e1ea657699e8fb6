/**
 * The team's rules that its admins set: that every session answers the second factor [protocol: Second factor], and what is asked of a
 * login before more people can open it.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { RuleChange, TeamRules } from "../../../shared/contract/policy.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { bodyOn, plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosigners } from "../../../shared/protocol/team-log/cosign.ts";
import { isSamePolicy, type Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import { act, circumstances } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { TeamArea } from "./team-area.ts";

/** `policy.get`. */
export function teamRules(area: TeamArea): TeamRules {
  return { ...rulesIn(area.log.state().policy), signers: signersOf(area) };
}

/** Those that people see and set. */
export function rulesIn({ serverTotp, secondFactor }: Policy): Omit<TeamRules, "signers"> {
  const { newSessions, from } = serverTotp;
  return { sessions: { asked: newSessions, from }, secondFactor };
}

/** Which of them differs. */
export function changeBetween(before: Policy, after: Policy): RuleChange {
  const { sessions, secondFactor } = rulesIn(after);
  return isSamePolicy({ ...after, secondFactor: before.secondFactor }, after) ? { sessions } : { secondFactor };
}

/** The rules with this one as it is wanted. */
export function changedRules({ log }: Pick<TeamArea, "log">, input: CommandParsed<"policy.set">) {
  const { policy } = log.state();
  return { type: "policy", id: newId<string>(), policy: { ...policy, ...wantedIn(input) } } as const satisfies Intent;
}

function wantedIn(input: CommandParsed<"policy.set">): Pick<Policy, "secondFactor"> | Pick<Policy, "serverTotp"> {
  if ("secondFactor" in input) return { secondFactor: input.secondFactor };
  const { asked, from } = input.sessions;
  return { serverTotp: asked ? { newSessions: true, from: from ?? null } : { newSessions: false, from: null } };
}

/** Whether a rule is about something that is there: `invalid-input` (about nothing), `not-found` (a vault). */
export function checkRule({ log }: Pick<TeamArea, "log">, input: CommandParsed<"policy.set">): Result<true> {
  if (!("secondFactor" in input)) return ok(true);
  const { mode, scope } = input.secondFactor;
  if (mode !== "off" && scope.length === 0) return fail("invalid-input", { field: "scope" }, "after-act");
  const isThere = (one: (typeof scope)[number]): boolean =>
    one.kind !== "vault" || log.state().vaults.get(one.id)?.kind === "shared";
  return scope.every(isThere) ? ok(true) : fail("not-found", { field: "vault" });
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
 * `policy.set` where nobody has to sign too (`cosigned-acts.ts`). Failures: those of `checkRule`, `role`, `cosign` where somebody does
 * meanwhile, `step-up` (`ask`; `enrol` for who makes a rule and has no second factor), `offline`.
 */
export async function setTeamRules(area: TeamArea, input: CommandParsed<"policy.set">): Promise<Result<Act>> {
  const checked = checkRule(area, input);
  if (!checked.ok) return checked;
  const set = await act(area, changedRules(area, input));
  return set.ok ? ok(done()) : set;
}
