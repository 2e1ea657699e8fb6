/**
 * Giving and taking access [protocol: Team log] [protocol: Vault keys]. Giving hands the key over in the same entry; taking away carries the cut and
 * turns the key at once, in the same post, so that nobody sees a vault that lost a reader and still writes.
 */
import type { Act } from "../../../shared/contract/shapes.ts";
import type { EpochMs, GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { buildEntry, plannedBody } from "../../../shared/protocol/team-log/compose.ts";
import type { AccessChange, Permission } from "../../../shared/protocol/team-log/state/parts.ts";
import { devicesOf, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { cutVaults } from "../../../shared/protocol/team-log/verify.ts";
import { bundleKeys, done, headOf, signer } from "../log/acts.ts";
import { buildRotation } from "../log/rotate.ts";
import type { LogPost } from "../sync/team-log.ts";
import type { VaultActs } from "./vault-acts.ts";

export type AccessInput = {
  vault: VaultId;
  user?: UserId;
  group?: GroupId;
  permission: Permission | null;
  end?: number;
};

/** `vault.setAccess`: `role`, `not-found`, `invalid-input` (nobody named, an end in the past), `offline`. */
export async function setAccess(acts: VaultActs, input: AccessInput): Promise<Result<Act>> {
  if ((input.user === undefined) === (input.group === undefined)) return fail("invalid-input", { field: "user" });
  if (input.end !== undefined && (input.permission === null || input.end <= acts.ports.clock.now()))
    return fail("invalid-input", { field: "end" });
  const state = acts.log.state();
  const isKnown = input.user === undefined ? state.groups.has(input.group as GroupId) : state.users.has(input.user);
  if (!state.vaults.has(input.vault) || !isKnown) return fail("not-found");
  const appended = await acts.log.append((now) => buildAccess(acts, now, input));
  return appended.ok ? ok(done()) : appended;
}

async function buildAccess(acts: VaultActs, state: TeamState, input: AccessInput): Promise<Result<LogPost | null>> {
  const { vault } = input;
  const inLog = state.vaults.get(vault);
  if (inLog === undefined || rightIn(state, acts.profile.user, inLog) !== "manage") return fail("role");
  const end = (input.end ?? null) as EpochMs | null;
  const subject = (input.user ?? input.group) as UserId;
  const had = inLog.access.get(subject);
  if ((had?.permission ?? null) === input.permission && (had?.end ?? null) === end) return ok(null);
  const change: AccessChange = {
    user: input.user ?? null,
    group: input.group ?? null,
    permission: input.permission,
    end,
  };
  const plan = { type: "vault-access" as const, payload: { vault, changes: [change] }, ...signer(acts) };
  const head = headOf(acts, vault);
  const falls = cutVaults(state, plannedBody(state, { ...plan, attached: { heads: [head] } }));
  const attached = { heads: [head], cuts: falls.map((one) => headOf(acts, one)) };
  const trial = buildEntry(state, { ...plan, attached }, acts.keys);
  if (!trial.ok) return trial;
  const given =
    input.permission === null || input.user === undefined ? [] : newReaders(trial.value.state, vault, input.user);
  const { listings, blobs } = bundleKeys(acts, trial.value.state, given);
  const access =
    listings.length === 0
      ? trial
      : buildEntry(state, { ...plan, attached: { ...attached, bundles: listings } }, acts.keys);
  if (!access.ok) return access;
  const entries = [access.value.entry.bytes];
  if (access.value.state.vaults.get(vault)?.rotationDue !== true) return ok({ entries, blobs });
  const rotated = buildRotation(acts, access.value.state, vault);
  if (!rotated.ok) return rotated;
  return ok({ entries: [...entries, rotated.value.entry.bytes], blobs: [...blobs, ...rotated.value.blobs] });
}

/** Computers of this person that were not sent the current key yet. */
function newReaders(
  state: TeamState,
  vault: VaultId,
  user: UserId,
): { device: ReturnType<typeof devicesOf>[number]["device"]; vaults: VaultId[] }[] {
  const inLog = state.vaults.get(vault);
  const sent = inLog?.epochs.get(inLog.epoch)?.sent;
  return devicesOf(state, user)
    .filter(({ device }) => !sent?.has(device))
    .map(({ device }) => ({ device, vaults: [vault] }));
}

/** `vault.archive`: writing ends, reading goes on. */
export async function archiveVault(acts: VaultActs, vault: VaultId): Promise<Result<Act>> {
  const appended = await acts.log.append(async (state) => {
    const inLog = state.vaults.get(vault);
    if (inLog === undefined) return fail("not-found");
    if (inLog.archived) return ok(null);
    const plan = {
      type: "vault-archive" as const,
      payload: { vault },
      attached: { cuts: [headOf(acts, vault)] },
      ...signer(acts),
    };
    const built = buildEntry(state, plan, acts.keys);
    return built.ok ? ok({ entries: [built.value.entry.bytes], blobs: [] }) : built;
  });
  return appended.ok ? ok(done()) : appended;
}
