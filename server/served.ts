/** Whom the server serves what: the log's right, minus grants whose end has come (protocol 10). One place for every route. */
import type { Permission } from "../shared/protocol/entry-payloads.ts";
import type { UserId, VaultId } from "../shared/protocol/ids.ts";
import { rightIn } from "../shared/protocol/team-rules.ts";
import type { TeamState, VaultInLog } from "../shared/protocol/team-state.ts";

/** The right that is served at `now`; null: as if the vault did not exist. */
export function servedRight(state: TeamState, user: UserId, vaultId: VaultId, now: number): Permission | null {
  const vault = state.vaults.get(vaultId);
  const member = state.users.get(user);
  if (vault === undefined || member === undefined || (member.roleEnd !== null && member.roleEnd <= now)) return null;
  return rightIn(state, user, withoutEnded(vault, now));
}

function withoutEnded(vault: VaultInLog, now: number): VaultInLog {
  const isEnded = [...vault.access.values()].some(({ end }) => end !== null && end <= now);
  if (!isEnded) return vault;
  return { ...vault, access: new Map([...vault.access].filter(([, { end }]) => end === null || end > now)) };
}

/** Every vault that is served to a person now. */
export function servedVaults(state: TeamState, user: UserId, now: number): VaultId[] {
  return [...state.vaults.keys()].filter((vault) => servedRight(state, user, vault, now) !== null);
}
