/**
 * Pushes drafts: seals them for their vault with the epoch and the right of this moment, merged into what the chain holds
 * now, signs one commit for many, and posts it. Losing the compare-and-set means: pull, merge anew, try again. A draft
 * leaves only when the verified chain holds it or nothing of it is left to say [protocol: Vault chain] [protocol: Merge].
 */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { sealItemOverview, sealItemSecret } from "../../../shared/crypto/item-envelopes.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { itemSchema } from "../../../shared/model/items.ts";
import { covers, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { buildCommit, type Change, changesThatFit } from "../../../shared/protocol/vault-chain/commit.ts";
import { inBackground } from "../store/thrown.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { type PartBytes, wipeContent } from "./draft-body.ts";
import type { Draft, DraftBook } from "./draft-book.ts";
import type { DraftKinds, Step } from "./draft-kind.ts";

/** Envelopes of one post together; a post of 512 largest secrets would be 136 MiB. */
const postBytesMost = 8 * 1024 * 1024;
/** A busy vault moves under us; whoever loses this often in a row tries again with the next sync. */
const attemptsMost = 20;

/** How long a save waits for the server before it answers with a draft; the push itself goes on. */
const saveWaitMs = 5000;

/** What the list of items has to do with a push. */
export type PushedList = {
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
  /** A post is over, whatever it answered. */
  posted(): void;
  /** The drafts of these items changed. */
  changed(vault: VaultId, items: readonly ItemId[]): void;
};

export type Outbox = {
  /** Pushes the drafts of a vault; one push at a time, a second call waits for it and looks again. */
  push(vault: VaultId): Promise<Result<true>>;
  /** Pushes if the server is there and waits a little, because a person does. The drafts are durable already. */
  pushSoon(vault: VaultId): Promise<void>;
  /** The verified chain holds these changes: their drafts go, and what waited for them is pushed. Answers the items. */
  taken(changes: Iterable<ChangeId>): ItemId[];
};

type Parts = {
  unlocked: Pick<
    OpenedProfile,
    "ports" | "emit" | "profile" | "keys" | "keyring" | "log" | "chains" | "vaults" | "events" | "isOnline"
  >;
  drafts: DraftBook;
  kinds: DraftKinds;
  list: PushedList;
};

/** The outbox of an opened profile. */
export function createOutbox(parts: Parts): Outbox {
  const { unlocked, drafts, list } = parts;
  const pushing = new Map<VaultId, Promise<unknown>>();
  const push = (vault: VaultId): Promise<Result<true>> => {
    const pushed = (pushing.get(vault) ?? Promise.resolve()).then(() => pushDrafts(parts, vault, remove));
    pushing.set(
      vault,
      pushed.catch(() => undefined),
    );
    return pushed;
  };
  const remove = (pushed: readonly Draft[]): void => {
    const due = drafts.waitingFor(pushed);
    drafts.remove(pushed);
    // A failure is told by the sync loop, which pushes all that waits.
    for (const vault of due) inBackground(unlocked, "outbox", push(vault));
  };
  return {
    push,
    async pushSoon(vault) {
      if (!unlocked.isOnline()) return unlocked.events.tell("syncRequested", null);
      let stop: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        stop = unlocked.ports.timers.after(saveWaitMs, resolve);
      });
      const pushed = push(vault).then(async (result) => {
        if (!result.ok) unlocked.events.tell("syncRequested", null);
        // The list should show what the answer says.
        await list.settled();
      });
      await Promise.race([pushed, late]);
      stop();
    },
    taken(changes) {
      const pushed = drafts.pushed(drafts.find(changes));
      remove(pushed);
      return pushed.map(({ item }) => item);
    },
  };
}

/** Pushes all drafts of a vault. Also ok when nothing waits; a failure says why drafts stay. */
async function pushDrafts(
  parts: Parts,
  vault: VaultId,
  remove: (pushed: readonly Draft[]) => void,
): Promise<Result<true>> {
  const { unlocked, drafts, list } = parts;
  let lost = 0;
  let isFresh = true;
  const stuck = new Map<ItemId, Failure>();
  for (;;) {
    await list.settled();
    // What an earlier run or a lost answer left; what this run pushes is dropped as its commit comes in.
    if (isFresh) {
      const pushed = drafts.pushed(drafts.ofVault(vault));
      remove(pushed);
      list.changed(vault, itemsOf(pushed));
    }
    isFresh = false;
    const waiting = drafts.ofVault(vault).filter((draft) => !stuck.has(draft.item) && drafts.isDue(draft));
    if (waiting.length === 0) return whyStuck(vault, stuck);
    const allowed = mayPush(parts, vault);
    // A row that was changed may name a vault in which nobody wanted to write.
    if (!allowed.ok) return findUnreadable(parts, waiting) ?? allowed;
    // Waiting for the vault's key is nobody's failure: the vault says so, and the drafts wait with it.
    if (unlocked.keyring.current(vault) === null) return ok(true);
    const posted = await pushBatch(parts, vault, { waiting, stuck });
    await list.settled();
    list.posted();
    if (posted.ok) {
      lost = 0;
      continue;
    }
    const isLost = posted.failure.code === "manifest" && posted.failure.retry === "later";
    if (!isLost || ++lost > attemptsMost) return posted;
    const pulled = await unlocked.vaults.pull(vault);
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

function findUnreadable({ drafts }: Parts, waiting: readonly Draft[]): Failed | null {
  for (const draft of waiting) {
    const opened = drafts.openParts(draft);
    if (!opened.ok) return opened;
    wipeContent(opened.value);
  }
  return null;
}

const itemsOf = (drafts: readonly Draft[]): ItemId[] => drafts.map(({ item }) => item);

function mayPush({ unlocked }: Parts, vault: VaultId): Result<true> {
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
  parts: Parts,
  vault: VaultId,
  queue: { waiting: Draft[]; stuck: Map<ItemId, Failure> },
): Promise<Result<true>> {
  const { unlocked, drafts, list } = parts;
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
    const step = await stepOf(parts, draft);
    if (step.state === "stays") {
      queue.stuck.set(draft.item, step.failure);
      unlocked.ports.log.event("draft.stays", { code: step.failure.code });
    } else if (step.state === "void") settled.push(draft);
    else {
      const { change, sealed } = sealChange(parts, draft, step.state === "put" ? step.bytes : null);
      if (step.state === "put" && change.overview !== null) step.sealed?.(change.overview.hash);
      changes.push(change);
      envelopes.push(...sealed);
      size += sealed.reduce((sum, bytes) => sum + bytes.length, 0);
    }
  }
  if (settled.length > 0) {
    drafts.remove(settled);
    list.changed(vault, itemsOf(settled));
  }
  if (changes.length === 0) return ok(true);
  // The chain moved while items were opened: what was sealed for it is of yesterday.
  if (unlocked.chains.chain(vault).head.hash !== head.hash) return fail("manifest", { vault }, "later");
  return unlocked.vaults.post(vault, signCommit(parts, vault, changes), envelopes);
}

async function stepOf({ drafts, kinds }: Parts, draft: Draft): Promise<Step> {
  const parts = drafts.openParts(draft);
  if (!parts.ok) return { state: "stays", failure: parts.failure };
  return kinds[parts.value.kind === "record" ? "record" : "item"].step(draft, parts.value);
}

function sealChange(
  { unlocked }: Parts,
  draft: Draft,
  bytes: PartBytes | null,
): { change: Change; sealed: Uint8Array[] } {
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

function signCommit({ unlocked }: Parts, vault: VaultId, changes: Change[]): Uint8Array {
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
