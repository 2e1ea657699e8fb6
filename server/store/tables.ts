/** The server's tables as Kysely types; the SQL that makes them stands frozen in `migrations.ts`. */
import type { Generated } from "kysely";

export type Tables = {
  facts: { name: string; value: Uint8Array };
  log_entries: { team: string; seq: number; hash: string; bytes: Uint8Array };
  log_blobs: { team: string; hash: string; entry_seq: number; bytes: Uint8Array };
  commits: { team: string; vault: string; seq: number; hash: string; bytes: Uint8Array };
  envelopes: { team: string; vault: string; hash: string; bytes: Uint8Array };
  joins: { number: Generated<number>; team: string; invite: string; posted_at: number; bytes: Uint8Array };
};
