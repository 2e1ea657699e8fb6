/** A person's second factor: set up, answered, and let go of [protocol: Second factor]. */
import { type Failed, fail, ok } from "../../shared/failures.ts";
import {
  answerFactor,
  beginFactor,
  confirmFactor,
  type FactorCaller,
  readFactor,
  releaseFactor,
} from "../secondfactor/second-factor.ts";
import type { Session } from "../sessions/session-table.ts";
import { listFactors } from "../store/second-factor-store.ts";
import type { Standing } from "./authorise.ts";
import type { Handler } from "./call.ts";

type Needed = "db" | "factorKey" | "now" | "elapsed";

function callerOf({ identity, team, session }: Standing & { session: Session }): FactorCaller | null {
  if (team === null || identity.kind !== "device") return null;
  return { team, user: identity.user, device: identity.device, session };
}
const noComputer = (): Failed => fail("role", { reason: "session" });

/** How one's own stands. */
export const readSecondFactor: Handler<"secondFactor", Needed> = async (context, call) => {
  const caller = callerOf(call);
  return caller === null ? noComputer() : ok(await readFactor(context, caller));
};

/** A new seed. */
export const enrolSecondFactor: Handler<"enrolSecondFactor", Needed> = async (context, call) => {
  const caller = callerOf(call);
  return caller === null ? noComputer() : beginFactor(context, caller);
};

/** Its first code. */
export const confirmSecondFactor: Handler<"confirmSecondFactor", Needed | "sessions"> = async (context, call) => {
  const caller = callerOf(call);
  return caller === null ? noComputer() : confirmFactor(context, caller, call.request);
};

/** An answer, good for the acts of the next minutes in this session. */
export const answerSecondFactor: Handler<"answerSecondFactor", Needed> = async (context, call) => {
  const caller = callerOf(call);
  return caller === null ? noComputer() : answerFactor(context, caller, call.request);
};

/** Whoever comes here has answered, or has none. */
export const checkSecondFactor: Handler<"checkSecondFactor"> = async (_context, call) =>
  callerOf(call) === null ? noComputer() : ok({});

/** An admin's word that a person may enrol anew. */
export const releaseSecondFactor: Handler<"releaseSecondFactor", Needed> = async (context, call) => {
  const caller = callerOf(call);
  return caller === null ? noComputer() : releaseFactor(context, caller, call.request);
};

/** Who has one. */
export const listSecondFactors: Handler<"secondFactors", "db"> = async ({ db }, { team }) =>
  team === null ? noComputer() : ok({ users: await listFactors(db, team.teamNo) });
