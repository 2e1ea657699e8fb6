/** Commands about vaults themselves; those about what lies in them are in `items.ts`. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { archiveVault, leaveVault, setAccess } from "./vault-access.ts";
import type { VaultActs } from "./vault-acts.ts";
import { createTitledVault, putTitle } from "./vault-create.ts";
import { listVaults } from "./vault-list.ts";
import { listVoiding, voidVault } from "./vault-void.ts";

async function renameVault(acts: VaultActs, vault: VaultId, title: string): Promise<Result<Record<string, never>>> {
  const right = rightOf(acts.log.state(), acts.profile.user, vault);
  if (right === null) return fail("not-found");
  if (right !== "manage" || acts.log.state().vaults.get(vault)?.kind !== "shared") return fail("role");
  const named = await putTitle(acts, vault, title);
  return named.ok ? ok({}) : named;
}

/** Handlers of one unlocked profile. */
export function vaultHandlers(acts: VaultActs) {
  return {
    "vault.create": (input) => createTitledVault(acts, input),
    "vault.list": () => listVaults(acts),
    "vault.rename": ({ vault, title }) => renameVault(acts, vault, title),
    "vault.voiding": ({ vault }) => listVoiding(acts, vault),
    "vault.void": (input) => voidVault(acts, input),
    "vault.archive": ({ vault }) => archiveVault(acts, vault),
    "vault.leave": (input) => leaveVault(acts, input),
    "vault.setAccess": (input) => setAccess(acts, input),
  } satisfies Partial<Handlers>;
}
