/** Vaults that stopped at their last good head, and why: kept as evidence, told once [protocol: Vault chain]. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Failure } from "../../../shared/failures.ts";
import type { Database, Ports } from "../ports.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import { markStopped } from "../store/vault-rows.ts";

export type StoppedVaults = {
  find(vault: VaultId): Failure | null;
  /** Stops a vault; one that stands already keeps its first reason. */
  stop(vault: VaultId, failure: Failure, evidence?: Uint8Array): void;
  /** Keeps and tells what happened to a vault that goes on. */
  note(vault: VaultId, failure: Failure, evidence?: Uint8Array): void;
  /** Lets one, or all, be tried once more. */
  release(vault?: VaultId): void;
};

type Hooks = {
  alert(failure: Failure, vault: VaultId): void;
  /** A fork that is proven stops a vault for as long as it is, through locks and restarts. */
  proven(vault: VaultId): Failure | null;
};

/** Keeps the list of an unlocked profile; a fresh unlock checks everything anew. */
export function createStoppedVaults(
  { clock }: Pick<Ports, "clock">,
  db: Database,
  { alert, proven }: Hooks,
): StoppedVaults {
  const failures = new Map<VaultId, Failure>();
  return {
    find: (vault) => failures.get(vault) ?? proven(vault),
    stop(vault, failure, evidence) {
      if (failures.has(vault)) return;
      failures.set(vault, failure);
      const { user, device } = failure.detail ?? {};
      db.transaction(() => {
        markStopped(db, vault, failure.code);
        addSecurityEvent(db, { at: clock.now(), code: failure.code, vault, user, device, evidence });
      });
      alert(failure, vault);
    },
    note(vault, failure, evidence) {
      const { user, device } = failure.detail ?? {};
      addSecurityEvent(db, { at: clock.now(), code: failure.code, vault, user, device, evidence });
      alert(failure, vault);
    },
    release: (vault) => void (vault === undefined ? failures.clear() : failures.delete(vault)),
  };
}
