/** What this computer keeps for itself, sealed under keys that only its own master key gives [protocol: Unlock] [protocol: Merge] [protocol: Freshness]. */
import type { Encodable } from "../encoding/canonical.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { ProfileId } from "../encoding/ids.ts";
import type { Result } from "../failures.ts";
import { type EnvelopeContext, open, seal } from "./envelope.ts";
import { sodium } from "./sodium.ts";

function context(purpose: string, profile: ProfileId, name: Encodable): EnvelopeContext {
  return { purpose, profile: idBytes(profile), name };
}

/** Seals a draft; never under a vault key: it is sealed for the vault when it is pushed. */
export function sealDraft(
  draftsKey: Uint8Array,
  of: { profile: ProfileId; draft: string },
  bytes: Uint8Array,
): Uint8Array {
  return seal(draftsKey, context("draft", of.profile, of.draft), bytes);
}

/** Opens a draft. */
export function openDraft(
  draftsKey: Uint8Array,
  of: { profile: ProfileId; draft: string },
  bytes: Uint8Array,
): Result<Uint8Array> {
  return open(draftsKey, context("draft", of.profile, of.draft), bytes);
}

/** Seals one chunk of the snapshot of overviews. */
export function sealSnapshot(
  snapshotKey: Uint8Array,
  of: { profile: ProfileId; chunk: number },
  bytes: Uint8Array,
): Uint8Array {
  return seal(snapshotKey, context("snapshot", of.profile, of.chunk), bytes);
}

/** Opens one chunk of the snapshot; its content is never trusted over the verified chain. */
export function openSnapshot(
  snapshotKey: Uint8Array,
  of: { profile: ProfileId; chunk: number },
  bytes: Uint8Array,
): Result<Uint8Array> {
  return open(snapshotKey, context("snapshot", of.profile, of.chunk), bytes);
}

/** Seals a named local record (settings, invites made here, import reports). */
export function sealLocal(
  localStateKey: Uint8Array,
  of: { profile: ProfileId; name: string },
  bytes: Uint8Array,
): Uint8Array {
  return seal(localStateKey, context("local", of.profile, of.name), bytes);
}

/** Opens a named local record. */
export function openLocal(
  localStateKey: Uint8Array,
  of: { profile: ProfileId; name: string },
  bytes: Uint8Array,
): Result<Uint8Array> {
  return open(localStateKey, context("local", of.profile, of.name), bytes);
}

/** Compares two secrets of one length in constant time. */
export function macEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && sodium.memcmp(left, right);
}
