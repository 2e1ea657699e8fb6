/** The tables as types, for the query layer. What each table means stands above it in its migration. */
import type { Generated } from "kysely";
import type { BlobId, DeviceId, Hash, LetterId, TeamId, UserId, VaultId } from "../../shared/encoding/ids.ts";

/** What is lacking of a restored server: a bundle or history, an envelope, a sealed file, or the rest of a chain. */
export type LackingKind = "blob" | "envelope" | "file" | "chain";

/** What happened to a second factor: set up, a recovery code used, a computer named that may set it up anew. */
export type FactorEventKind = "set" | "recovery" | "released";

export type Tables = {
  migrations: { number: number };
  server_identity: { id: number; seed: Uint8Array; port: number };
  setup_tokens: { id: Generated<number>; token_hash: Hash };
  teams: { team_no: Generated<number>; team: TeamId; made_at: number; stored_bytes: number };
  member_shares: { team_no: number; user: UserId; stored_bytes: number; entries: number };
  log_entries: { id: Generated<number>; team_no: number; seq: number; hash: Hash; bytes: Uint8Array };
  log_blobs: { id: Generated<number>; team_no: number; hash: Hash; entry_seq: number; bytes: Uint8Array };
  joins: { team_no: number; invite: Hash; bytes: Uint8Array };
  vaults: {
    vault_no: Generated<number>;
    team_no: number;
    vault: VaultId;
    head_seq: number;
    head_hash: Hash;
    stored_bytes: number;
  };
  vault_commits: { place: number; vault_no: number; seq: number; hash: Hash; bytes: Uint8Array };
  tombstones: { place: number; taken_at: number };
  voided_commits: {
    id: Generated<number>;
    vault_no: number;
    seq: number;
    entry_seq: number;
    hash: Hash;
    bytes: Uint8Array;
  };
  blobs: {
    blob_no: Generated<number>;
    vault_no: number;
    blob: BlobId;
    user: UserId;
    size: number;
    parts: number;
    is_named: number;
    touched_at: number;
  };
  blob_parts: { id: Generated<number>; blob_no: number; part: number; hash: Hash; bytes: Uint8Array };
  letters: {
    letter_no: Generated<number>;
    vault_no: number;
    number: number;
    letter: LetterId;
    epoch: number;
    bytes: Uint8Array;
  };
  heads: { team_no: number; device: DeviceId; number: number; counter: number; bytes: Uint8Array };
  lacking: {
    id: Generated<number>;
    team_no: number;
    vault_no: number;
    kind: LackingKind;
    name: string;
    user: UserId;
    place: number;
  };
  second_factors: {
    team_no: number;
    user: UserId;
    sealed: Uint8Array;
    enrolled_at: number;
    last_step: number;
    failed_by: string;
    wait_until: number;
    released_device: DeviceId | "";
    released_until: number;
  };
  second_factor_codes: { id: Generated<number>; team_no: number; user: UserId; hash: Hash };
  second_factor_events: {
    number: Generated<number>;
    team_no: number;
    user: UserId;
    at: number;
    what: FactorEventKind;
    device: DeviceId;
    by_user: UserId;
  };
  inbox_keys: { vault_no: number; epoch: number; kem_pk: Uint8Array };
  envelopes: { id: Generated<number>; vault_no: number; hash: Hash; bytes: Uint8Array };
};
