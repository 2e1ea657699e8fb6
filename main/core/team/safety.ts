/** Safety numbers: what two people read to each other, and that they compared it [protocol: Safety numbers]. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { SafetyShape } from "../../../shared/contract/safety.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  comparisonOf,
  safetyDigits,
  safetyNumber,
  verifiersOf,
} from "../../../shared/protocol/team-log/state/safety.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { TeamArea } from "./team-area.ts";

/** `member.safety`: also of oneself, to read it out. */
export function safetyOf(
  { log, profile }: TeamArea,
  user: CommandParsed<"member.safety">["user"],
): Result<SafetyShape> {
  const state = log.state();
  const member = state.users.get(user);
  if (member === undefined) return fail("not-found", { field: "user" });
  const compared = comparisonOf(state, profile.user, user);
  return ok({
    ...{ user, number: safetyDigits(safetyNumber(state, member)), state: compared.state },
    at: compared.state === "none" ? null : compared.at,
    by: verifiersOf(state, user).filter((by) => by !== profile.user),
  });
}

/**
 * `member.verify`. Failures: `key-changed` where it is not the number that they have now, `role` (reason `own`; `subject`: they left),
 * `not-found`, `offline`.
 */
export async function verifyMember(area: TeamArea, input: CommandParsed<"member.verify">): Promise<Result<Act>> {
  const { user } = input;
  const state = area.log.state();
  const member = state.users.get(user);
  if (member === undefined) return fail("not-found", { field: "user" });
  const number = safetyNumber(state, member);
  if (safetyDigits(number) !== input.number) return fail("key-changed", { reason: "number", user });
  const said = await act(area, { type: "verify", user, number });
  return said.ok ? ok(done()) : said;
}
