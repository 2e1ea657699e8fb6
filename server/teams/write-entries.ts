/** The rows of a post that was checked, inside its one transaction. Decides nothing. */

import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import type { Entry } from "../../shared/protocol/team-log/entry.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { emptyHead } from "../../shared/protocol/vault-chain/chain.ts";
import { removeJoins } from "../store/join-store.ts";
import { addLacking, type LackingRow } from "../store/lacking-store.ts";
import { addBlobs, addEntries, type BlobRow, countBytes } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { countShare } from "../store/share-store.ts";
import { addVault, moveHead, voidCommits } from "../store/vault-store.ts";
import type { VaultPlan } from "./entry-heads.ts";
import type { Hold } from "./holds.ts";
import type { StoredVault, Team } from "./team.ts";

/** Verified entries with the state after them; `landed`: those for which a pause may be running. */
export type Taken = {
  state: TeamState;
  entries: Entry[];
  plan: VaultPlan;
  blobs: BlobRow[];
  bytes: number;
  /** Entry hashes of invites under which nobody waits any more. */
  closedInvites: Hash[];
  landed: Hold[];
  /** What they name and is not here; nothing where nothing was restored. */
  lacking: LackingRow[];
};

/** Writes it all; the answer is the vaults that the entries made, for memory to take once the transaction is durable. */
export async function writeTaken(
  db: Db,
  team: Pick<Team, "teamNo" | "vaults">,
  { entries, plan, blobs, bytes, closedInvites, lacking }: Taken,
): Promise<[VaultId, StoredVault][]> {
  const { teamNo } = team;
  await addEntries(
    db,
    teamNo,
    entries.map((entry) => ({ seq: entry.body.seq, hash: entry.hash, bytes: entry.bytes })),
  );
  await addBlobs(db, teamNo, blobs);
  await addLacking(db, teamNo, lacking);
  await removeJoins(db, teamNo, closedInvites);
  await countBytes(db, teamNo, bytes);
  // One person signed them all.
  const { user } = (entries[0] as Entry).body.actor;
  await countShare(db, { teamNo, user, bytes, entries: entries.length });
  for (const { vault, pin, entrySeq } of plan.voided) {
    const { vaultNo, head } = team.vaults.get(vault) as StoredVault;
    await voidCommits(db, { vaultNo, above: pin.seq, entrySeq });
    if (!(await moveHead(db, { vaultNo, from: head, to: pin, bytes: 0 })))
      throw new Error("a head moved outside its turn");
  }
  const made: [VaultId, StoredVault][] = [];
  for (const vault of plan.made)
    made.push([vault, { vaultNo: await addVault(db, { teamNo, vault, head: emptyHead }), head: emptyHead }]);
  return made;
}
