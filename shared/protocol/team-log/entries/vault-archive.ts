/** `vault-archive`: a manager of a shared vault ends writing in it; reading goes on. */
import { idField, strict } from "../../../encoding/fields.ts";
import type { VaultId } from "../../../encoding/ids.ts";
import { ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import type { VaultInLog } from "../state/team-state.ts";
import { putVault, recordVaultHistory } from "../state/transaction.ts";
import { checkManager } from "./vault-access.ts";

type Payload = { vault: VaultId };

export const vaultArchive: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ vault: idField<VaultId>() }),
  attached: { cuts: "exact", heads: "none", bundles: "none" },
  signer: (before, { payload, actor }) => checkManager(before, payload.vault, actor.user),
  names: ({ vault }) => ({ ...nobodyNamed, vaults: [vault] }),
  rightsOn: ({ vault }) => [vault],
  reduce(tx, { payload }) {
    const vault = tx.before.vaults.get(payload.vault) as VaultInLog;
    putVault(tx, { ...vault, archived: true });
    tx.reducedVaults.add(vault.vault);
    recordVaultHistory(tx, vault.vault);
    return ok(true);
  },
};
