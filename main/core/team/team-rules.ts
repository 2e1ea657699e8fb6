/**
 * The team's rules that its admins set: that every session answers the second factor, what is asked of a login before more people can
 * open it, and which acts two people sign [protocol: Cosignatures].
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { TeamRules } from "../../../shared/contract/policy.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { DeviceId, EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { IntentOf } from "../../../shared/protocol/team-log/compose-intents.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosigners } from "../../../shared/protocol/team-log/cosign.ts";
import { cosignedByPolicy } from "../../../shared/protocol/team-log/cosigned-types.ts";
import { hasComputer } from "../../../shared/protocol/team-log/state/membership.ts";
import type { Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import { isAdmin } from "../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { cosignedIn } from "./cosigned-rules.ts";
import type { TeamArea } from "./team-area.ts";

/** `policy.get`. */
export function teamRules(area: TeamArea): TeamRules {
  const { policy, policySeq, users } = area.log.state();
  const { newSessions, from } = policy.serverTotp;
  const admins = [...users.keys()].filter((user) => signersOf(area, user).length > 0);
  return {
    sessions: { asked: newSessions, from },
    secondFactor: policy.secondFactor,
    cosigned: cosignedIn(policy),
    canCosign: admins.length > 0,
    signers: signersOf(area, area.profile.user),
    base: policySeq,
  };
}

/**
 * The rules as they are wanted, made of those at `base` only, since an entry replaces them all; a rule that is not named stays, and so do types that this version does not know. `cosign` (`nobody`) where
 * an act is to be signed by two people, and there are no two of whom one could sign for the other; of the rule on logins those of
 * `checkLogins`.
 */
export function rulesWanted(
  area: Pick<TeamArea, "log" | "profile" | "ports">,
  { sessions, secondFactor, cosigned, base }: CommandParsed<"policy.set">,
): Result<IntentOf<"policy">> {
  const { policy, policySeq, users } = area.log.state();
  const checked = secondFactor === undefined ? ok(true) : checkLogins(area, secondFactor);
  if (!checked.ok) return checked;
  const known: readonly string[] = cosignedByPolicy;
  const unknown = policy.cosigned.filter((type) => !known.includes(type));
  const isAdded = cosigned?.some((type) => !policy.cosigned.includes(type)) === true;
  if (isAdded && ![...users.keys()].some((user) => signersOf(area, user).length > 0))
    return fail("cosign", { reason: "nobody" });
  const wanted: Policy = {
    ...policy,
    ...(sessions === undefined ? {} : { serverTotp: totpOf(sessions) }),
    ...(secondFactor === undefined ? {} : { secondFactor }),
    ...(cosigned === undefined ? {} : { cosigned: [...new Set([...unknown, ...cosigned])].sort() }),
  };
  return ok({ type: "policy", id: newId<string>(), policy: wanted, base: base ?? policySeq });
}

/** Whether the rule on logins is about something that is there: `invalid-input` (about nothing), `not-found` (a vault). */
function checkLogins(
  { log }: Pick<TeamArea, "log">,
  { mode, scope }: NonNullable<CommandParsed<"policy.set">["secondFactor"]>,
): Result<true> {
  if (mode !== "off" && scope.length === 0) return fail("invalid-input", { field: "scope" }, "after-act");
  const isThere = (one: (typeof scope)[number]): boolean =>
    one.kind !== "vault" || log.state().vaults.get(one.id)?.kind === "shared";
  return scope.every(isThere) ? ok(true) : fail("not-found", { field: "vault" });
}

function totpOf({ asked, from }: NonNullable<CommandParsed<"policy.set">["sessions"]>): Policy["serverTotp"] {
  return asked ? { newSessions: true, from: from ?? null } : { newSessions: false, from: null };
}

/** Who could give the second signature that a change of the rules by this person needs; nobody: it needs none, or they make none. */
function signersOf({ log, ports }: Pick<TeamArea, "log" | "ports">, user: UserId): UserId[] {
  const state = log.state();
  if (!isAdmin(state, user) || !hasComputer(state.devices, user)) return [];
  // Who signs second depends on whose change it is, and not on what it says, nor on which of their computers signs.
  const payload = { id: newId<string>(), baseSeq: state.head.seq, policy: state.policy };
  const actor = { user, device: "" as DeviceId };
  return cosigners(state, bodyOn(state, { type: "policy", payload, actor, time: ports.clock.now() as EpochMs }));
}

/**
 * `policy.set` where nobody has to sign too (`cosigned-acts.ts`). Failures: those of `rulesWanted`, `role`, `cosign` where somebody
 * does meanwhile or nobody ever could, `step-up` (`ask`; `enrol` for who makes this rule and has no second factor), `stale-view` where
 * the rules are others than at `base`, `offline`.
 */
export async function setTeamRules(area: TeamArea, input: CommandParsed<"policy.set">): Promise<Result<Act>> {
  const wanted = rulesWanted(area, input);
  if (!wanted.ok) return wanted;
  const set = await act(area, wanted.value);
  return set.ok ? ok(done()) : set;
}
