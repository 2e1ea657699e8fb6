/** The routes by which the apps of a team bring back what a server lost that was restored from an older copy [protocol: Restored servers]. */
import { z } from "zod";
import { bytesMax, hashField, idField, strict, uintField } from "../../encoding/fields.ts";
import type { VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";

const KiB = 1024;
const MiB = 1024 * KiB;
const head = () => strict({ seq: uintField(), hash: hashField() });

export const restoreRoutes = {
  // Entries that follow the server's head, whoever signed them; blobs that they, or entries before them, name; what others said of where they stand.
  restoreLog: {
    method: "POST",
    path: "/v1/log/restore",
    sessions: ["device"],
    needs: "team",
    requestBytes: 16 * MiB,
    responseBytes: 256,
    request: strict({
      entries: z.array(bytesMax(limits.entryBytes)).max(limits.entriesPerPost),
      blobs: z.array(bytesMax(limits.bundleBytes)).max(limits.blobsPerRestore),
      statements: z.array(bytesMax(limits.statementBytes)).max(limits.statementsPerRestore),
    }),
    response: strict({ head: head() }),
  },
  restoreVault: {
    method: "POST",
    path: "/v1/vaults/:vault/restore",
    sessions: ["device"],
    needs: "use",
    requestBytes: 16 * MiB,
    responseBytes: 256,
    request: strict({
      commits: z.array(bytesMax(limits.commitBytes + 128)).max(limits.commitsPerRestore),
      envelopes: z.array(bytesMax(limits.secretBytes * 2)).max(2 * limits.changesPerCommit),
    }),
    response: strict({ head: head() }),
  },
  // What signed messages name and the server lacks since it was restored, as far as the caller may hold it; `next`: go on from there, null: that was all.
  lacking: {
    method: "GET",
    path: "/v1/lacking",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 128 * KiB,
    request: strict({ from: uintField() }),
    response: strict({
      lacking: z.array(strict({ vault: idField<VaultId>().nullable(), hash: hashField() })).max(limits.lackingPerPage),
      next: uintField().nullable(),
    }),
  },
} as const;
