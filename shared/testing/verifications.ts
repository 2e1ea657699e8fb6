/** `verify` entries, and a recovery after which somebody's number is another, on a test's own state (`entries.ts`). */
import type { Hash, UserId } from "../encoding/ids.ts";
import { safetyNumber } from "../protocol/team-log/state/safety.ts";
import type { Member } from "../protocol/team-log/state/team-state.ts";
import { act, fill, type Plan } from "./entries.ts";
import { makePaper, openRecovery, planConfirm, planUse } from "./recoveries.ts";
import { newComputer, type Person, type TestTeam } from "./team.ts";

/** Somebody's number, as the test's log has it. */
export function numberOf({ state }: TestTeam, user: UserId): Hash {
  return safetyNumber(state, state.users.get(user) as Member);
}

/** `verify` of this person. */
export function planVerify(team: TestTeam, user: UserId, number = numberOf(team, user)): Plan<"verify"> {
  return fill(team, { type: "verify", payload: { user, number } });
}

/** Their sheet of paper brings them a new computer, confirmed by this admin. */
export function recover(team: TestTeam, { person, admin }: { person: Person; admin: Person }): Person {
  const [paper, computer] = [makePaper(team, person), newComputer(team, person)];
  const open = openRecovery(team, paper, computer);
  act(team, admin, planConfirm(team, open));
  act(team, paper, planUse(team, open, computer));
  return computer;
}
