/**
 * Pushes drafts: seals them for their vault with the epoch and the right of this moment, merged into what the chain holds
 * now, signs one commit for many, and posts it. Losing the compare-and-set means: pull, merge anew, try again. A draft
 * leaves only when the verified chain holds it or nothing of it is left to say [protocol: Vault chain] [protocol: Merge].
 */
import type { ChangeId, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, type Failure, type FailureCode, fail, ok, type Result } from "../../../shared/failures.ts";
import { covers } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Change } from "../../../shared/protocol/vault-chain/commit.ts";
import { inBackground } from "../store/thrown.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { type BatchParts, postBatch } from "./commit-batch.ts";
import { postChanges } from "./direct-commit.ts";
import { wipeContent } from "./draft-body.ts";
import type { Draft, DraftBook } from "./draft-book.ts";
import { createNarrowing, type RefusedItems } from "./refused-changes.ts";

/** A busy vault moves under us; whoever loses this often in a row tries again with the next sync. */
const attemptsMost = 20;

/** How long a save waits for the server before it answers with a draft; the push itself goes on. */
const saveWaitMs = 5000;

/** What the list of items has to do with a push. */
export type PushedList = BatchParts["list"] & {
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
  /** A post is over, whatever it answered. */
  posted(): void;
};

export type Outbox = {
  /** Pushes the drafts of a vault; one push at a time, a second call waits for it and looks again. */
  push(vault: VaultId): Promise<Result<true>>;
  /**
   * Pushes if the server is there and waits a little, because a person does; for files of the vault too where they were just
   * added. The drafts are durable already.
   */
  pushSoon(vault: VaultId, what?: { withFiles: boolean }): Promise<void>;
  /** The verified chain holds these changes: their drafts go, and what waited for them is pushed. Answers the items. */
  taken(changes: Iterable<ChangeId>): ItemId[];
  /** Signs and posts what is no draft, between pushes of this vault; `make` is asked again where another commit came first. */
  post(vault: VaultId, make: () => Promise<Result<Change[]>>): Promise<Result<true>>;
  /** Why the drafts of this item cannot be pushed as they are; null: they only wait. */
  reason(vault: VaultId, item: ItemId): FailureCode | null;
};

type Parts = BatchParts & {
  unlocked: BatchParts["unlocked"] & Pick<OpenedProfile, "emit" | "rights" | "events" | "isOnline">;
  drafts: DraftBook;
  list: PushedList;
  files: BatchParts["files"] & {
    /** Resolves when no file of this vault is on its way, and what waited for them is being pushed. */
    over(vault: VaultId): Promise<void>;
  };
};

/** The outbox of an opened profile. */
export function createOutbox(parts: Parts): Outbox {
  const { unlocked, drafts, list } = parts;
  const pushing = new Map<VaultId, Promise<unknown>>();
  const reasons = new Map<ChangeId, FailureCode>();
  const alone: RefusedItems = new Set();
  /** One at a time in each vault. */
  const serialize = (vault: VaultId, act: () => Promise<Result<true>>): Promise<Result<true>> => {
    const done = (pushing.get(vault) ?? Promise.resolve()).then(act);
    pushing.set(
      vault,
      done.catch(() => undefined),
    );
    return done;
  };
  const push = (vault: VaultId) => serialize(vault, () => pushDrafts(parts, vault, { remove, reasons, alone }));
  const remove = (pushed: readonly Draft[]): void => {
    const due = new Set(drafts.waitingFor(pushed).map(({ vault }) => vault));
    drafts.remove(pushed);
    for (const { draft, item } of pushed) {
      reasons.delete(draft);
      alone.delete(item);
    }
    // A failure is told by the sync loop, which pushes all that waits.
    for (const vault of due) inBackground(unlocked, "outbox", push(vault));
  };
  return {
    push,
    async pushSoon(vault, { withFiles } = { withFiles: false }) {
      if (!unlocked.isOnline()) return unlocked.events.tell("syncRequested", null);
      let stop: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        stop = unlocked.ports.timers.after(saveWaitMs, resolve);
      });
      const pushed = push(vault).then(async (result) => {
        if (!result.ok) unlocked.events.tell("syncRequested", null);
        if (withFiles) await parts.files.over(vault);
        if (withFiles) await pushing.get(vault);
        // The list should show what the answer says.
        await list.settled();
      });
      await Promise.race([pushed, late]);
      stop();
    },
    post: (vault, make) => serialize(vault, () => postAllowed(parts, vault, make)),
    taken(changes) {
      const pushed = drafts.pushed(drafts.find(changes));
      remove(pushed);
      return pushed.map(({ item }) => item);
    },
    reason(vault, item) {
      const allowed = mayPush(parts, vault);
      if (!allowed.ok && allowed.failure.retry !== "later") return allowed.failure.code;
      const why = drafts.ofItem(item).map((draft) => (draft.vault === vault ? reasons.get(draft.draft) : undefined));
      return why.find((code) => code !== undefined) ?? null;
    },
  };
}

async function postAllowed(parts: Parts, vault: VaultId, make: Parameters<Outbox["post"]>[1]): Promise<Result<true>> {
  const allowed = mayPush(parts, vault);
  return allowed.ok ? postChanges(parts, vault, make) : allowed;
}

type Pushing = {
  remove(pushed: readonly Draft[]): void;
  /** Why each draft stayed when it was last tried. */
  reasons: Map<ChangeId, FailureCode>;
  alone: RefusedItems;
};

/** Pushes all drafts of a vault. Also ok when nothing waits; a failure says why drafts stay. */
async function pushDrafts(parts: Parts, vault: VaultId, pushing: Pushing): Promise<Result<true>> {
  const { unlocked, drafts, list } = parts;
  const narrowing = createNarrowing(pushing.alone);
  let lost = 0;
  let isFresh = true;
  const stuck = new Map<ItemId, Failure>();
  const later = new Set<ItemId>();
  for (;;) {
    await list.settled();
    // What an earlier run or a lost answer left; what this run pushes is dropped as its commit comes in.
    if (isFresh) dropPushed(parts, vault, pushing);
    isFresh = false;
    const isLeft = (item: ItemId): boolean => !stuck.has(item) && !later.has(item);
    const waiting = drafts.ofVault(vault).filter((draft) => isLeft(draft.item) && drafts.isDue(draft));
    if (waiting.length === 0) return whyStuck(parts, vault, { stuck, reasons: pushing.reasons });
    const allowed = mayPush(parts, vault);
    // A row that was changed may name a vault in which nobody wanted to write.
    if (!allowed.ok) return findUnreadable(parts, waiting) ?? allowed;
    // Waiting for the vault's key is nobody's failure: the vault says so, and the drafts wait with it.
    if (unlocked.keyring.current(vault) === null) return ok(true);
    const { answer, items } = await postBatch(parts, vault, { ...narrowing.next(waiting), stuck, later });
    await list.settled();
    list.posted();
    if (answer.ok) {
      if (items.length > 0) narrowing.taken();
      lost = 0;
      continue;
    }
    const found = narrowing.refused(items, answer.failure);
    if (found !== null) {
      if (found !== "again") stuck.set(found.item, found.failure);
      continue;
    }
    const isLost = answer.failure.code === "manifest" && answer.failure.retry === "later";
    if (!isLost || ++lost > attemptsMost) {
      if (answer.failure.retry !== "later") for (const { item } of waiting) stuck.set(item, answer.failure);
      setReasons(parts, vault, { stuck, reasons: pushing.reasons });
      return answer;
    }
    const pulled = await unlocked.vaults.pull(vault);
    if (!pulled.ok) return pulled;
    isFresh = true;
  }
}

function dropPushed({ drafts, list }: Parts, vault: VaultId, { remove }: Pushing): void {
  const pushed = drafts.pushed(drafts.ofVault(vault));
  remove(pushed);
  list.changed(vault, itemsOf(pushed));
}

type Staying = { stuck: ReadonlyMap<ItemId, Failure>; reasons: Pushing["reasons"] };

/** Of each item that has a draft here: why it stayed, or that it only waits. */
function setReasons({ drafts }: Parts, vault: VaultId, { stuck, reasons }: Staying): void {
  for (const { draft, item } of drafts.ofVault(vault)) {
    const failure = stuck.get(item);
    if (failure === undefined) reasons.delete(draft);
    else reasons.set(draft, failure.code);
  }
}

/** Drafts that stay say why, by the first of them. */
function whyStuck(parts: Parts, vault: VaultId, staying: Staying): Result<true> {
  setReasons(parts, vault, staying);
  const [failure] = staying.stuck.values();
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
  const isOpen = unlocked.rights.checkOpen(vault);
  if (!isOpen.ok) return isOpen;
  const inLog = unlocked.log.state().vaults.get(vault);
  if (inLog === undefined || !covers(unlocked.rights.of(vault), "edit")) {
    return fail("role", { vault }, "after-act");
  }
  if (inLog.archived) return fail("role", { vault, reason: "archived" }, "after-act");
  if (inLog.rotationDue) return fail("epoch-stale", { vault }, "later");
  const stopped = unlocked.chains.stopped(vault);
  if (stopped !== null) return { ok: false, failure: stopped };
  return ok(true);
}
