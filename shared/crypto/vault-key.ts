/** A vault's key of one epoch: its commitment in the log, and the earlier keys sealed under it [protocol: Vault keys]. */
import { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import { bytesField, strict, uintField } from "../encoding/fields.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { Hash, TeamId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { fail, type Result } from "../failures.ts";
import { type EnvelopeContext, open, seal } from "./envelope.ts";
import { hashText } from "./hash.ts";
import { randomBytes } from "./random.ts";

export type VaultEpoch = { team: TeamId; vault: VaultId; epoch: number };
/** `key` is null for an epoch that is dead for good [protocol: Vault keys]. */
export type EarlierKey = { epoch: number; key: Uint8Array | null };

const earlierSchema = z
  .array(strict({ epoch: uintField(), key: bytesField(32).nullable() }))
  .max(limits.epochsPerHistory);

/** 32 fresh random bytes. */
export function newVaultKey(): Uint8Array {
  return randomBytes(32);
}

/** What stands in the signed entry that makes the epoch: no other key can be passed off for this one. */
export function keyCommit(of: VaultEpoch & { key: Uint8Array }): Hash {
  return hashText("vault-key", idBytes(of.team), idBytes(of.vault), of.epoch, of.key);
}

function context(of: VaultEpoch): EnvelopeContext {
  return { purpose: "key-history", team: idBytes(of.team), vault: idBytes(of.vault), epoch: of.epoch };
}

/** `H("history", bytes)`, as the rotation names it. */
export function historyHash(bytes: Uint8Array): Hash {
  return hashText("history", bytes);
}

/** Seals all earlier keys under the key of the epoch that follows them. */
export function sealKeyHistory(
  key: Uint8Array,
  of: VaultEpoch,
  earlier: EarlierKey[],
): { bytes: Uint8Array; hash: Hash } {
  const plain = encodeWith(earlierSchema, earlier);
  const bytes = seal(key, context(of), plain, "none");
  plain.fill(0);
  return { bytes, hash: historyHash(bytes) };
}

/** Opens the earlier keys; each still has to match its commitment in the log. */
export function openKeyHistory(key: Uint8Array, of: VaultEpoch, bytes: Uint8Array): Result<EarlierKey[]> {
  if (bytes.length > limits.historyBytes) return fail("limit", { number: bytes.length });
  const opened = open(key, context(of), bytes, "none");
  return opened.ok ? parseWith(earlierSchema, opened.value, limits.historyBytes) : opened;
}
