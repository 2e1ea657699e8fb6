/** What the server calls the head of a vault, against what this computer holds and what signed entries name [protocol: Completeness]. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import type { NamedHead } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { highestRequired, missingHead } from "../../../shared/protocol/vault-chain/completeness.ts";
import type { Profile } from "../store/profile-row.ts";
import { nameMissing } from "./held-chain.ts";
import { type Beside, lookBeside } from "./vault-beside.ts";

type Parts = Parameters<typeof nameMissing>[0] & Omit<Beside, "openForks" | "transport">;

/** Its head is not what it should be: where that stands beside my chain, what it has there is looked at. */
export async function refused(
  parts: Parts,
  vault: VaultId,
  { head, failure }: { head: Head; failure: Failure },
): Promise<{ ok: false; failure: Failure }> {
  const mine = parts.store.chain(vault).hashes[head.seq];
  if (mine !== undefined && mine !== head.hash) await lookBeside(parts, vault, head);
  if (failure.code === "log-fork") parts.stops.stop(vault, failure);
  return { ok: false, failure: parts.stops.find(vault) ?? failure };
}

/** What the server calls the head, against mine and against the heads that signed entries name. */
export function checkShown(
  parts: Parts,
  vault: VaultId,
  { head, required }: { head: Head; required: NamedHead | null },
): Result<true> {
  const mine = parts.store.chain(vault).head;
  // The server shows less than was verified or signed: my head stays, and what it shows is not taken.
  if (head.seq < mine.seq) return fail("log-rollback", { vault, number: head.seq });
  if (required !== null && head.seq < required.seq) return nameMissing(parts, vault, missingHead(vault, required));
  if (head.seq === mine.seq && head.hash !== mine.hash) {
    return fail("log-fork", { vault, number: head.seq }, "never");
  }
  return ok(true);
}

/** The highest head that signed entries name up to this number of the log. */
export function highest(
  { state, profile }: { state(): TeamState; profile: Profile },
  vault: VaultId,
  upTo: number,
): NamedHead | null {
  const inLog = state().vaults.get(vault);
  return inLog === undefined ? null : highestRequired(inLog, { device: profile.device, upTo });
}
