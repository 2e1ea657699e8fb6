/**
 * What this person may do in a vault now: by the verified log, less the grants and the role whose end has come by the latest time that this
 * computer has seen [protocol: Removal]. The log, and so every verifier, knows no clock; this is what the own app opens and writes.
 */
import type { UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Permission } from "../../../shared/protocol/team-log/state/parts.ts";
import { readersOf, rightOf, servedRight } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";

export type Rights = {
  /** The latest time that this computer has seen, by which ends are counted; milliseconds since 1970. */
  now(): number;
  /** Null: none, or it has ended. */
  of(vault: VaultId): Permission | null;
  /** The log holds a right, and its end has come: nothing in the vault is opened, shown or written here. */
  hasEnded(vault: VaultId): boolean;
  /** `access-ended`, or ok. */
  checkOpen(vault: VaultId): Result<true>;
  /** Managed by this person, and read by nobody else. */
  isAlone(vault: VaultId): boolean;
};

/** By this state and this time. */
export function ownRights({ state, user, now }: { state(): TeamState; user: UserId; now(): number }): Rights {
  // Whose role has ended still reads by name whose word that is, and whom to ask.
  const of = (vault: VaultId) =>
    state().vaults.get(vault)?.kind === "directory"
      ? rightOf(state(), user, vault)
      : servedRight(state(), user, vault, now());
  const hasEnded = (vault: VaultId) => of(vault) === null && rightOf(state(), user, vault) !== null;
  return {
    now,
    of,
    hasEnded,
    checkOpen: (vault) => (hasEnded(vault) ? fail("access-ended", { vault }, "after-act") : ok(true)),
    isAlone: (vault) => of(vault) === "manage" && readersOf(state(), vault).length === 1,
  };
}
