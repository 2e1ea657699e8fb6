/** Whose role has ended is taken out of the team by the next open app of an admin [protocol: Removal]. */
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { hasRoleEnded, isAdmin } from "../../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../../log/act.ts";
import { withAllHeads } from "../leaving.ts";
import type { TeamArea } from "../team-area.ts";
import { runEach } from "./run-each.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

type Ended = { user: UserId; endedBy: EpochMs };

/** By a time on which this computer and its server agree, as for grants; where two people must sign, a person asks the second. */
function endedRoles({ log, profile, agreedTime }: TeamArea): Ended[] {
  const endedBy = agreedTime() as EpochMs | null;
  const state = log.state();
  if (endedBy === null || !isAdmin(state, profile.user) || hasRoleEnded(state, profile.user, endedBy)) return [];
  if (state.policy.cosigned.includes("user-remove")) return [];
  return [...state.users.values()].flatMap(({ user, active }) =>
    active && hasRoleEnded(state, user, endedBy) ? [{ user, endedBy }] : [],
  );
}

export const endRoles: BackgroundTask = {
  isDue: (area) => endedRoles(area).length > 0,
  run: (area) =>
    runEach(endedRoles(area), (ended) =>
      act(withAllHeads(area), { type: "user-remove", id: newId<string>(), ...ended }),
    ),
  delayMs: atOnce,
};
