/** What removing a person would do, found by trying it on a state: for the dialog that says it before [protocol: Leavers]. Pure. */
import type { GroupId, UserId, VaultId } from "../../encoding/ids.ts";
import { affectedBy, type NeededHeir, neededHeirs } from "./state/leavers.ts";
import { readersOf, rightIn } from "./state/rules.ts";
import { endPerson } from "./state/take-person.ts";
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
  const opens = (id: VaultId): boolean => {
    const vault = state.vaults.get(id);
    return vault !== undefined && rightIn(state, user, vault) !== null;
  };
  const tx = beginTransaction(state);
  endPerson(tx, user);
  const vaults = affected.vaults.filter(opens);
  return {
    vaults,
    archived: vaults.filter((vault) => readersOf(tx, vault).length === 0),
    groups: [...affected.groups],
    heirs: neededHeirs(tx, affected, signer),
  };
}
