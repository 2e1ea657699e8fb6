/** What removing a person or a computer would do, found by trying it on a state: for the dialog that says it before [protocol: Leavers]. Pure. */
import type { DeviceId, GroupId, UserId, VaultId } from "../../encoding/ids.ts";
import { affectedBy, type NeededHeir, neededHeirs } from "./state/leavers.ts";
import { hasComputer } from "./state/membership.ts";
import { readersOf, rightIn } from "./state/rules.ts";
import { endDevice, endPerson } from "./state/take-person.ts";
import type { TeamState } from "./state/team-state.ts";
import { beginTransaction } from "./state/transaction.ts";

export type Removal = {
  /** Live shared vaults that they can open, ascending. */
  vaults: VaultId[];
  /** Those of them that nobody else opens: they are archived. */
  archived: VaultId[];
  /** Groups in which they are or which they manage, ascending. */
  groups: GroupId[];
  /** What needs somebody to go on, and who is equally fit. */
  heirs: NeededHeir[];
};

/** What `user-remove` of this person, signed by that one, would do. */
export function removalOf(state: TeamState, user: UserId, signer: UserId): Removal {
  const affected = affectedBy(state, user);
  const tx = beginTransaction(state);
  endPerson(tx, user);
  const vaults = opened(state, user, affected.vaults);
  return {
    vaults,
    archived: vaults.filter((vault) => readersOf(tx, vault).length === 0),
    groups: [...affected.groups],
    heirs: neededHeirs(tx, affected, signer),
  };
}

export type Revocation = {
  /** Live shared vaults whose keys change after it, ascending. */
  vaults: VaultId[];
  /** Its person has no other computer. */
  isLast: boolean;
  /** What needs somebody to go on, and who is equally fit. */
  heirs: NeededHeir[];
};

/** What `device-revoke` of a person's device, signed by that one, would do. */
export function revocationOf(
  state: TeamState,
  { device, user }: { device: DeviceId; user: UserId },
  signer: UserId,
): Revocation {
  const affected = affectedBy(state, user);
  const tx = beginTransaction(state);
  endDevice(tx, device);
  return {
    vaults: opened(state, user, affected.vaults),
    isLast: !hasComputer(tx.devices, user),
    heirs: neededHeirs(tx, affected, signer),
  };
}

function opened(state: TeamState, user: UserId, vaults: readonly VaultId[]): VaultId[] {
  return vaults.filter((id) => {
    const vault = state.vaults.get(id);
    return vault !== undefined && rightIn(state, user, vault) !== null;
  });
}
