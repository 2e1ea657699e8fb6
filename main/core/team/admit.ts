/** Letting people in: an admin's open app verifies a join message and signs `user-add` with the keys [protocol: Invites]. */

import type { EpochMs, InviteId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { parseJoin, verifyJoin } from "../../../shared/protocol/join/join.ts";
import { findInviteAt } from "../../../shared/protocol/team-log/entries/user-add.ts";
import type { InviteInLog, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../log/act.ts";
import type { TeamArea } from "./team-area.ts";

export type WaitingJoin = { invite: InviteId; join: Uint8Array };

/** Join messages that verify against an open invite of the log; everything else that the server shows is left aside. */
export async function readJoins(area: TeamArea): Promise<Result<WaitingJoin[]>> {
  const state = area.log.state();
  const answer = await area.transport.call("joins", {});
  if (!answer.ok) return answer;
  const joins = answer.value.joins.flatMap((bytes) => {
    const found = checkJoin(state, bytes, area.ports.clock.now() as EpochMs);
    return found === null ? [] : [{ invite: found.invite, join: bytes }];
  });
  rememberJoins(area, joins);
  return ok(joins);
}

/** Nobody waits any more, or this person may not see it. */
export function forgetJoins(area: TeamArea): void {
  rememberJoins(area, []);
}

/** Remembers for the list of invites who waits, and tells where that changed. */
function rememberJoins({ joining, emit }: TeamArea, joins: readonly WaitingJoin[]): void {
  const now = new Set(joins.map(({ invite }) => invite));
  const isSame = now.size === joining.size && [...now].every((invite) => joining.has(invite));
  if (isSame) return;
  joining.clear();
  for (const invite of now) joining.add(invite);
  emit("invite.changed", {});
}

/** `time` is what the entry of this app would carry: no other clock is asked. */
function checkJoin(state: TeamState, bytes: Uint8Array, time: EpochMs): InviteInLog | null {
  const join = parseJoin(bytes);
  if (!join.ok) return null;
  const invite = findInviteAt(state, join.value.invite, time);
  if (!invite.ok) return null;
  return verifyJoin(join.value, invite.value, state.team).ok ? invite.value : null;
}

/** Signs `user-add` for a waiting join. Nothing happens where it no longer stands on the newest state. */
export function admit(area: TeamArea, { join }: WaitingJoin): Promise<Result<true>> {
  return act(area, { type: "user-add", join });
}
