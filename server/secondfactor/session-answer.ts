/**
 * The team's rule that every session answers the second factor [protocol: Second factor]: what a computer's session may do before it
 * did. One table by route, complete by the compiler, and one check before every handler and every live socket.
 */
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Identity, RouteName } from "../../shared/protocol/routes/routes.ts";
import { asksSessions } from "../../shared/protocol/team-log/state/policy.ts";
import type { Session } from "../sessions/session-table.ts";
import { findFactor } from "../store/second-factor-store.ts";
import type { Team } from "../teams/team.ts";
import { type FactorContext, hasAnswered } from "./second-factor.ts";

/** Before an answer too; after one alone; or as the table of step-up says, for people who have a second factor. */
type Opens = "open" | "answered" | "by-step-up";

export const sessionOpens: { readonly [Name in RouteName]: Opens } = {
  // Before there is a session, or never asked of a computer.
  challenge: "open",
  session: "open",
  join: "open",
  linkJoin: "open",
  linkNew: "open",
  // It tells the rule itself, and that one lost one's place; whoever holds an open invite reads it too.
  log: "open",
  secondFactor: "open",
  enrolSecondFactor: "open",
  confirmSecondFactor: "open",
  answerSecondFactor: "open",
  // The only admin, whose codes are not looked at any more, answers in no session.
  releaseSecondFactor: "by-step-up",
  append: "answered",
  joins: "answered",
  bundles: "answered",
  vaults: "answered",
  allHeads: "answered",
  commits: "answered",
  push: "answered",
  envelopes: "answered",
  upload: "answered",
  download: "answered",
  space: "answered",
  letters: "answered",
  sendLetter: "answered",
  inbox: "answered",
  openInbox: "answered",
  heads: "answered",
  stateHeads: "answered",
  openLink: "answered",
  openCompare: "answered",
  linkOld: "answered",
  restoreLog: "answered",
  restoreVault: "answered",
  lacking: "answered",
  secondFactors: "answered",
  checkSecondFactor: "answered",
  live: "answered",
};

type Asked = { identity: Identity; team: Team | null; session: Session };

/** `step-up` where this session has to answer first (`session`), or its person has no second factor yet (`enrol`). */
export async function checkSessionAnswer(
  context: Pick<FactorContext, "db" | "now">,
  route: RouteName,
  { identity, team, session }: Asked,
): Promise<Result<true>> {
  const opens = sessionOpens[route];
  if (opens === "open" || team === null || identity.kind !== "device") return ok(true);
  if (!asksSessions(team.state.policy, context.now())) return ok(true);
  const factor = await findFactor(context.db, { teamNo: team.teamNo, user: identity.user });
  if (factor === undefined) return fail("step-up", { reason: "enrol" }, "after-act");
  if (opens === "by-step-up" || hasAnswered(session, factor)) return ok(true);
  return fail("step-up", { reason: "session" }, "after-act");
}

/** Whether a socket of this session is over: it was opened before the rule, and nothing was answered in it. */
export function isUnanswered(team: Team, session: Session, now: number): boolean {
  return session.identity.kind === "device" && asksSessions(team.state.policy, now) && session.factor.answered === null;
}
