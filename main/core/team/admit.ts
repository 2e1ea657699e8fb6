/** Letting people in: an admin's open app verifies a join message and signs `user-add` with the keys [protocol: Invites]. */

import type { EpochMs, InviteId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { parseJoin, verifyJoin } from "../../../shared/protocol/join/join.ts";
import { findInviteAt, findOpenInvite } from "../../../shared/protocol/team-log/entries/user-add.ts";
import type { InviteInLog, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../log/act.ts";
import type { TeamArea } from "./team-area.ts";

export type WaitingJoin = { invite: InviteId; join: Uint8Array };
/** Who waits; and invites on which somebody waits in vain, because they ended long ago. */
export type FoundJoins = { waiting: WaitingJoin[]; tooLate: InviteId[] };

/** So long after its end by this computer's clock an invite counts as over for good: no clock is that wrong unnoticed. */
const tooLateMs = 2 * 86_400_000;

/** Join messages that verify against an open invite of the log; everything else that the server shows is left aside. */
export async function readJoins(area: TeamArea): Promise<Result<FoundJoins>> {
  const state = area.log.state();
  const answer = await area.transport.call("joins", {});
  if (!answer.ok) return answer;
  const joins = answer.value.joins.flatMap((bytes) => {
    const invite = checkJoin(state, bytes);
    return invite === null ? [] : [{ invite, join: bytes }];
  });
  // The time that the entry of this app would carry: no other clock is asked.
  const now = area.ports.clock.now();
  const isOverAt = (time: number, { hash }: InviteInLog) => !findInviteAt(state, hash, time as EpochMs).ok;
  const waiting = joins
    .filter(({ invite }) => !isOverAt(now, invite))
    .map(({ invite, join }) => ({ invite: invite.invite, join }));
  const tooLate = joins.filter(({ invite }) => isOverAt(now - tooLateMs, invite)).map(({ invite }) => invite.invite);
  rememberJoins(
    area,
    joins.map(({ invite }) => invite.invite),
  );
  return ok({ waiting, tooLate });
}

/** Nobody waits any more, or this person may not see it. */
export function forgetJoins(area: TeamArea): void {
  rememberJoins(area, []);
}

/** Remembers for the list of invites who waits, and tells where that changed. */
function rememberJoins({ joining, emit }: TeamArea, invites: readonly InviteId[]): void {
  const now = new Set(invites);
  const isSame = now.size === joining.size && [...now].every((invite) => joining.has(invite));
  if (isSame) return;
  joining.clear();
  for (const invite of now) joining.add(invite);
  emit("invite.changed", {});
}

function checkJoin(state: TeamState, bytes: Uint8Array): InviteInLog | null {
  const join = parseJoin(bytes);
  if (!join.ok) return null;
  const invite = findOpenInvite(state, join.value.invite);
  if (!invite.ok) return null;
  return verifyJoin(join.value, invite.value, state.team).ok ? invite.value : null;
}

/** Cancels an invite that is over, so that whoever waits on it is told, and asks for another one. */
export function endInvite(area: TeamArea, invite: InviteId): Promise<Result<true>> {
  return act(area, { type: "invite-cancel", invite });
}

/** Signs `user-add` for a waiting join. Nothing happens where it no longer stands on the newest state. */
export function admit(area: TeamArea, { join }: WaitingJoin): Promise<Result<true>> {
  return act(area, { type: "user-add", join });
}
