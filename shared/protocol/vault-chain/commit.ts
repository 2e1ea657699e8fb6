/** One commit of a vault's chain: up to 512 changes under one signature [protocol: Vault chain]. Wire form `{body, sig}`. */
import { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { type SigningKey, signBytes } from "../../crypto/sign.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  suiteField,
  teamField,
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { BlobId, ChangeId, Hash, ItemId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { ok, type Result } from "../../failures.ts";

const envelopeField = strict({ size: uintField(), hash: hashField() });
/** Size in bytes and hash of an envelope. */
export type EnvelopeRef = z.output<typeof envelopeField>;

const changeSchema = strict({
  op: z.enum(["put", "delete", "purge"]),
  item: idField<ItemId>(),
  version: uintField(),
  changeId: idField<ChangeId>(),
  schema: uintField(),
  overview: envelopeField.nullable(),
  secret: envelopeField.nullable(),
  blobs: z.array(strict({ blob: idField<BlobId>(), size: uintField(), hash: hashField() })).max(64),
  purged: z.array(uintField()).max(4096),
});
export type Change = z.output<typeof changeSchema>;

const bodySchema = strict({
  suite: suiteField(),
  team: teamField(),
  vault: idField<VaultId>(),
  epoch: uintField(),
  seq: uintField(),
  prev: hashField(),
  logSeq: uintField(),
  logHead: hashField(),
  author: strict({ user: idField<UserId>(), device: deviceField() }),
  time: timeField(),
  changes: z.array(changeSchema).min(1).max(limits.changesPerCommit),
});
export type CommitBody = z.output<typeof bodySchema>;
export type Commit = { bytes: Uint8Array; bodyBytes: Uint8Array; body: CommitBody; sig: Uint8Array; hash: Hash };

const wireSchema = strict({ body: bytesMax(limits.commitBytes), sig: bytesField(64) });

/** `H("commit", body, sig)`. */
function commitHash(body: Uint8Array, sig: Uint8Array): Hash {
  return hashText("commit", body, sig);
}

/** Signs a commit. The size limit is the caller's to respect: `fitsCommit` says how many changes fit. */
export function buildCommit(body: CommitBody, keys: { signKey: SigningKey }): { bytes: Uint8Array; hash: Hash } {
  const bodyBytes = encodeWith(bodySchema, body);
  const sig = signBytes(keys.signKey, "commit-signature", bodyBytes);
  return { bytes: encodeWith(wireSchema, { body: bodyBytes, sig }), hash: commitHash(bodyBytes, sig) };
}

/** Reads a commit: `limit` or `encoding`. */
export function parseCommit(bytes: Uint8Array): Result<Commit> {
  const wire = parseWith(wireSchema, bytes, limits.commitBytes);
  if (!wire.ok) return wire;
  const { body: bodyBytes, sig } = wire.value;
  const body = parseWith(bodySchema, bodyBytes, limits.commitBytes);
  if (!body.ok) return body;
  return ok({ bytes, bodyBytes, body: body.value, sig, hash: commitHash(bodyBytes, sig) });
}

/** A put or delete with two envelopes takes at most this many bytes inside a commit. */
const changeBytes = 264;
/** Body without changes, signature and frames. */
const frameBytes = 1024;

/** How many plain changes (no blobs) surely fit into one commit. */
export const changesThatFit = Math.min(
  limits.changesPerCommit,
  Math.floor((limits.commitBytes - frameBytes) / changeBytes),
);

/** `H("change", ...)` of one change, as the manifest's root holds it. */
export function changeHash(change: Change): Hash {
  return hashText("change", encodeWith(changeSchema, change));
}
