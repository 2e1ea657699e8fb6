/** Letting people in: an admin's open app verifies a join message and signs `user-add` with the keys [protocol: Invites]. */

import type { DeviceId, InviteId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { parseJoin, verifyJoin } from "../../../shared/protocol/join/join.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import { findOpenInvite } from "../../../shared/protocol/team-log/entries/user-add.ts";
import { isAdmin, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { InviteInLog, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bundleKeys, signer } from "../log/acts.ts";
import type { Transport } from "../sync/transport.ts";
import type { LogPost, Unlocked } from "../unlocked.ts";

export type WaitingJoin = { invite: InviteId; join: Uint8Array };

/** Join messages that verify against an open invite of the log; everything else that the server shows is left aside. */
export async function readJoins(unlocked: Unlocked, transport: Transport): Promise<Result<WaitingJoin[]>> {
  const state = unlocked.log.state();
  const hasOpen = [...state.invites.values()].some((invite) => invite.state === "open");
  if (!isAdmin(state, unlocked.profile.user) || !hasOpen) {
    noteJoining(unlocked, []);
    return ok([]);
  }
  const answer = await transport.call("joins", {});
  if (!answer.ok) return answer;
  const joins = answer.value.joins.flatMap((bytes) => {
    const found = judgeJoin(state, bytes, unlocked.ports.clock.now());
    return found === null ? [] : [{ invite: found.invite.invite, join: bytes }];
  });
  noteJoining(unlocked, joins);
  return ok(joins);
}

/** Remembers for the list of invites who waits, and tells where that changed. */
function noteJoining({ joining, emit }: Unlocked, joins: readonly WaitingJoin[]): void {
  const now = new Set(joins.map(({ invite }) => invite));
  const isSame = now.size === joining.size && [...now].every((invite) => joining.has(invite));
  if (isSame) return;
  joining.clear();
  for (const invite of now) joining.add(invite);
  emit("invite.changed", {});
}

function judgeJoin(
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
export function admit(unlocked: Unlocked, waiting: WaitingJoin): Promise<Result<true>> {
  return unlocked.log.append(async (state) => buildUserAdd(unlocked, state, waiting));
}

async function buildUserAdd(
  unlocked: Unlocked,
  state: TeamState,
  { join }: WaitingJoin,
): Promise<Result<LogPost | null>> {
  const found = judgeJoin(state, join, unlocked.ports.clock.now());
  if (found === null) return ok(null);
  const plan = { type: "user-add" as const, payload: { join, grants: [], groups: [], heirs: [] }, ...signer(unlocked) };
  // Once without keys, to see what the log will entitle the new computer to; then with them.
  const trial = buildEntry(state, plan, unlocked.keys);
  if (!trial.ok) return trial;
  const vaults = entitledVaults(trial.value.state, found.user);
  const { listings, blobs } = bundleKeys(unlocked, trial.value.state, [{ device: found.device, vaults }]);
  const entry = buildEntry(state, { ...plan, attached: { bundles: listings } }, unlocked.keys);
  return entry.ok ? ok({ entries: [entry.value.entry.bytes], blobs }) : entry;
}

function entitledVaults(state: TeamState, user: UserId): VaultId[] {
  return [...state.vaults.values()]
    .filter((vault) => !vault.archived && rightOf(state, user, vault.vault) !== null)
    .map(({ vault }) => vault);
}
