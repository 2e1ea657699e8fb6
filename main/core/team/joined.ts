/** Whoever invited somebody is told when they are in, whoever's app let them in. */
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
    const added = new Set(entries.filter(({ body }) => isBodyOf(body, "user-add")).map(({ body }) => body.seq));
    if (added.size === 0) return;
    for (const { user, addedSeq, invite } of users.values())
      if (added.has(addedSeq) && invite !== null && invites.get(invite)?.by === profile.user)
        emit("member.joined", { user });
  });
}
