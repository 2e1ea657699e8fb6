/** Vaults as the person sees them: personal first, then by title; system vaults are not among them. */

import type { AccessShape, ReaderShape, VaultShape } from "../../../shared/contract/shapes.ts";
import type { EpochMs, GroupId, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import {
  managementOf,
  readersOf,
  reasonsOf,
  rightIn,
  waitingDevices,
} from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { isRecord } from "../records/records.ts";
import type { VaultActs } from "./vault-acts.ts";

/** `vault.list`. */
export async function listVaults(acts: VaultActs): Promise<Result<VaultShape[]>> {
  const state = acts.log.state();
  const shapes: VaultShape[] = [];
  for (const vault of state.vaults.values()) {
    if (vault.kind !== "personal" && vault.kind !== "shared") continue;
    const permission = rightIn(state, acts.profile.user, vault);
    if (permission === null || isOutOfReach(acts, vault)) continue;
    const hasEnded = acts.rights.hasEnded(vault.vault);
    const titled = await acts.records.of.vault.find(vault.vault as string as ItemId, vault.vault);
    const failure = acts.chains.stopped(vault.vault);
    shapes.push({
      vault: vault.vault,
      kind: vault.kind,
      title: (vault.kind === "shared" ? titled?.body.title : null) ?? "",
      permission,
      state: stateOf(acts, vault),
      count: hasEnded ? 0 : count(acts, vault),
      absent: hasEnded ? 0 : acts.absentIn(vault.vault),
      ...accessOf(acts, state, vault),
      leave: hasEnded ? "no" : leaveOf(state, vault, acts.profile.user),
      ...(failure === null ? {} : { failure }),
    });
  }
  return ok(
    shapes.sort(
      (left, right) =>
        Number(right.kind === "personal") - Number(left.kind === "personal") || compareTitles(left.title, right.title),
    ),
  );
}

function stateOf(acts: VaultActs, vault: VaultInLog): VaultShape["state"] {
  if (acts.rights.hasEnded(vault.vault)) return "ended";
  if (acts.chains.stopped(vault.vault) !== null) return "stopped";
  if (vault.archived) return "archived";
  if (acts.keyring.current(vault.vault) === null) return "key-pending";
  return vault.rotationDue ? "rotation-due" : "ready";
}

/** Only a direct grant is one's own to give up; without it somebody has to go on managing the vault for good [protocol: Leavers]. */
function leaveOf(state: TeamState, vault: VaultInLog, user: UserId): VaultShape["leave"] {
  if (vault.kind !== "shared" || vault.archived || !vault.access.has(user)) return "no";
  const access = new Map(vault.access);
  access.delete(user);
  return managementOf(state, { ...vault, access }) < managementOf(state, vault) ? "successor" : "freely";
}

function count(acts: VaultActs, { vault }: VaultInLog): number {
  let items = 0;
  for (const [item, { deleted }] of acts.chains.chain(vault).items)
    if (!deleted && !isRecord(acts, vault, item)) items += 1;
  return items;
}

/** Of a vault that was archived before somebody came into one of its groups nobody sends them the key. */
function isOutOfReach({ keyring, profile }: VaultActs, { archived, access, vault }: VaultInLog): boolean {
  return archived && !access.has(profile.user) && keyring.current(vault) === null;
}

/**
 * To whom it is given, and who may open it by that, by the verified log; who of them still waits for a key: of their own, this
 * computer knows better.
 */
function accessOf(
  { keyring, profile }: VaultActs,
  state: TeamState,
  vault: VaultInLog,
): Pick<VaultShape, "access" | "readers"> {
  const waiting = new Set(waitingDevices(state, vault).map((device) => state.devices.get(device)?.user));
  if (keyring.current(vault.vault) === null) waiting.add(profile.user);
  const pending = (user: UserId) => (waiting.has(user) ? { keyPending: true } : {});
  const until = (end: EpochMs | null) => (end === null ? {} : { end });
  const readers = readersOf(state, vault.vault).map(({ user, permission }): ReaderShape => {
    const { end, groups } = reasonsOf(state, vault, { user, permission });
    return { user, permission, ...until(end), ...pending(user), ...(groups.length === 0 ? {} : { groups }) };
  });
  if (vault.kind !== "shared") return { access: readers, readers };
  const access = [...vault.access].map(([subject, { permission, end }]): AccessShape => {
    if (state.groups.has(subject as GroupId)) return { group: subject, permission, ...until(end) };
    return { user: subject, permission, ...until(end), ...pending(subject as UserId) };
  });
  return { access, readers };
}
