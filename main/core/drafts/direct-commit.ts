/** A commit of an act that waits for nobody's draft: made anew on the chain of the moment until one is taken [protocol: Vault chain]. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Change } from "../../../shared/protocol/vault-chain/commit.ts";
import { type BatchParts, signCommit } from "./commit-batch.ts";

/** A busy vault moves under us. */
const attemptsMost = 20;

/** `make` answers the changes of the next commit, none where nothing is left to do. Failures: its own, those of the server. */
export async function postChanges(
  { unlocked }: Pick<BatchParts, "unlocked">,
  vault: VaultId,
  make: () => Promise<Result<Change[]>>,
): Promise<Result<true>> {
  for (let lost = 0; lost <= attemptsMost; lost++) {
    const changes = await make();
    if (!changes.ok) return changes;
    if (changes.value.length === 0) return ok(true);
    const posted = await unlocked.vaults.post(vault, signCommit({ unlocked }, vault, changes.value), []);
    if (posted.ok) return posted;
    const isLost = posted.failure.code === "manifest" && posted.failure.retry === "later";
    if (!isLost) return posted;
    const pulled = await unlocked.vaults.pull(vault);
    if (!pulled.ok) return pulled;
  }
  return fail("busy", { vault }, "later");
}
