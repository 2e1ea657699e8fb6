/**
 * Whoever invited somebody is told when they are in, whoever's app let them in. Above `member` it is an act, after two codes: who
 * has just done it is told by it, and not once more.
 */
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { isBodyOf } from "../../../shared/protocol/team-log/entry.ts";
import type { TeamArea } from "./team-area.ts";

/** Listens to what is verified from now on. */
export function tellJoined({
  events,
  log,
  profile,
  emit,
}: Pick<TeamArea, "events" | "log" | "profile" | "emit">): void {
  events.on("entriesVerified", (entries: readonly Entry[]) => {
    const { users, invites } = log.state();
    const added = new Map(
      entries.filter(({ body }) => isBodyOf(body, "user-add")).map(({ body }) => [body.seq, body.actor.device]),
    );
    if (added.size === 0) return;
    for (const { user, addedSeq, invite } of users.values()) {
      const letInBy = added.get(addedSeq);
      const invited = invite === null ? undefined : invites.get(invite);
      if (letInBy === undefined || invited?.by !== profile.user) continue;
      if (invited.role !== "member" && letInBy === profile.device) continue;
      emit("member.joined", { user });
    }
  });
}
