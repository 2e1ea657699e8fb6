/** What the team expects of an open app, after every round of syncing: one table, in the order in which it is done. */
import { type Deadline, deadlineIn, leftUntil } from "../../../../shared/deadline.ts";
import type { Result } from "../../../../shared/failures.ts";
import { ok } from "../../../../shared/failures.ts";
import type { TeamArea } from "../team-area.ts";
import { answerJoins } from "./answer-joins.ts";
import { endGrants } from "./end-grants.ts";
import { endRoles } from "./end-roles.ts";
import { exchangeHeads } from "./exchange-heads.ts";
import { exchangeLetters } from "./exchange-letters.ts";
import { fileFacts } from "./file-facts.ts";
import { fileStatements } from "./file-statements.ts";
import { handOnActivity } from "./hand-on-activity.ts";
import { answerKeyRequests, askForKeys } from "./key-requests.ts";
import { mendEpochs } from "./mend-epochs.ts";
import { ownPersonalVault } from "./own-personal-vault.ts";
import { noteNames, rememberNames } from "./remember-names.ts";
import { rotateDueKeys } from "./rotate-due-keys.ts";
import { runEach } from "./run-each.ts";
import { settleChosenPeople } from "./settle-chosen-people.ts";
import { supplyKeys } from "./supply-keys.ts";
import { takeActivity } from "./take-activity.ts";
import type { BackgroundTask } from "./task.ts";

export const backgroundTasks = {
  // First: others wait for it, and what follows may wait for others.
  exchangeHeads,
  ownPersonalVault,
  answerJoins,
  endGrants,
  endRoles,
  rotateDueKeys,
  mendEpochs,
  supplyKeys,
  rememberNames,
  settleChosenPeople,
  noteNames,
  handOnActivity,
  fileFacts,
  askForKeys,
  exchangeLetters,
  answerKeyRequests,
  takeActivity,
  fileStatements,
} satisfies Record<string, BackgroundTask>;

/** Runs what is due of a table of tasks, and remembers since when something that waits its delay has been due. */
export function createTaskRunner(
  area: TeamArea,
  tasks: Readonly<Record<string, BackgroundTask>> = backgroundTasks,
): () => Promise<Result<true>> {
  const waiting = new Map<string, Deadline>();

  async function runOne(name: string, task: BackgroundTask): Promise<Result<true>> {
    if (!task.isDue(area)) {
      waiting.delete(name);
      return ok(true);
    }
    const { clock } = area.ports;
    const until = waiting.get(name) ?? deadlineIn(clock, task.delayMs(area));
    const left = leftUntil(clock, until);
    if (left > 0) {
      waiting.set(name, until);
      area.ports.timers.after(left, area.requestSync);
      return ok(true);
    }
    waiting.delete(name);
    return task.run(area);
  }

  return () => runEach(Object.entries(tasks), ([name, task]) => runOne(name, task));
}
