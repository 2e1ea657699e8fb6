/**
 * Pushes drafts: seals them for their vault with the epoch and the right of this moment, merged into what the chain holds
 * now, signs one commit for many, and posts it. Losing the compare-and-set means: pull, merge anew, try again. A draft
 * leaves only when the verified chain holds it or nothing of it is left to say [protocol: Vault chain] [protocol: Merge].
 */
import { envelopeHash } from "../../../../shared/crypto/hash.ts";
import { sealItemOverview, sealItemSecret } from "../../../../shared/crypto/item-envelopes.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { itemSchema, type Overview } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { emptyRecordSecret } from "../../../../shared/model/records/records.ts";
import { covers, rightOf } from "../../../../shared/protocol/team-log/state/rules.ts";
import { buildCommit, type Change, changesThatFit } from "../../../../shared/protocol/vault-chain/commit.ts";
import { currentRecord } from "../../records/record-overviews.ts";
import { type BodyBytes, encodeBody } from "../items/item-bytes.ts";
import { currentOf, lateOf } from "../items/item-view.ts";
import type { ItemsArea } from "../items/items-area.ts";
import { type DraftBody, draftBodyOf, type ItemDraft, type RecordDraft } from "./draft-body.ts";
import { type Draft, wipeDraft } from "./draft-book.ts";
import { applyDraft } from "./draft-merge.ts";
import { mergeRecordBytes } from "./system-merge.ts";

/** Envelopes of one post together; a post of 512 largest secrets would be 136 MiB. */
const postBytesMost = 8 * 1024 * 1024;
/** A busy vault moves under us; whoever loses this often in a row tries again with the next sync. */
const attemptsMost = 20;

/** What becomes of one draft now. */
type Step =
  | { state: "put"; bytes: BodyBytes; overview: Overview | null }
  | { state: "delete" }
  /** Nothing of it is left to say. */
  | { state: "void" }
  /** It stays: its bytes or its key are not here, or it is from a newer Latchkey. */
  | { state: "stays"; failure: Failure };

/** Pushes all drafts of a vault. Also ok when nothing waits; a failure says why drafts stay. */
export async function pushDrafts(area: ItemsArea, vault: VaultId): Promise<Result<true>> {
  let lost = 0;
  let isFresh = true;
  const stuck = new Map<ItemId, Failure>();
  for (;;) {
    await area.overviews.settled();
    // What an earlier run or a lost answer left; what this run pushes is dropped as its commit comes in.
    if (isFresh) dropPushed(area, area.drafts.ofVault(vault));
    isFresh = false;
    const waiting = area.drafts.ofVault(vault).filter((draft) => !stuck.has(draft.item) && area.drafts.isDue(draft));
    if (waiting.length === 0) return whyStuck(vault, stuck);
    const allowed = mayPush(area, vault);
    if (!allowed.ok) return allowed;
    // Waiting for the vault's key is nobody's failure: the vault says so, and the drafts wait with it.
    if (area.unlocked.keyring.current(vault) === null) return ok(true);
    const posted = await pushBatch(area, vault, { waiting, stuck });
    await area.overviews.settled();
    area.overviews.clearPrimed();
    if (posted.ok) {
      lost = 0;
      continue;
    }
    const isLost = posted.failure.code === "manifest" && posted.failure.retry === "later";
    if (!isLost || ++lost > attemptsMost) return posted;
    const pulled = await area.unlocked.vaults.pull(vault);
    if (!pulled.ok) return pulled;
    isFresh = true;
  }
}

/** Drafts that stay say why, by the first of them. */
function whyStuck(vault: VaultId, stuck: ReadonlyMap<ItemId, Failure>): Result<true> {
  const [failure] = stuck.values();
  return failure === undefined
    ? ok(true)
    : { ok: false, failure: { ...failure, detail: { ...failure.detail, vault } } };
}

/** Removes those of these drafts that the chain already holds as changes of this device; all are of one vault. */
function dropPushed(area: ItemsArea, drafts: readonly Draft[]): void {
  const pushed = area.drafts.pushed(drafts);
  const vault = pushed[0]?.vault;
  if (vault === undefined) return;
  removePushed(area, pushed);
  area.refresh(
    vault,
    pushed.map(({ item }) => item),
  );
}

/** The verified chain holds these: they go, and what waited for them is due. */
export function removePushed(area: ItemsArea, pushed: readonly Draft[]): void {
  const due = area.drafts.waitingFor(pushed);
  area.drafts.remove(pushed);
  // A failure is told by the sync loop, which pushes all that waits.
  for (const vault of due) area.flush(vault).catch(() => area.unlocked.ports.log.event("bug", { place: "outbox" }));
}

function mayPush(area: ItemsArea, vault: VaultId): Result<true> {
  const { unlocked } = area;
  const state = unlocked.log.state();
  const inLog = state.vaults.get(vault);
  if (inLog === undefined || !covers(rightOf(state, unlocked.profile.user, vault), "edit")) {
    return fail("role", { vault }, "after-act");
  }
  if (inLog.archived) return fail("role", { vault, reason: "archived" }, "after-act");
  if (inLog.rotationDue) return fail("epoch-stale", { vault }, "later");
  const stopped = unlocked.chains.stopped(vault);
  if (stopped !== null) return { ok: false, failure: stopped };
  return ok(true);
}

/** Builds and posts one commit of the oldest drafts, each item at most once. */
async function pushBatch(
  area: ItemsArea,
  vault: VaultId,
  queue: { waiting: Draft[]; stuck: Map<ItemId, Failure> },
): Promise<Result<true>> {
  const { unlocked } = area;
  const changes: Change[] = [];
  const envelopes: Uint8Array[] = [];
  const settled: Draft[] = [];
  const taken = new Set<ItemId>();
  const { head } = unlocked.chains.chain(vault);
  let size = 0;
  for (const draft of queue.waiting) {
    if (changes.length >= changesThatFit || size > postBytesMost) break;
    if (taken.has(draft.item) || queue.stuck.has(draft.item)) continue;
    taken.add(draft.item);
    const step = await stepOf(area, draft);
    if (step.state === "stays") {
      queue.stuck.set(draft.item, step.failure);
      unlocked.ports.log.event("draft.stays", { code: step.failure.code });
    } else if (step.state === "void") settled.push(draft);
    else {
      const { change, sealed } = sealChange(area, draft, step.state === "put" ? step.bytes : null);
      if (step.state === "put" && step.overview !== null && change.overview !== null) {
        area.overviews.prime(change.overview.hash, step.overview);
      }
      changes.push(change);
      envelopes.push(...sealed);
      size += sealed.reduce((sum, bytes) => sum + bytes.length, 0);
    }
  }
  if (settled.length > 0) {
    area.drafts.remove(settled);
    area.refresh(
      vault,
      settled.map(({ item }) => item),
    );
  }
  if (changes.length === 0) return ok(true);
  // The chain moved while items were opened: what was sealed for it is of yesterday.
  if (unlocked.chains.chain(vault).head.hash !== head.hash) return fail("manifest", { vault }, "later");
  return unlocked.vaults.post(vault, signCommit(area, vault, changes), envelopes);
}

async function stepOf(area: ItemsArea, draft: Draft): Promise<Step> {
  const parts = area.drafts.openParts(draft);
  if (!parts.ok) return { state: "stays", failure: parts.failure };
  const { kind, base, wanted } = parts.value;
  const isNew = base === null && !area.unlocked.chains.chain(draft.vault).items.has(draft.item);
  // Nothing to merge into: what was saved is sealed as it lies there.
  if (kind !== "record" && isNew && wanted !== null) {
    return { state: "put", bytes: wanted, overview: area.drafts.overviews(draft)?.wanted ?? null };
  }
  const opened = draftBodyOf(parts.value);
  if (!opened.ok) return { state: "stays", failure: opened.failure };
  const body: DraftBody = opened.value;
  if (body.kind === "record") return recordStep(area, draft, body);
  const step = body.wanted === null ? deleteStep(area, draft) : await putStep(area, draft, body);
  wipeDraft(body);
  return step;
}

/** A late deletion never undoes what somebody else wrote meanwhile. */
function deleteStep(area: ItemsArea, draft: Draft): Step {
  const { device } = area.unlocked.profile;
  const current = area.unlocked.chains.chain(draft.vault).items.get(draft.item);
  if (current === undefined || current.deleted) return { state: "void" };
  const newer = area.rows.versions(draft.vault, draft.item).filter(({ version }) => version > draft.baseVersion);
  return newer.every(({ author }) => author.device === device) ? { state: "delete" } : { state: "void" };
}

async function putStep(area: ItemsArea, draft: Draft, body: ItemDraft): Promise<Step> {
  const current = await currentOf(area, draft.vault, draft.item);
  if (!current.ok) return { state: "stays", failure: current.failure };
  const version = area.unlocked.chains.chain(draft.vault).items.get(draft.item)?.version ?? 0;
  const merged = applyDraft(current.value, body, lateOf(area, body.at, version));
  if (merged === null) return { state: "void" };
  const saysNothing = current.value.state === "present" && changedFields(current.value.body, merged).length === 0;
  const bytes = saysNothing ? null : encodeBody(merged);
  if (current.value.state === "present") wipeSecret(current.value.body.secret);
  if (bytes === null) return { state: "void" };
  return bytes.ok ? { state: "put", bytes: bytes.value, overview: null } : { state: "stays", failure: bytes.failure };
}

async function recordStep(area: ItemsArea, draft: Draft, body: RecordDraft): Promise<Step> {
  const current = await currentRecord(area, draft.vault, draft.item);
  if (!current.ok) return { state: "stays", failure: current.failure };
  const overview = mergeRecordBytes(current.value, body);
  if (!overview.ok) return { state: "stays", failure: overview.failure };
  return overview.value === null
    ? { state: "void" }
    : { state: "put", bytes: { overview: overview.value, secret: emptyRecordSecret() }, overview: null };
}

function sealChange(area: ItemsArea, draft: Draft, bytes: BodyBytes | null): { change: Change; sealed: Uint8Array[] } {
  const { unlocked } = area;
  const { vault, item } = draft;
  const version = (unlocked.chains.chain(vault).items.get(item)?.version ?? 0) + 1;
  const change: Change = {
    op: bytes === null ? "delete" : "put",
    item,
    version,
    changeId: draft.draft,
    schema: itemSchema,
    overview: null,
    secret: null,
    blobs: [],
    purged: [],
  };
  const current = unlocked.keyring.current(vault);
  if (bytes === null || current === null) return { change, sealed: [] };
  const { team, user, device } = unlocked.profile;
  const context = { team, vault, epoch: current.epoch, item, version, author: { user, device }, schema: itemSchema };
  const overview = sealItemOverview(current.key, context, bytes.overview);
  const secret = sealItemSecret(current.key, context, bytes.secret);
  bytes.secret.fill(0);
  change.overview = { size: overview.length, hash: envelopeHash(overview) };
  change.secret = { size: secret.length, hash: envelopeHash(secret) };
  return { change, sealed: [overview, secret] };
}

function signCommit(area: ItemsArea, vault: VaultId, changes: Change[]): Uint8Array {
  const { unlocked } = area;
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
