/**
 * Drafts of this computer, durable before anybody is told, in the order in which they were made. One save is one draft:
 * nothing that was typed is ever overwritten by the next save [protocol: Merge]. What clears it: each draft's own push.
 */
import { newId } from "../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import { listedDrafts, putDraftList } from "../local/draft-list.ts";
import type { DraftRow, ItemRows } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { type DraftBefore, type DraftContent, type DraftParts, openDraftParts, sealDraftBody } from "./draft-body.ts";

/** A draft without its sealed body. */
export type Draft = Omit<DraftRow, "sealed">;
export type NewDraft = {
  vault: VaultId;
  item: ItemId;
  baseVersion: number;
  content: DraftContent;
  /** The draft's id, where another draft of the same writing names it. */
  draft?: ChangeId;
  after?: DraftBefore;
};

export type DraftBook = {
  /** Writes all or none, durably, and takes away `instead` with it; `within` writes with them. Answers when they are on the disk. */
  add(drafts: NewDraft[], instead?: readonly Draft[], within?: () => void): Draft[];
  remove(drafts: readonly Draft[]): void;
  openParts(draft: Draft): Result<DraftParts>;
  ofItem(item: ItemId): readonly Draft[];
  ofVault(vault: VaultId): readonly Draft[];
  waiting(): { vaults: VaultId[]; count: number };
  /** The drafts behind these changes, if they are ours. */
  find(changes: Iterable<ChangeId>): Draft[];
  /** Whether nothing holds this draft back: what must be in the chain before it is there, verified. */
  isDue(draft: Draft): boolean;
  /** The drafts that wait for one of these. */
  waitingFor(drafts: readonly Draft[]): Draft[];
  /** Drafts whose push the chain already holds: a repeat would be a second edit. */
  pushed(drafts: readonly Draft[]): Draft[];
  items(): ItemId[];
};

/** Drafts by their id, item, vault and the draft before them, in the order in which they were made. */
function createDraftIndex() {
  const sealed = new Map<ChangeId, Uint8Array>();
  const byId = new Map<ChangeId, Draft>();
  const byItem = new Map<ItemId, Draft[]>();
  const byVault = new Map<VaultId, Draft[]>();
  /** Asked for each item that is pushed: a search through all drafts would make a push of many cost their square. */
  const byBefore = new Map<ChangeId, Draft[]>();
  return {
    ...{ sealed, byId, byItem, byVault, byBefore },
    keep({ sealed: bytes, ...draft }: DraftRow): Draft {
      sealed.set(draft.draft, bytes);
      byId.set(draft.draft, draft);
      pushTo(byItem, draft.item, draft);
      pushTo(byVault, draft.vault, draft);
      if (draft.after !== null) pushTo(byBefore, draft.after, draft);
      return draft;
    },
    forget(drafts: readonly Draft[]): void {
      const gone = new Set(drafts.map(({ draft }) => draft));
      // Each list once, however many of its drafts go.
      for (const item of new Set(drafts.map((draft) => draft.item))) keepOthers(byItem, item, gone);
      for (const vault of new Set(drafts.map((draft) => draft.vault))) keepOthers(byVault, vault, gone);
      for (const before of new Set(drafts.flatMap(({ after }) => after ?? []))) keepOthers(byBefore, before, gone);
      for (const draft of gone) {
        sealed.delete(draft);
        byId.delete(draft);
      }
    },
  };
}

function pushTo<Key>(lists: Map<Key, Draft[]>, key: Key, draft: Draft): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [draft]);
  else list.push(draft);
}

function keepOthers<Key>(lists: Map<Key, Draft[]>, key: Key, gone: ReadonlySet<ChangeId>): void {
  const left = (lists.get(key) ?? []).filter(({ draft }) => !gone.has(draft));
  if (left.length === 0) lists.delete(key);
  else lists.set(key, left);
}

type Opening = {
  /** A list of drafts is missed where there is none. */
  isListed: boolean;
  /** Rows and list contradict each other, or a draft does not open. */
  lost(): void;
  /** Called in the transaction that changes drafts. */
  noted(): void;
};

type BookParts = {
  unlocked: Pick<OpenedProfile, "db" | "profile" | "keys">;
  rows: ItemRows;
  opening: Opening;
};

/** Fills the index with what an earlier run left; answers how rows and list are written together, durably. */
function listedIn(index: ReturnType<typeof createDraftIndex>, { unlocked, rows, opening }: BookParts) {
  const listed = listedDrafts(unlocked, {
    ...{ rows: rows.drafts(), isListed: opening.isListed },
    opens: (row) => openDraftParts(unlocked, row, row.sealed).ok,
  });
  for (const row of listed.drafts) index.keep(row);
  const stay = (gone: ReadonlySet<ChangeId>): ChangeId[] =>
    [...index.byId.keys()].filter((draft) => !gone.has(draft) && !listed.unlisted.has(draft));
  if (listed.isNew) unlocked.db.transaction(() => putDraftList(unlocked, stay(new Set())));
  if (!listed.isWhole) opening.lost();
  return (add: DraftRow[], remove: ChangeId[], within?: () => void): void => {
    if (add.length + remove.length === 0) {
      within?.();
      return;
    }
    unlocked.db.transaction(() => {
      within?.();
      rows.changeDrafts({ add, remove });
      putDraftList(unlocked, [...stay(new Set(remove)), ...add.map(({ draft }) => draft)]);
      opening.noted();
    });
  };
}

/** Reads what an earlier run left. */
export function openDraftBook(
  unlocked: Pick<OpenedProfile, "ports" | "profile" | "keys" | "chains" | "history" | "db">,
  rows: ItemRows,
  opening: Opening,
): DraftBook {
  const index = createDraftIndex();
  const { sealed, byId, byItem, byVault, byBefore } = index;
  const write = listedIn(index, { unlocked, rows, opening });

  const openParts = (draft: Draft): Result<DraftParts> => {
    const parts = openDraftParts(unlocked, draft, sealed.get(draft.draft) ?? new Uint8Array(0));
    if (!parts.ok) opening.lost();
    return parts;
  };

  const isPushed = ({ vault, item, draft }: DraftBefore): boolean =>
    unlocked.history.pushedAs({ vault, item, changeId: draft, device: unlocked.profile.device }) !== null;

  return {
    add: (drafts, instead = [], within) => {
      const createdAt = unlocked.ports.clock.now() as EpochMs;
      const added = drafts.map(({ content, draft = newId<ChangeId>(), after = null, ...rest }): DraftRow => {
        const place = { draft, vault: rest.vault, item: rest.item, baseVersion: rest.baseVersion };
        const sealedBody = sealDraftBody(unlocked, { ...place, after }, content);
        return { ...place, after: after?.draft ?? null, createdAt, sealed: sealedBody };
      });
      const gone = instead.map(({ draft }) => draft);
      write(added, gone, within);
      index.forget(instead);
      return added.map(index.keep);
    },
    remove: (drafts) => {
      write(
        [],
        drafts.map(({ draft }) => draft),
      );
      index.forget(drafts);
    },
    isDue: (draft) => {
      if (draft.after === null) return true;
      const parts = openParts(draft);
      const before = parts.ok ? parts.value.after : null;
      if (before === null || !unlocked.chains.chain(before.vault).items.has(before.item)) return false;
      return isPushed(before);
    },
    waitingFor: (drafts) =>
      [...new Set(drafts.map(({ draft }) => draft))].flatMap((draft) => byBefore.get(draft) ?? []),
    openParts,
    ofItem: (item) => byItem.get(item) ?? [],
    ofVault: (vault) => byVault.get(vault) ?? [],
    waiting: () => ({ vaults: [...byVault.keys()], count: sealed.size }),
    find: (changes) => [...changes].flatMap((change) => byId.get(change) ?? []),
    pushed: (drafts) => drafts.filter(isPushed),
    items: () => [...byItem.keys()],
  };
}
