/** What apps bring of what a restored server lacks: bytes whose hash a signed message names, each once, counted for who signed that. */

import { envelopeHash } from "../../shared/crypto/hash.ts";
import { bundleHash } from "../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../shared/crypto/vault-key.ts";
import type { Hash, UserId } from "../../shared/encoding/ids.ts";
import { addEnvelopes } from "../store/envelope-store.ts";
import { findLacking, removeLacking } from "../store/lacking-store.ts";
import { addBlobs, countBytes } from "../store/log-store.ts";
import { countShare } from "../store/share-store.ts";
import { countVaultBytes } from "../store/vault-store.ts";
import { countStored } from "./quota.ts";
import type { StoredVault, Team, TeamContext } from "./team.ts";

type Supplied = { user: UserId; bytes: number };

/** Keeps bundles and histories that entries of ours name and that are not here; anything else is passed over. */
export async function supplyBlobs(
  { db }: Pick<TeamContext, "db">,
  team: Team,
  blobs: readonly Uint8Array[],
): Promise<void> {
  const { teamNo } = team;
  for (const bytes of blobs) {
    for (const hash of [bundleHash(bytes), historyHash(bytes)]) {
      const key = { teamNo, vaultNo: 0, kind: "blob" as const, name: hash };
      const row = await findLacking(db, key);
      if (row === undefined) continue;
      await db.transaction(async (inside) => {
        await addBlobs(inside, teamNo, [{ hash, entrySeq: row.place, bytes }]);
        await removeLacking(inside, key);
        await countBytes(inside, teamNo, bytes.length);
        await countShare(inside, { teamNo, user: row.user, bytes: bytes.length, entries: 0 });
      });
      count(team, { user: row.user, bytes: bytes.length });
    }
  }
}

/** The same for envelopes of a vault, with the sizes that the commits name. */
export async function supplyEnvelopes(
  { db }: Pick<TeamContext, "db">,
  { team, stored }: { team: Team; stored: StoredVault },
  envelopes: readonly Uint8Array[],
): Promise<void> {
  const { teamNo } = team;
  const { vaultNo } = stored;
  for (const bytes of envelopes) {
    const hash: Hash = envelopeHash(bytes);
    const key = { teamNo, vaultNo, kind: "envelope" as const, name: hash };
    const row = await findLacking(db, key);
    if (row === undefined || row.place !== bytes.length) continue;
    await db.transaction(async (inside) => {
      await addEnvelopes(inside, vaultNo, [{ hash, bytes }]);
      await removeLacking(inside, key);
      await countVaultBytes(inside, vaultNo, bytes.length);
      await countShare(inside, { teamNo, user: row.user, bytes: bytes.length, entries: 0 });
    });
    count(team, { user: row.user, bytes: bytes.length });
  }
}

function count(team: Team, { user, bytes }: Supplied): void {
  countStored(team, { user, bytes, entries: 0 });
}
