/** Sealed files as a server sees them: filler with a size, a hash and parts. */
import { blobHash, blobPartHash } from "../../shared/crypto/attachment-stream.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { BlobId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import type { Change } from "../../shared/protocol/vault-chain/commit.ts";
import { must } from "../../shared/testing/team.ts";
import type { TestClient } from "./client.ts";

export type SealedFile = { parts: Uint8Array[]; named: Change["blobs"][number] };

/** Filler of this size, with what a commit says of it. */
export function sealedFile(size: number): SealedFile {
  const parts: Uint8Array[] = [];
  for (let left = size; left > 0; left -= limits.blobPartBytes) {
    const part = new Uint8Array(Math.min(left, limits.blobPartBytes));
    part.set(randomBytes(Math.min(part.length, 1000)));
    parts.push(part);
  }
  return { parts, named: { blob: newId<BlobId>(), size, hash: blobHash(size, parts.map(blobPartHash)) } };
}

/** Sends all its parts; a refusal ends the test. */
export async function sendFile(client: TestClient, vault: VaultId, { parts, named }: SealedFile): Promise<void> {
  const { blob, size } = named;
  for (const [part, bytes] of parts.entries()) must(await client.call("upload", { vault, blob, size, part, bytes }));
}
