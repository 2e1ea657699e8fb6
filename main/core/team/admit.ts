/** Letting people in: an admin's open app verifies a join message and signs `user-add` with the keys [protocol: Invites]. */

import type { DeviceId, InviteId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { parseJoin, verifyJoin } from "../../../shared/protocol/join/join.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import { findOpenInvite } from "../../../shared/protocol/team-log/entries/user-add.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { InviteInLog, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bundleKeys, signer } from "../log/acts.ts";
import type { LogPost } from "../sync/team-log.ts";
import type { TeamArea } from "./team-area.ts";

export type WaitingJoin = { invite: InviteId; join: Uint8Array };

/** Join messages that verify against an open invite of the log; everything else that the server shows is left aside. */
export async function readJoins(area: TeamArea): Promise<Result<WaitingJoin[]>> {
  const state = area.log.state();
  const answer = await area.transport.call("joins", {});
  if (!answer.ok) return answer;
  const joins = answer.value.joins.flatMap((bytes) => {
    const found = checkJoin(state, bytes, area.ports.clock.now());
    return found === null ? [] : [{ invite: found.invite.invite, join: bytes }];
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

function checkJoin(
  state: TeamState,
  bytes: Uint8Array,
  now: number,
): { invite: InviteInLog; user: UserId; device: DeviceId } | null {
  const join = parseJoin(bytes);
  if (!join.ok) return null;
  const invite = findOpenInvite(state, join.value.invite, now);
  if (!invite.ok) return null;
  const verified = verifyJoin(join.value, invite.value, state.team);
  return verified.ok ? { invite: invite.value, ...verified.value } : null;
}

/** Signs `user-add` for a waiting join. Nothing happens where it no longer stands on the newest state. */
export function admit(area: TeamArea, waiting: WaitingJoin): Promise<Result<true>> {
  return area.log.append(async (state) => buildUserAdd(area, state, waiting));
}

async function buildUserAdd(area: TeamArea, state: TeamState, { join }: WaitingJoin): Promise<Result<LogPost | null>> {
  const found = checkJoin(state, join, area.ports.clock.now());
  if (found === null) return ok(null);
  const plan = { type: "user-add" as const, payload: { join, grants: [], groups: [], heirs: [] }, ...signer(area) };
  // Once without keys, to see what the log will entitle the new computer to; then with them.
  const trial = buildEntry(state, plan, area.keys);
  if (!trial.ok) return trial;
  const vaults = entitledVaults(trial.value.state, found.user);
  const { listings, blobs } = bundleKeys(area, trial.value.state, [{ device: found.device, vaults }]);
  const entry = buildEntry(state, { ...plan, attached: { bundles: listings } }, area.keys);
  return entry.ok ? ok({ entries: [entry.value.entry.bytes], blobs }) : entry;
}

function entitledVaults(state: TeamState, user: UserId): VaultId[] {
  return [...state.vaults.values()]
    .filter((vault) => !vault.archived && rightOf(state, user, vault.vault) !== null)
    .map(({ vault }) => vault);
}
