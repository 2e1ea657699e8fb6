/**
 * One vault, proven from the stored bytes: its chain by the verifier that apps run, up to the head that its row names and
 * through every head that the log names; every envelope and file that a commit names by hash and size; letters and their keys.
 */
import { blobPartHash } from "../../shared/crypto/attachment-stream.ts";
import { inboxHash } from "../../shared/crypto/device-keys.ts";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import type { Hash, ItemId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { bindingNow, bindings } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import {
  checkPin,
  emptyChain,
  foldCommit,
  type VaultChain,
  verifyCommit,
} from "../../shared/protocol/vault-chain/chain.ts";
import { type Commit, type EnvelopeRef, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { base32Text } from "../../shared/text.ts";
import { findPart, listBlobs, listPartHashes } from "../store/blob-store.ts";
import { readEnvelopesFrom } from "../store/envelope-store.ts";
import { type LackingRow, listLacking } from "../store/lacking-store.ts";
import { listInboxKeys, readLetters } from "../store/letter-store.ts";
import type { Db } from "../store/query.ts";
import { readCommits, readVoided } from "../store/vault-store.ts";
import { matchBlobs } from "../teams/uploads.ts";
import { eachRow } from "./each-row.ts";
import type { Proven } from "./report.ts";

export type CheckedVault = {
  db: Db;
  teamNo: number;
  state: TeamState;
  vault: VaultId;
  vaultNo: number;
  head: Head;
  proven: Proven;
};

/** A version of an item whose envelopes or files are not here. */
type Missing = { item: ItemId; version: number; number: number; fault: Failed };
/** What apps have still to bring, by its name. */
type Owed = ReadonlyMap<string, LackingRow>;

/** Adds what holds to `proven`; the first fault of the vault is the answer. */
export async function checkVault(checked: CheckedVault): Promise<Result<true>> {
  for (const part of [checkChain, checkVoided, checkFiles, checkInbox]) {
    const held = await part(checked);
    if (!held.ok) return held;
  }
  checked.proven.vaults++;
  return ok(true);
}

async function checkChain(checked: CheckedVault): Promise<Result<true>> {
  const { db, teamNo, state, vault, vaultNo, head, proven } = checked;
  const owed: Owed = new Map((await listLacking(db, { teamNo, vaultNo })).map((row) => [row.name, row]));
  const sizes = new Map<Hash, number>();
  const own = await eachRow(
    (page) => readEnvelopesFrom(db, { vaultNo, ...page }),
    ({ hash, bytes }) => {
      sizes.set(hash, bytes.length);
      return envelopeHash(bytes) === hash ? ok(true) : fail("damaged-database", { reason: "envelope" });
    },
  );
  if (!own.ok) return own;
  proven.envelopes += sizes.size;
  const chain = emptyChain(vault);
  const missing: Missing[] = [];
  while (chain.head.seq < head.seq) {
    const from = chain.head.seq + 1;
    const page = await readCommits(db, { vaultNo, from, to: head.seq, bytes: limits.pageBytes });
    if (page.length === 0) return fail("damaged-database", { reason: "commit-missing", number: from });
    for (const row of page) {
      const commit = verifyCommit(state, chain, row.bytes);
      if (!commit.ok) return at(commit.failure.code, chain);
      if (commit.value.hash !== row.hash) return at("damaged-database", chain);
      foldCommit(chain, commit.value);
      const pinned = checkPins(state, chain);
      if (!pinned.ok) return pinned;
      missing.push(...(await findMissing(checked, commit.value, { sizes, owed })));
      proven.commits++;
    }
  }
  if (chain.head.hash !== head.hash) return fail("damaged-database", { reason: "head", number: head.seq });
  const lost = await findLost(checked, chain, missing);
  if (lost !== undefined) {
    const { code, detail } = lost.fault.failure;
    return fail(code, { number: lost.number, ...(detail?.reason === undefined ? {} : { reason: detail.reason }) });
  }
  // A copy that lacks what the log names was not made by this server: it serves a chain that every app would refuse.
  const beyond = bindingNow(bindings(state, vault)).find(({ seq, hash }) => seq > head.seq && !owed.has(hash));
  return beyond === undefined ? ok(true) : fail("manifest", { reason: "cut-above-head", number: beyond.seq });
}

function at(code: Parameters<typeof fail>[0], chain: VaultChain, reason?: string): Result<never> {
  return fail(code, { number: chain.head.seq + 1, ...(reason === undefined ? {} : { reason }) });
}

function checkPins(state: TeamState, chain: VaultChain): Result<true> {
  for (const binding of bindings(state, chain.vault)) {
    if (binding.seq !== chain.head.seq || binding.hash !== chain.head.hash) continue;
    const pinned = checkPin(chain, binding);
    if (!pinned.ok) return pinned;
  }
  return ok(true);
}

/** Versions of a commit that lack an envelope, or a file by the hashes of its parts; what apps have still to bring to a restored server is no fault. */
async function findMissing(
  { db, vault, vaultNo }: CheckedVault,
  commit: Commit,
  { sizes, owed }: { sizes: ReadonlyMap<Hash, number>; owed: Owed },
): Promise<Missing[]> {
  const { user } = commit.body.author;
  const isOwed = (kind: LackingRow["kind"], name: string, place: number): boolean => {
    const row = owed.get(name);
    return row?.kind === kind && row.user === user && row.place === place;
  };
  const isHere = ({ hash, size }: EnvelopeRef): boolean => sizes.get(hash) === size || isOwed("envelope", hash, size);
  const missing: Missing[] = [];
  for (const change of commit.body.changes) {
    const { item, version, overview, secret, blobs } = change;
    const parts = [overview, secret].flatMap((part) => part ?? []);
    const hasFiles = blobs.length > 0 && !blobs.some(({ blob }) => isOwed("file", blob, 0));
    const alone = { ...commit, body: { ...commit.body, changes: [change] } };
    const files = hasFiles ? await matchBlobs(db, { vault, vaultNo }, [alone]) : ok(true);
    const fault = parts.every(isHere) ? files : fail("manifest", { reason: "envelope-missing" });
    if (!fault.ok) missing.push({ item, version, number: commit.body.seq, fault });
  }
  return missing;
}

/** The first of them that nothing signed says was purged: a purge that was voided since took its versions away all the same. */
async function findLost(
  { db, vaultNo }: CheckedVault,
  { items }: VaultChain,
  missing: readonly Missing[],
): Promise<Missing | undefined> {
  const left = missing.filter(({ item, version }) => items.get(item)?.purged.includes(version) !== true);
  if (left.length === 0) return undefined;
  const purged = new Set<string>();
  const read = await eachRow(
    (page) => readVoided(db, { vaultNo, ...page }),
    ({ bytes }) => {
      const commit = parseCommit(bytes);
      if (commit.ok)
        for (const change of commit.value.body.changes)
          for (const version of change.purged) purged.add(`${change.item} ${version}`);
      return ok(true);
    },
  );
  return read.ok ? left.find(({ item, version }) => !purged.has(`${item} ${version}`)) : left[0];
}

/** What was voided is evidence: its bytes are still those that its hash names. */
async function checkVoided({ db, vaultNo }: CheckedVault): Promise<Result<true>> {
  return await eachRow(
    (page) => readVoided(db, { vaultNo, ...page }),
    ({ hash, bytes }) => {
      const commit = parseCommit(bytes);
      return commit.ok && commit.value.hash === hash ? ok(true) : fail("damaged-database", { reason: "voided" });
    },
  );
}

/** Every part of every file by its own bytes, one at a time. */
async function checkFiles({ db, vaultNo, proven }: CheckedVault): Promise<Result<true>> {
  for (const { blobNo, parts, isNamed } of await listBlobs(db, vaultNo)) {
    const hashes = await listPartHashes(db, blobNo);
    if (hashes.length !== parts) return fail("damaged-database", { reason: "file-parts" });
    for (const [part, hash] of hashes.entries()) {
      const bytes = await findPart(db, blobNo, part);
      if (bytes === undefined || base32Text(blobPartHash(bytes)) !== hash)
        return fail("damaged-database", { reason: "file-part" });
    }
    if (isNamed) proven.files++;
  }
  return ok(true);
}

/** Letters belong to an epoch of the vault; its key is the one whose hash the log holds. What is sealed in them nobody here can see. */
async function checkInbox({ db, state, vault, vaultNo, proven }: CheckedVault): Promise<Result<true>> {
  const epochs = state.vaults.get(vault)?.epochs;
  for (const { epoch, kemPk } of await listInboxKeys(db, vaultNo)) {
    if (epochs?.get(epoch)?.inbox !== inboxHash(kemPk)) return fail("damaged-database", { reason: "inbox-key" });
  }
  return await eachRow(
    (page) => readLetters(db, { vaultNo, ...page }),
    ({ epoch, seq }) => {
      if (epochs?.has(epoch) !== true) return fail("damaged-database", { reason: "letter", number: seq });
      proven.letters++;
      return ok(true);
    },
  );
}
