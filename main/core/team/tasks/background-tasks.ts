/** What the team expects of an open app, after every round of syncing: one table, in the order in which it is done. */
import type { Result } from "../../../../shared/failures.ts";
import { ok } from "../../../../shared/failures.ts";
import type { TeamArea } from "../team-area.ts";
import { answerJoins } from "./answer-joins.ts";
import { endGrants } from "./end-grants.ts";
import { ownPersonalVault } from "./own-personal-vault.ts";
import { rememberNames } from "./remember-names.ts";
import { rotateDueKeys } from "./rotate-due-keys.ts";
import { runEach } from "./run-each.ts";
import { supplyKeys } from "./supply-keys.ts";
import type { BackgroundTask } from "./task.ts";

export const backgroundTasks = {
  ownPersonalVault,
  answerJoins,
  endGrants,
  rotateDueKeys,
  supplyKeys,
  rememberNames,
} satisfies Record<string, BackgroundTask>;

/** Runs what is due of a table of tasks, and remembers since when something that waits its delay has been due. */
export function createTaskRunner(
  area: TeamArea,
  tasks: Readonly<Record<string, BackgroundTask>> = backgroundTasks,
): () => Promise<Result<true>> {
  const waiting = new Map<string, { since: number; ms: number }>();

  async function runOne(name: string, task: BackgroundTask): Promise<Result<true>> {
    if (!task.isDue(area)) {
      waiting.delete(name);
      return ok(true);
    }
    const now = area.ports.clock.now();
    const { since, ms } = waiting.get(name) ?? { since: now, ms: task.delayMs(area) };
    // A clock that is set back makes the wait begin anew, not longer than it was.
    const wait = { since: Math.min(since, now), ms };
    const left = wait.since + wait.ms - now;
    if (left > 0) {
      waiting.set(name, wait);
      area.ports.timers.after(left, area.requestSync);
      return ok(true);
    }
    waiting.delete(name);
    return task.run(area);
  }

  return () => runEach(Object.entries(tasks), ([name, task]) => runOne(name, task));
}
