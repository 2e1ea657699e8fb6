/** Statements of heads of a test's team, signed by its people. */
import { zeroHash } from "../encoding/fields.ts";
import type { EpochMs, Hash } from "../encoding/ids.ts";
import { buildStatement, type StatementBody } from "../protocol/heads/statement.ts";
import { headAt, userRightAt } from "../protocol/team-log/state/rules.ts";
import { headOf, type Person, type TestTeam } from "./team.ts";

/** What this person's computer would say on the test's log; `tamper` changes what is signed. */
export function statementBody(team: TestTeam, by: Person, tamper: Partial<StatementBody> = {}): StatementBody {
  const logSeq = tamper.logSeq ?? team.state.head.seq;
  const vaults = [...team.state.vaults.values()]
    .filter(({ vault, kind, archived }) => {
      const right = userRightAt(team.state, { vault, user: by.user, seq: logSeq });
      return kind !== "personal" && !archived && right !== null;
    })
    .map(({ vault }) => ({ vault, ...headOf(team, vault) }))
    .sort((left, right) => (left.vault < right.vault ? -1 : 1));
  return {
    ...{ suite: 1, team: team.team, user: by.user, device: by.device, counter: 1, time: team.now as EpochMs, logSeq },
    ...{ logHead: headAt(team.state, logSeq) as Hash, vaults, activity: { seq: 0, hash: zeroHash } },
    ...tamper,
  };
}

/** The same, signed. */
export function statement(team: TestTeam, by: Person, tamper: Partial<StatementBody> = {}): Uint8Array {
  return buildStatement(statementBody(team, by, tamper), by.keys.signKey);
}
