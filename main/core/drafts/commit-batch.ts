/**
 * One commit of drafts: each sealed for its vault with the epoch of this moment, merged into what the chain holds now, all signed
 * together and posted [protocol: Vault chain] [protocol: Merge].
 */
import { sealedSize } from "../../../shared/crypto/attachment-blocks.ts";
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { sealItemOverview, sealItemSecret } from "../../../shared/crypto/item-envelopes.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { codeRule, type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { itemSchema } from "../../../shared/model/items.ts";
import { buildCommit, type Change, changesThatFit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { PartBytes } from "./draft-body.ts";
import type { Draft, DraftBook } from "./draft-book.ts";
import type { DraftKinds, NamedFile, Step } from "./draft-kind.ts";

/** Envelopes of one post together; a post of 512 largest secrets would be 136 MiB. */
const postBytesMost = 8 * 1024 * 1024;

/** Files go before the commit that names them [protocol: Attachments]. */
export type SentFiles = {
  /** Whether the server has all of these; what it lacks is sent from now on, beside everything else. */
  send(vault: VaultId, files: readonly NamedFile[]): Result<boolean>;
  /** The server lacks some of these although they were sent; false where nothing of them is here. */
  sendAgain(files: readonly NamedFile[]): boolean;
};

export type BatchParts = {
  unlocked: Pick<OpenedProfile, "ports" | "profile" | "keys" | "keyring" | "log" | "chains" | "vaults">;
  drafts: DraftBook;
  kinds: DraftKinds;
  files: SentFiles;
  list: {
    /** The drafts of these items changed. */
    changed(vault: VaultId, items: readonly ItemId[]): void;
  };
};

/** What goes into a commit. `stuck` gets the items that stay, `later` those that wait for their files. */
export type Batch = {
  /** Oldest first. */
  waiting: readonly Draft[];
  /** Items of one commit at most. */
  most: number;
  stuck: Map<ItemId, Failure>;
  later: Set<ItemId>;
};

/** What was posted, and of which items; none where nothing had to be. */
export type Posted = { answer: Result<true>; items: ItemId[] };

/** Builds and posts one commit of the oldest drafts, each item at most once. */
export async function postBatch(parts: BatchParts, vault: VaultId, queue: Batch): Promise<Posted> {
  const { unlocked, drafts, list } = parts;
  const changes: Change[] = [];
  const envelopes: Uint8Array[] = [];
  const settled: Draft[] = [];
  const files: NamedFile[] = [];
  const taken = new Set<ItemId>();
  const { head } = unlocked.chains.chain(vault);
  const over = (answer: Result<true>): Posted => ({ answer, items: changes.map(({ item }) => item) });
  let size = 0;
  for (const draft of queue.waiting) {
    if (changes.length >= queue.most || changes.length + files.length >= changesThatFit || size > postBytesMost) break;
    if (taken.has(draft.item) || queue.stuck.has(draft.item)) continue;
    taken.add(draft.item);
    const step = withFiles(parts, draft, await stepOf(parts, draft));
    if (step.state === "later") queue.later.add(draft.item);
    else if (step.state === "stays") {
      // Where the way to the server fails, nothing else gets there either.
      if (step.failure.retry === "later" && codeRule(step.failure.code).about === "transport")
        return over({ ok: false, failure: step.failure });
      queue.stuck.set(draft.item, step.failure);
      unlocked.ports.log.event("draft.stays", { code: step.failure.code });
    } else if (step.state === "replaced") for (const place of step.places) list.changed(place.vault, [place.item]);
    // What waits for it, the deletion at the end of a move, would wait for ever.
    else if (step.state === "void") settled.push(draft, ...drafts.waitingFor([draft]));
    else {
      const { change, sealed } = sealChange(parts, draft, step.state === "put" ? step : null);
      if (step.state === "put") files.push(...step.files);
      if (step.state === "put" && change.overview !== null) step.sealed?.(change.overview.hash);
      changes.push(change);
      envelopes.push(...sealed);
      size += sealed.reduce((sum, bytes) => sum + bytes.length, 0);
    }
  }
  if (settled.length > 0) {
    drafts.remove(settled);
    for (const { vault: of, item } of settled) list.changed(of, [item]);
  }
  if (changes.length === 0) return over(ok(true));
  // The chain moved while items were opened: what was sealed for it is of yesterday.
  if (unlocked.chains.chain(vault).head.hash !== head.hash) return over(fail("manifest", { vault }, "later"));
  const posted = await unlocked.vaults.post(vault, signCommit(parts, vault, changes), envelopes);
  const isLacking =
    !posted.ok && posted.failure.code === "manifest" && posted.failure.detail?.reason === "blob-missing";
  // Swept meanwhile, or lost with a server that was put back: sent again, and tried anew.
  const isSentAgain = isLacking && parts.files.sendAgain(files);
  return over(isSentAgain ? fail("manifest", { vault, reason: "blob-missing" }, "later") : posted);
}

/** What goes out once its files are there; a draft whose files are refused stays with the reason. */
function withFiles({ files }: BatchParts, { vault }: Draft, step: Step): Step | { state: "later" } {
  if (step.state !== "put" || step.files.length === 0) return step;
  const sent = files.send(vault, step.files);
  if (sent.ok && sent.value) return step;
  step.bytes.secret.fill(0);
  return sent.ok ? { state: "later" } : { state: "stays", failure: sent.failure };
}

async function stepOf({ drafts, kinds }: BatchParts, draft: Draft): Promise<Step> {
  const parts = drafts.openParts(draft);
  if (!parts.ok) return { state: "stays", failure: parts.failure };
  return kinds[parts.value.kind === "record" ? "record" : "item"].step(draft, parts.value);
}

function sealChange(
  { unlocked }: BatchParts,
  draft: Draft,
  put: { bytes: PartBytes; files: readonly NamedFile[] } | null,
): { change: Change; sealed: Uint8Array[] } {
  const { vault, item } = draft;
  const version = (unlocked.chains.chain(vault).items.get(item)?.version ?? 0) + 1;
  const change: Change = {
    op: put === null ? "delete" : "put",
    item,
    version,
    changeId: draft.draft,
    schema: itemSchema,
    overview: null,
    secret: null,
    blobs: (put?.files ?? []).map(({ blob, size, hash }) => ({ blob, size: sealedSize(size), hash })),
    purged: [],
  };
  const current = unlocked.keyring.current(vault);
  if (put === null || current === null) return { change, sealed: [] };
  const { bytes } = put;
  const { team, user, device } = unlocked.profile;
  const context = { team, vault, epoch: current.epoch, item, version, author: { user, device }, schema: itemSchema };
  const overview = sealItemOverview(current.key, context, bytes.overview);
  const secret = sealItemSecret(current.key, context, bytes.secret);
  bytes.secret.fill(0);
  change.overview = { size: overview.length, hash: envelopeHash(overview) };
  change.secret = { size: secret.length, hash: envelopeHash(secret) };
  return { change, sealed: [overview, secret] };
}

/** The next commit of a vault with these changes. */
export function signCommit({ unlocked }: Pick<BatchParts, "unlocked">, vault: VaultId, changes: Change[]): Uint8Array {
  const { team, user, device } = unlocked.profile;
  const chain = unlocked.chains.chain(vault);
  const log = unlocked.log.state().head;
  const epoch = unlocked.keyring.current(vault)?.epoch ?? 0;
  const body = {
    suite: 1 as const,
    team,
    vault,
    epoch,
    seq: chain.head.seq + 1,
    prev: chain.head.hash,
    logSeq: log.seq,
    logHead: log.hash,
    author: { user, device },
    time: unlocked.ports.clock.now() as EpochMs,
    changes,
  };
  return buildCommit(body, { signKey: unlocked.keys.signKey }).bytes;
}
