/**
 * Sealed files: taken part by part before the commit that names them, each part durable before it is answered; served once a
 * commit of their vault names them; gone a day after their last part where none does [protocol: Attachments].
 */
import { blobHash, blobPartHash } from "../../shared/crypto/attachment-stream.ts";
import type { BlobId, Hash, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Commit } from "../../shared/protocol/vault-chain/commit.ts";
import { base32Bytes, base32Text } from "../../shared/text.ts";
import {
  addPart,
  type BlobRow,
  beginBlob,
  countUnnamed,
  dropBlob,
  findBlob,
  listOldUnnamed,
  listPartHashes,
} from "../store/blob-store.ts";
import type { Db } from "../store/query.ts";
import { countShare } from "../store/share-store.ts";
import { checkQuota, countStored } from "./quota.ts";
import { type StoredVault, serialize, type Team, type TeamContext } from "./team.ts";

/** One part of a file, or (without bytes) the question how many are here. */
export type Upload = { blob: BlobId; size: number; part: number; bytes: Uint8Array };

/** The shortest sealed file: a header and one padded block. */
const leastBytes = 24 + 17 + 256;

/**
 * Call in the team's turn. Takes the next part and answers how many are here; a part that is here already, or that is not the
 * next, changes nothing. `limit`, `encoding`, `manifest` (another size), `role` (begun by somebody else).
 */
export async function takePart(
  context: TeamContext,
  { team, vault, user }: { team: Team; vault: VaultId; user: UserId },
  upload: Upload,
): Promise<Result<{ parts: number }>> {
  const { blob, size, part, bytes } = upload;
  const stored = team.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  if (team.state.vaults.get(vault)?.archived !== false) return fail("role", { vault, reason: "archived" });
  if (size < leastBytes || size > limits.blobBytes) return fail("limit", { number: limits.blobBytes, reason: "blob" });
  const had = await findBlob(context.db, stored.vaultNo, blob);
  if (had !== undefined && had.size !== size) return fail("manifest", { vault, reason: "blob-size" });
  if (had !== undefined && had.user !== user) return fail("role", { vault, reason: "blob" });
  const parts = had?.parts ?? 0;
  if (bytes.length === 0 || part !== parts || part >= partsOf(size)) return ok({ parts });
  if (bytes.length !== partLength(size, part)) return fail("encoding", { reason: "blob-part" });
  // The whole must fit before its first byte is taken; what counts is what came.
  const rest = size - part * limits.blobPartBytes;
  const fits = checkQuota(context.limits, team, { user, bytes: rest, entries: 0 });
  if (!fits.ok) return fits;
  const isOneTooMany =
    had === undefined && (await countUnnamed(context.db, team.teamNo, user)) >= context.limits.uploadsPerMember;
  if (isOneTooMany) return fail("limit", { reason: "uploads" }, "later");
  await keepPart(context, { team, stored, user, had }, upload);
  return ok({ parts: parts + 1 });
}

async function keepPart(
  { db, now }: Pick<TeamContext, "db" | "now">,
  { team, stored, user, had }: { team: Team; stored: StoredVault; user: UserId; had: BlobRow | undefined },
  { blob, size, part, bytes }: Upload,
): Promise<void> {
  const { vaultNo } = stored;
  const added = { user, bytes: bytes.length, entries: 0 };
  const hash = base32Text(blobPartHash(bytes)) as Hash;
  await db.transaction(async (inside) => {
    const blobNo = had?.blobNo ?? (await beginBlob(inside, { vaultNo, blob, user, size, now: now() }));
    await addPart(inside, { vaultNo, blobNo, now: now() }, { part, hash, bytes });
    await countShare(inside, { teamNo: team.teamNo, ...added });
  });
  countStored(team, added);
}

/** How many parts a file of this size has. */
export function partsOf(size: number): number {
  return Math.ceil(size / limits.blobPartBytes);
}

function partLength(size: number, part: number): number {
  return Math.min(limits.blobPartBytes, size - part * limits.blobPartBytes);
}

/** The files that commits name, to be kept: `manifest` where one is not here whole, with this size and this hash. */
export async function matchBlobs(
  db: Db,
  { vault, vaultNo }: { vault: VaultId; vaultNo: number },
  commits: readonly Commit[],
): Promise<Result<number[]>> {
  const found: number[] = [];
  const names = new Map<BlobId, Hash>();
  for (const named of commits.flatMap(({ body }) => body.changes.flatMap(({ blobs }) => blobs))) {
    const known = names.get(named.blob);
    if (known === named.hash) continue;
    const row = known === undefined ? await findBlob(db, vaultNo, named.blob) : undefined;
    if (row === undefined || row.parts < partsOf(row.size)) return fail("manifest", { vault, reason: "blob-missing" });
    const parts = (await listPartHashes(db, row.blobNo)).map((hash) => base32Bytes(hash) as Uint8Array);
    if (row.size !== named.size || blobHash(row.size, parts) !== named.hash)
      return fail("manifest", { vault, reason: "blob-differs" });
    names.set(named.blob, named.hash);
    if (!row.isNamed) found.push(row.blobNo);
  }
  return ok(found);
}

/** Takes away what no commit named within the time after its last part, and gives its space back to whoever sent it. */
export function sweepUploads(context: Pick<TeamContext, "db" | "now" | "limits" | "log">, team: Team): Promise<void> {
  const before = context.now() - context.limits.uploadKeptMs;
  return serialize(team, async () => {
    const old = await listOldUnnamed(context.db, team.teamNo, before);
    for (const swept of old) {
      const { teamNo, user } = swept;
      const bytes = await context.db.transaction(async (inside) => {
        const dropped = await dropBlob(inside, swept);
        await countShare(inside, { teamNo, user, bytes: -dropped, entries: 0 });
        return dropped;
      });
      countStored(team, { user, bytes: -bytes, entries: 0 });
    }
    if (old.length > 0) context.log.event("uploads-swept", { team: team.state.team, count: old.length });
  });
}
