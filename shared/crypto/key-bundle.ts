/** Vault keys on their way to one device: X-Wing to its key, then an envelope for exactly that device [protocol: Vault keys]. */
import { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import { bytesField, idField, strict, uintField } from "../encoding/fields.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, Hash, TeamId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { fail, type Result } from "../failures.ts";
import type { EnvelopeContext } from "./envelope.ts";
import { hashText } from "./hash.ts";
import type { KemKey } from "./kem.ts";
import { openWith, sealTo } from "./kem-envelope.ts";

export type BundledKey = { vault: VaultId; epoch: number; key: Uint8Array };

const keysSchema = z
  .array(strict({ vault: idField<VaultId>(), epoch: uintField(), key: bytesField(32) }))
  .max(limits.vaultsPerTeam);

function context(to: { team: TeamId; device: DeviceId }): EnvelopeContext {
  return { purpose: "vault-keys", team: idBytes(to.team), device: idBytes(to.device) };
}

/** `H("bundle", bytes)`, as the entry lists it. */
export function bundleHash(bytes: Uint8Array): Hash {
  return hashText("bundle", bytes);
}

/** Seals keys to one device. */
export function sealKeyBundle(
  kemPk: Uint8Array,
  to: { team: TeamId; device: DeviceId },
  keys: readonly BundledKey[],
): { bytes: Uint8Array; hash: Hash } {
  const plain = encodeWith(keysSchema, [...keys]);
  const bytes = sealTo(kemPk, context(to), plain, "none");
  plain.fill(0);
  return { bytes, hash: bundleHash(bytes) };
}

/** Opens a bundle for this device. The keys still have to match their commitments in the log. */
export function openKeyBundle(
  kemKey: KemKey,
  me: { team: TeamId; device: DeviceId },
  bytes: Uint8Array,
): Result<BundledKey[]> {
  if (bytes.length > limits.bundleBytes) return fail("limit", { number: bytes.length });
  const opened = openWith(kemKey, context(me), bytes, "none");
  if (opened === null) return fail("encoding", { reason: "bundle-length" });
  return opened.ok ? parseWith(keysSchema, opened.value, limits.bundleBytes) : opened;
}
