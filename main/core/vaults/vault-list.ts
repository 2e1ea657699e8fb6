/** Vaults as the person sees them: personal first, then by title; system vaults are no vaults to him. */
import type { AccessShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { readersOf, rightIn, waitingDevices } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { isRecord, readRecords } from "../records/records.ts";
import type { Unlocked } from "../unlocked.ts";

/** `vault.list`. */
export async function listVaults(unlocked: Unlocked): Promise<Result<VaultShape[]>> {
  const state = unlocked.log.state();
  const shapes: VaultShape[] = [];
  for (const vault of state.vaults.values()) {
    if (vault.kind !== "personal" && vault.kind !== "shared") continue;
    const permission = rightIn(state, unlocked.profile.user, vault);
    if (permission === null) continue;
    const titles = vault.kind === "shared" ? await readRecords(unlocked, vault.vault, "vault") : [];
    const failure = unlocked.chains.stopped(vault.vault);
    shapes.push({
      vault: vault.vault,
      kind: vault.kind,
      title: titles[0]?.overview.title ?? "",
      permission,
      state: stateOf(unlocked, vault),
      count: count(unlocked, vault),
      access: accessOf(state, vault),
      ...(failure === null ? {} : { failure }),
    });
  }
  return ok(
    shapes.sort(
      (left, right) =>
        Number(right.kind === "personal") - Number(left.kind === "personal") || left.title.localeCompare(right.title),
    ),
  );
}

function stateOf(unlocked: Unlocked, vault: VaultInLog): VaultShape["state"] {
  if (unlocked.chains.stopped(vault.vault) !== null) return "stopped";
  if (vault.archived) return "archived";
  if (unlocked.keyring.current(vault.vault) === null) return "key-pending";
  return vault.rotationDue ? "rotation-due" : "ready";
}

function count(unlocked: Unlocked, { vault }: VaultInLog): number {
  let items = 0;
  for (const [item, { deleted }] of unlocked.chains.chain(vault).items)
    if (!deleted && !isRecord(unlocked, vault, item)) items += 1;
  return items;
}

/** Who may open it by the verified log, and who of them still waits for a key. */
function accessOf(state: TeamState, vault: VaultInLog): AccessShape[] {
  const waiting = new Set(waitingDevices(state, vault).map((device) => state.devices.get(device)?.user));
  return readersOf(state, vault.vault).map(({ user, permission }) => {
    const end = vault.access.get(user)?.end ?? null;
    return { user, permission, ...(end === null ? {} : { end }), ...(waiting.has(user) ? { keyPending: true } : {}) };
  });
}
