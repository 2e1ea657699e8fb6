/**
 * A vault's chain of commits and its fold, which is the manifest; there is no other [protocol: Vault chain]. One `verifyCommit`, the
 * same code on server and clients, over hashes and the log only: it opens nothing.
 */
import { hash } from "../../crypto/hash.ts";
import { verifyBytes } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, ItemId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Text } from "../../text.ts";
import { bindingNow, bindings, covers, headAt, rightAt, vaultAt } from "../team-log/state/rules.ts";
import type { Binding, Head, TeamState } from "../team-log/state/team-state.ts";
import { type Change, type Commit, changeHash, type EnvelopeRef, parseCommit } from "./commit.ts";

/** The current version of an item, or its tombstone. */
export type ChainItem = {
  version: number;
  changeHash: Hash;
  epoch: number;
  deleted: boolean;
  /** The tombstone is that of a purge: nothing is left to restore. */
  isPurge: boolean;
  /** Versions whose envelopes and files may be gone, ascending; they stay so whatever comes after. */
  purged: readonly number[];
  schema: number;
  overview: EnvelopeRef | null;
  secret: EnvelopeRef | null;
  author: { user: UserId; device: DeviceId };
  time: EpochMs;
  commitSeq: number;
};

/**
 * The verified chain of one vault. `items` is changed in place by `foldCommit`: whoever holds a chain owns it, and
 * verifies before they fold. A commit so costs what it changes, not what the vault holds.
 */
export type VaultChain = {
  vault: VaultId;
  head: Head;
  /** `logSeq` of the newest commit. */
  logSeq: number;
  items: Map<ItemId, ChainItem>;
  /** Hashes of commits by `seq`, from 1; index 0 is the empty head. */
  hashes: Hash[];
};

export const emptyHead: Head = { seq: 0, hash: zeroHash };

/** The chain of a vault without commits. */
export function emptyChain(vault: VaultId): VaultChain {
  return { vault, head: emptyHead, logSeq: 0, items: new Map(), hashes: [emptyHead.hash] };
}

/** Verifies the next commit; the chain stays as it is. */
export function verifyCommit(state: TeamState, chain: VaultChain, bytes: Uint8Array): Result<Commit> {
  const parsed = parseCommit(bytes);
  if (!parsed.ok) return parsed;
  const { body, bodyBytes, sig } = parsed.value;
  const at = { vault: chain.vault };
  if (body.team !== state.team) return fail("unknown-team", at);
  if (body.vault !== chain.vault || body.seq !== chain.head.seq + 1 || body.prev !== chain.head.hash)
    return fail("manifest", { ...at, reason: "chain", number: chain.head.seq });
  const author = state.devices.get(body.author.device);
  if (author === undefined || author.user !== body.author.user) return fail("signature", { ...at, reason: "author" });
  if (!verifyBytes(author.signPk, "commit-signature", bodyBytes, sig)) return fail("signature", at);
  const placed = verifyPlace(state, chain, parsed.value);
  if (!placed.ok) return placed;
  const bound = verifyBindings(state, chain, parsed.value);
  if (!bound.ok) return bound;
  const changes = verifyChanges(state, chain, parsed.value);
  return changes.ok ? parsed : changes;
}

/** Right, epoch and log position, all checked where the commit says it stands in the log. */
function verifyPlace(state: TeamState, chain: VaultChain, { body }: Commit): Result<true> {
  const detail = { vault: chain.vault, user: body.author.user, device: body.author.device };
  const seen = headAt(state, body.logSeq);
  // Above my head: the log comes first (the caller syncs it and verifies again).
  if (seen === null) return fail("log-gap", { ...detail, number: state.head.seq }, "later");
  if (seen !== body.logHead) return fail("log-fork", detail);
  if (body.logSeq < chain.logSeq) return fail("manifest", { ...detail, reason: "log-order" });
  const vault = vaultAt(state, chain.vault, body.logSeq);
  if (vault === null) return fail("role", detail);
  if (!covers(rightAt(state, { vault: chain.vault, device: body.author.device, seq: body.logSeq }), "edit"))
    return fail("role", detail);
  if (vault.archived) return fail("role", { ...detail, reason: "archived" });
  if (vault.rotationDue || vault.epoch !== body.epoch) return fail("epoch-stale", { ...detail, number: body.epoch });
  return ok(true);
}

/**
 * Cuts and pins bind from the last manager's pin on: above a binding head only commits that know the entry; and the chain
 * must pass through that head. `voids` above 0 begin anew from the pin, which is the caller's to do before they verify.
 */
function verifyBindings(state: TeamState, chain: VaultChain, commit: Commit): Result<true> {
  const { body } = commit;
  for (const binding of bindingNow(bindings(state, chain.vault))) {
    if (body.seq > binding.seq && body.logSeq < binding.entrySeq)
      return fail("epoch-stale", { vault: chain.vault, number: binding.entrySeq, user: body.author.user });
    if (body.seq === binding.seq && commit.hash !== binding.hash)
      return fail("log-fork", { vault: chain.vault, number: binding.seq });
  }
  return ok(true);
}

function verifyChanges(state: TeamState, chain: VaultChain, { body }: Commit): Result<true> {
  const seen = new Set<ItemId>();
  for (const change of body.changes) {
    const detail = { vault: chain.vault, user: body.author.user };
    // One item once per commit: the fold is then the same in any order, and versions grow by one.
    if (seen.has(change.item)) return fail("manifest", { ...detail, reason: "item-twice" });
    seen.add(change.item);
    const current = chain.items.get(change.item);
    if (change.version !== (current?.version ?? 0) + 1) return fail("manifest", { ...detail, reason: "version" });
    const shaped = verifyShape(change, current);
    if (!shaped.ok) return shaped;
    if (change.op !== "purge") continue;
    const right = rightAt(state, { vault: chain.vault, device: body.author.device, seq: body.logSeq });
    if (right !== "manage" || state.vaults.get(chain.vault)?.kind === "audit")
      return fail("role", { ...detail, reason: "purge" });
  }
  return ok(true);
}

function verifyShape(change: Change, current: ChainItem | undefined): Result<true> {
  const { overview, secret } = change;
  if (change.op === "put") {
    if (overview === null || secret === null || change.purged.length > 0) return fail("manifest", { reason: "put" });
    if (overview.size > limits.overviewBytes || secret.size > limits.secretBytes)
      return fail("limit", { field: "envelope" });
    return ok(true);
  }
  if (overview !== null || secret !== null || change.blobs.length > 0 || current === undefined)
    return fail("manifest", { reason: change.op });
  if (change.op === "delete")
    return current.deleted || change.purged.length > 0 ? fail("manifest", { reason: "delete" }) : ok(true);
  const ascending = change.purged.every(
    (version, at) => version < change.version && (at === 0 || version > (change.purged[at - 1] as number)),
  );
  const isNews = change.purged.every((version) => !current.purged.includes(version));
  const isPurge = current.deleted && change.purged.length > 0 && ascending && isNews;
  return isPurge ? ok(true) : fail("manifest", { reason: "purge" });
}

/** Takes a verified commit into the chain. */
export function foldCommit(chain: VaultChain, commit: Commit): void {
  const { body } = commit;
  for (const change of body.changes) {
    const had = chain.items.get(change.item)?.purged ?? [];
    chain.items.set(change.item, {
      version: change.version,
      changeHash: changeHash(change),
      epoch: body.epoch,
      deleted: change.op !== "put",
      isPurge: change.op === "purge",
      purged: change.purged.length === 0 ? had : [...had, ...change.purged].sort((left, right) => left - right),
      schema: change.schema,
      overview: change.overview,
      secret: change.secret,
      author: body.author,
      time: body.time,
      commitSeq: body.seq,
    });
  }
  chain.head = { seq: body.seq, hash: commit.hash };
  chain.hashes[body.seq] = commit.hash;
  chain.logSeq = body.logSeq;
}

/** `H("manifest", sorted [item, version, change hash])`: what a rotation's pin commits to. */
export function manifestRoot(chain: VaultChain): Hash {
  const rows = [...chain.items].sort(([left], [right]) => (left < right ? -1 : 1));
  return base32Text(
    hash(
      "manifest",
      rows.map(([item, { version, changeHash: change }]) => [item, version, change]),
    ),
  ) as Hash;
}

/** Whether my chain, standing exactly at a pin's head, folds to the root that the pin's signer named: else `manifest` against the signer. */
export function checkPin(chain: VaultChain, pin: Binding): Result<true> {
  if (pin.root === null || chain.head.seq !== pin.seq) return ok(true);
  return manifestRoot(chain) === pin.root
    ? ok(true)
    : fail("manifest", { vault: chain.vault, reason: "root", number: pin.seq });
}
