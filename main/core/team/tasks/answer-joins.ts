/**
 * Members are let in by an admin's open app, others once somebody compared codes with them here; whoever comes long after the end
 * is told [protocol: Invites] [protocol: Compared invites].
 */
import { ok } from "../../../../shared/failures.ts";
import { isAdmin } from "../../../../shared/protocol/team-log/state/rules.ts";
import { admit, endInvite, forgetJoins, readJoins } from "../admit.ts";
import { comparedJoins } from "../compare-invite.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

export const answerJoins: BackgroundTask = {
  isDue(area) {
    const state = area.log.state();
    const hasOpen = [...state.invites.values()].some((invite) => invite.state === "open");
    const isDue = hasOpen && isAdmin(state, area.profile.user);
    if (!isDue) forgetJoins(area);
    return isDue;
  },
  async run(area) {
    const joins = await readJoins(area);
    if (!joins.ok) return joins;
    const { waiting, tooLate } = joins.value;
    const { invites } = area.log.state();
    const members = waiting.filter(({ invite }) => invites.get(invite)?.role === "member");
    // The message that was compared, whatever the server lists in its place.
    const compared = comparedJoins(area).filter(({ invite }) => invites.get(invite)?.state === "open");
    // Whoever is added waits until others confirmed who is still in the team; the list of invites says for whom.
    const letIn = await runEach(area.freshness().isFresh ? [...members, ...compared] : [], async (one) => {
      const admitted = await admit(area, one);
      // They wait until the logins that they would open are settled: nothing failed, and Today says what to do.
      return !admitted.ok && admitted.failure.code === "not-settled" ? ok(true) : admitted;
    });
    const ended = await runEach(tooLate, (invite) => endInvite(area, invite));
    return letIn.ok ? ended : letIn;
  },
  delayMs: atOnce,
};
