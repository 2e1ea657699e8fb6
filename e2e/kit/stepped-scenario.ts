/** What a scenario of an act with more than one durable step says. */
import type { Step } from "../../shared/contract/command.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Result } from "../../shared/failures.ts";
import type { Client, RunningServer } from "../drive.ts";

export type Scenario = {
  /** Whose app meets the fault: the founder's, that of somebody who joins, or of somebody who founds. */
  who: "founder" | "joiner" | "newcomer";
  /** `dataDir`: of whoever acts. */
  prepare(ada: Client, running: RunningServer, dataDir: string): Promise<Acting>;
  /** After the last step of this name it comes to its end without being asked for again; null: in any case. */
  surelyAfter: Step | null;
  /** Asked for again with the same words it is the same act. */
  repeats: boolean;
  /** Steps of the same names that come before the act's own: what is found is taken first. */
  earlier?: readonly Step[];
  /** One of these opens the profile afterwards; absent: the one that all tests use. */
  passphrases?: readonly string[];
  /** So far behind is the clock of whoever acts until all is prepared. */
  behindMs?: number;
  /** Whoever does it is not in a team, before or after. */
  staysOut?: boolean;
};
export type Acting = {
  act(who: Latchkey): Promise<Result<unknown>>;
  /** 0 or 1; throws where it is half, or done twice. */
  count(who: Latchkey): Promise<number>;
};

/** Throws where it was done more than once. */
export const one = (counted: number): number => {
  if (counted > 1) throw new Error(`done ${counted} times`);
  return counted;
};
