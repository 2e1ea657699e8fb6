import { decode, encode } from "./cbor.mjs";
import { hashText, isSigned } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import { rankOf, rightAt, standsAt } from "./rights.mjs";
import * as shape from "./shapes.mjs";

const { id, hash, whole, maybe, map, list, one, bytes } = shape;
const envelope = map({ size: whole, hash });
const change = map({
  op: one("put", "delete", "purge"),
  item: id,
  version: whole,
  changeId: id,
  schema: whole,
  overview: maybe(envelope),
  secret: maybe(envelope),
  blobs: list(map({ blob: id, size: whole, hash }), 64),
  purged: list(whole, 4096),
});
const body = map({
  suite: whole,
  team: hash,
  vault: id,
  epoch: whole,
  seq: whole,
  prev: hash,
  logSeq: whole,
  logHead: hash,
  author: map({ user: id, device: hash }),
  time: whole,
  changes: (value) => value,
});
const signed = map({ body: bytes(0, 131072), sig: bytes(64) });
const none = "0".repeat(52);

/** A commit as far as its own bytes say: with the hash of each change [protocol: Vault chain]. */
export function readCommit(received) {
  const { body: inner, sig } = shape.read(signed, received, 131072);
  const read = body(decode(inner));
  const changes = list(
    (raw) => ({ ...change(raw), changeHash: hashText("change", encode(raw)) }),
    512,
    1,
  )(read.changes);
  return { body: { ...read, changes }, bytes: inner, sig, hash: hashText("commit", inner, sig) };
}

/** The chain before its first commit [protocol: Vault chain]. */
export const emptyChain = (vault) => ({
  vault,
  head: { seq: 0, hash: none },
  logSeq: 0,
  hashes: [none],
  items: new Map(),
});

/** The root of the manifest: the fold of the chain, tombstones included [protocol: Commits]. */
export function rootOf({ items }) {
  const rows = [...items].sort(([left], [right]) => (left < right ? -1 : 1));
  return hashText(
    "manifest",
    rows.map(([item, { version, changeHash }]) => [item, version, changeHash]),
  );
}

/** The chain after one more commit, in the order of checks that the page gives [protocol: Commits]. */
export function applyCommit(log, chain, received) {
  const commit = readCommit(received);
  const { body: told } = commit;
  if (told.team !== log.team) refuse("unknown-team");
  if (told.vault !== chain.vault || told.seq !== chain.head.seq + 1 || told.prev !== chain.head.hash)
    refuse("manifest");
  const device = log.devices.get(told.author.device);
  const isTheirs = device?.user === told.author.user;
  if (!isTheirs || !isSigned(device.signPk, "commit-signature", commit.bytes, commit.sig)) refuse("signature");
  if (told.logSeq > log.head.seq) refuse("log-gap");
  if (log.hashes[told.logSeq] !== told.logHead) refuse("log-fork");
  if (told.logSeq < chain.logSeq) refuse("manifest");
  checkRight(log, told, device);
  checkBinding(log, told, commit.hash);
  const items = new Map(chain.items);
  for (const one of told.changes) applyChange(log, items, told, one);
  if (new Set(told.changes.map(({ item }) => item)).size !== told.changes.length) refuse("manifest");
  const head = { seq: told.seq, hash: commit.hash };
  return { ...chain, head, logSeq: told.logSeq, hashes: [...chain.hashes, commit.hash], items };
}

/** What the author had at `logSeq` [protocol: Commits]. */
function checkRight(log, { vault, author, logSeq, epoch }, { kind }) {
  const then = log.past[logSeq].vaults.get(vault);
  const held = rankOf(rightAt(log, vault, author.user, logSeq));
  const isThere = kind === "computer" && standsAt(log, author.device, logSeq);
  if (then === undefined || held < 2 || !isThere || then.isArchived) refuse("role");
  if (then.isDue || then.epoch !== epoch) refuse("epoch-stale");
}

/** Above a binding head only what knows its entry; at it, only that commit [protocol: Cuts and pins bind]. */
function checkBinding(log, { vault, seq, logSeq }, hash) {
  for (const head of log.vaults.get(vault).binding) {
    if (seq > head.seq && logSeq < head.at) refuse("epoch-stale");
    if (seq === head.seq && hash !== head.hash) refuse("log-fork");
  }
}

/** One change on the manifest so far [protocol: Commits]. */
function applyChange(log, items, { vault, author, logSeq }, told) {
  const { op, item, version, overview, secret, blobs, purged, changeHash } = told;
  const current = items.get(item) ?? { version: 0, isLiving: false };
  if (version !== current.version + 1) refuse("manifest");
  if (op === "put") {
    if (overview === null || secret === null || purged.length > 0) refuse("manifest");
    if (overview.size > 16_384 || secret.size > 262_144) refuse("limit");
  } else {
    if (overview !== null || secret !== null || blobs.length > 0) refuse("manifest");
    if (op === "delete" && (!current.isLiving || purged.length > 0)) refuse("manifest");
    if (op === "purge") checkPurge(log, { vault, author, logSeq, current }, told);
  }
  items.set(item, { version, changeHash, isLiving: op === "put" });
}

function checkPurge(log, { vault, author, logSeq, current }, { version, purged }) {
  if (rightAt(log, vault, author.user, logSeq) !== "manage" || log.vaults.get(vault).kind === "audit") refuse("role");
  if (current.isLiving || current.version === 0 || purged.length === 0) refuse("manifest");
  const isLower = purged.every((one, at) => one < version && one > 0 && (at === 0 || purged[at - 1] < one));
  if (!isLower) refuse("manifest");
}
