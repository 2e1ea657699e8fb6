/** Making a vault: the entry with its key for exactly the entitled computers, then its title inside the vault. */
import type { CommandOutput } from "../../../shared/contract/outputs.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { putRecord } from "../records/records.ts";
import type { VaultActs } from "./vault-acts.ts";

/** Makes a shared or personal vault for this person; their own only once. Failures: `role` (policy), `limit`, `offline`. */
export async function createVault(acts: VaultActs, kind: "shared" | "personal"): Promise<Result<VaultId>> {
  const vault = newId<VaultId>();
  const made = await act(acts, { type: "vault-create", vault, kind });
  return made.ok ? ok(vault) : made;
}

/** `vault.create`: the vault, and its title in it. */
export async function createTitledVault(
  acts: VaultActs,
  title: string,
): Promise<Result<CommandOutput<"vault.create">>> {
  const made = await createVault(acts, "shared");
  if (!made.ok) return made;
  const titled = await putTitle(acts, made.value, title);
  return titled.ok ? ok({ ...done(), vault: made.value }) : titled;
}

/** The title lies inside the vault: nobody else reads it. */
export function putTitle(acts: VaultActs, vault: VaultId, title: string): Promise<Result<unknown>> {
  return putRecord(acts.records, vault, vault as string as ItemId, { kind: "vault", title, single: false });
}
