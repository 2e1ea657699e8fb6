/**
 * Puts together what lies above sync: drafts, records, items, imports. Each is made of what is below it and of nothing
 * else; the kinds of drafts are rows that the outbox is given here.
 */
import type { ItemId, VaultId } from "../../shared/encoding/ids.ts";
import type { Change } from "../../shared/protocol/vault-chain/commit.ts";
import { type Attachments, createAttachments } from "./attachments/attachments.ts";
import { openDraftBook } from "./drafts/draft-book.ts";
import { openListHabits } from "./drafts/list-habits.ts";
import { createOutbox, type Outbox } from "./drafts/outbox.ts";
import { openTypedTexts } from "./drafts/typed-text.ts";
import { openValueUses } from "./drafts/value-uses.ts";
import { restoreVoided } from "./drafts/voided-drafts.ts";
import { createGate } from "./gate/gate.ts";
import { createCopies } from "./local/copies.ts";
import { createBegunActs } from "./log/begun-acts.ts";
import { recordDraftKind } from "./records/record-draft.ts";
import { createRecordIndexes } from "./records/record-index.ts";
import { isRecord, listRecords, type RecordCache, tellRecord } from "./records/record-overviews.ts";
import { type RecordStore, saveRecords } from "./records/records.ts";
import { createItemRows } from "./store/item-rows.ts";
import { addSecurityEvent } from "./store/security-events.ts";
import { inBackground } from "./store/thrown.ts";
import type { DraftQueue } from "./sync/sync-round.ts";
import type { OpenedProfile } from "./sync/team-view.ts";
import { readRegister } from "./tools/register.ts";
import { createExport } from "./transfer/export.ts";
import { createImport } from "./transfer/import.ts";
import { openCodes } from "./vaults/codes.ts";
import { createAskedAgain } from "./vaults/items/asked-again.ts";
import { noCodes } from "./vaults/items/counted-codes.ts";
import { createCreatedTimes } from "./vaults/items/created-times.ts";
import { vaultOfDeleted } from "./vaults/items/deleted-view.ts";
import type { Favoured } from "./vaults/items/favourites.ts";
import { createItemDrafts } from "./vaults/items/item-draft.ts";
import { filesInDrafts } from "./vaults/items/item-files.ts";
import { createItemList, type ItemList } from "./vaults/items/item-list.ts";
import { itemDraftKind } from "./vaults/items/item-push.ts";
import { itemCode } from "./vaults/items/item-use.ts";
import type { ItemsArea, ItemsCore } from "./vaults/items/items-area.ts";
import { needsYou } from "./vaults/items/needs-you.ts";
import { itemHandlers } from "./vaults/items.ts";
import { movingHandlers } from "./vaults/move-to-new.ts";
import { newestTitle } from "./vaults/overviews/item-opening.ts";
import { createOverviews } from "./vaults/overviews/overviews.ts";
import { createKnownVault } from "./vaults/vault-create.ts";

export type Areas = ReturnType<typeof openAreas>;

/** `isMarked`: the profile was made with its sealed records. `noteDrafts`: the rollback guard counts changes of drafts. */
type AreasOpening = { isMarked: boolean; noteDrafts(): void; driftMs(): number | null };

/** Opens the areas: overviews come from the snapshot and the chains in the background, handlers wait for them. */
export function openAreas(unlocked: OpenedProfile, { isMarked, noteDrafts, driftMs }: AreasOpening) {
  const rows = createItemRows(unlocked.db);
  const drafts = openDraftBook(unlocked, rows, {
    ...{ isListed: isMarked, noted: noteDrafts },
    lost: tellLostDrafts(unlocked),
  });
  const overviews = createOverviews(unlocked, rows);
  const found = { trash: new Map(), conflictCounts: new Map() };
  const core = { unlocked, rows, overviews, drafts, itemDrafts: createItemDrafts(drafts), ...found };
  const list = createItemList(core);
  const files = openFiles(unlocked, core, (vault) => outbox.push(vault));
  const outbox = createOutbox({
    unlocked,
    drafts,
    files,
    kinds: { item: itemDraftKind({ ...core, files }), record: recordDraftKind(core) },
    list: { settled: overviews.settled, posted: overviews.clearPrimed, changed: list.refresh },
  });
  const { handlers: gated, mayOpen, mayPut } = openGate(core, list, () => records);
  const own = { outbox, files, ...openOwn(unlocked), mayPut };
  const area = { ...core, ...own, createdAt: createCreatedTimes(core), refresh: list.refresh, ready: list.ready };
  const { events } = unlocked;
  events.on("vaultAdvanced", ({ vault, changes }) => vaultAdvanced({ core, list, outbox, files }, vault, changes));
  events.on("commitsVoided", ({ vault, commits, isGone }) => {
    const kindOf = (item: ItemId) => (isRecord(unlocked, vault, item) ? "record" : "item");
    // What people wrote in a vault that is no more is offered for another place; its name is of no use there.
    const isWanted = (item: ItemId) => !isGone || kindOf(item) === "item";
    list.refresh(vault, restoreVoided({ unlocked, drafts, kindOf, isWanted }, vault, commits));
  });
  events.on("keysChanged", (vault) => list.load(vault, null));
  events.on("vaultClosed", (vault) => overviews.close(vault));
  const records: RecordStore = openRecords(unlocked, area);
  const begun = createBegunActs({ unlocked, drafts });
  events.on("entriesVerified", begun.draftRecords);
  // What an earlier run began and the log holds.
  begun.draftRecords();
  const titleOf = (vault: VaultId, item: ItemId) => newestTitle(unlocked, unlocked.history.held(vault, item));
  const acts = { ...unlocked, records, begun, titleOf, absentIn: overviews.absentIn, mayOpen };
  const transfer = openTransfer(area, acts);
  const logins = openLogins({ ...area, records }, driftMs);
  return {
    drafts: { waiting: drafts.waiting, flush: outbox.push } satisfies DraftQueue,
    files,
    records,
    ...{ begun, mayOpen, copies: own.copies },
    ...{ titleOf, absentIn: overviews.absentIn, known: knownItems(area), waiting: waitingIn(area) },
    handlers: { ...gated, ...logins.handlers, ...transfer.handlers, ...movingHandlers({ acts, area }) },
    makeArchive: transfer.makeArchive,
    /** The passphrase was typed again, for this item. */
    askedAgain: own.asked.typed,
    /** Stops timers and forgets what lies in memory; before the keys are wiped and the database is closed. */
    dispose: () => {
      list.stop();
      files.stop();
      transfer.dispose();
      logins.dispose();
      own.copies.stop();
    },
  };
}

/** What acts that open logins to more people ask first. */
function openGate(core: ItemsCore, { ready }: ItemList, records: () => RecordStore) {
  return createGate({ ...core, ready, register: () => readRegister({ records: records() }) });
}

/** What one person did on this computer: typed and not saved, used, copied, is adding. */
function openOwn(unlocked: OpenedProfile) {
  return {
    adding: new Map() satisfies ItemsArea["adding"],
    typed: openTypedTexts(unlocked),
    asked: createAskedAgain(unlocked.ports.clock),
    habits: openListHabits(unlocked),
    valueUses: openValueUses(unlocked),
    versionMemory: new Map(),
    codesOfLogins: noCodes(),
    copies: createCopies(unlocked),
  };
}

/** Items, and their codes. */
function openLogins(area: Favoured, driftMs: () => number | null) {
  const codes = openCodes(area, driftMs);
  return { dispose: codes.dispose, handlers: { ...itemHandlers(area), ...codes.handlers } };
}

/** What the list knows of items, as far as it is loaded: for lines that name them. */
function knownItems(area: ItemsArea) {
  const { index, chainOverview } = area.overviews;
  return {
    chainOverview,
    vaultOf: (item: ItemId): VaultId | null => index.get(item)?.vault ?? vaultOfDeleted(area, item),
    titleOf: (item: ItemId): string | null => index.get(item)?.overview.title ?? null,
    /** Every item that this person can open, once the list is loaded. */
    items: async () => {
      await area.ready;
      return index;
    },
    codeOf: async (item: ItemId) => {
      await area.ready;
      return itemCode(area, item);
    },
  };
}

/** What comes from files, and goes into them. */
function openTransfer(area: ItemsArea & { unlocked: OpenedProfile }, acts: Parameters<typeof createKnownVault>[0]) {
  const imports = createImport({ ...area, makeVault: (vault, title) => createKnownVault(acts, vault, title) });
  const exports = createExport({ ...area, titleOf: (vault) => vaultTitle(acts.records, vault) });
  return {
    handlers: { ...imports.handlers, ...exports.handlers },
    /** The passphrase was typed again, for an archive. */
    makeArchive: exports.make,
    dispose: () => {
      imports.dispose();
      exports.dispose();
    },
  };
}

/** What people call a vault, as far as it opens here. */
async function vaultTitle({ of }: RecordStore, vault: VaultId): Promise<string> {
  return (await of.vault.find(vault as string as ItemId, vault))?.body.title ?? "";
}

/** What waits for this person, each under its own name; `ready` once the items of the local store are listed. */
function waitingIn(area: ItemsArea) {
  return { ready: area.ready, names: () => needsYou(area).map(({ item, why }) => `${item}:${why}`) };
}

/** Files that arrived let their drafts go. A failure is told by the sync loop, which pushes all that waits. */
function openFiles(unlocked: OpenedProfile, core: ItemsCore, push: Outbox["push"]): Attachments {
  const sent = (vault: VaultId) => inBackground(unlocked, "outbox", push(vault));
  return createAttachments(unlocked, { inDrafts: () => filesInDrafts(core), sent });
}

/** Titles, names and other records of the vaults: listed, saved as drafts, pushed. */
function openRecords(unlocked: OpenedProfile, area: ItemsArea): RecordStore {
  const cache: RecordCache = new Map();
  return {
    of: createRecordIndexes({ unlocked, open: (vault) => listRecords(area, cache, vault) }),
    save: (vault, item, record) => saveRecords(area, [{ vault, item, record }]),
    saveAll: (placed) => saveRecords(area, placed),
    pushSoon: area.outbox.pushSoon,
  };
}

/** Drafts were taken away, put back or changed in the file: this disk is named, and nobody; once. */
function tellLostDrafts({ db, ports, emit }: OpenedProfile): () => void {
  const code = "damaged-database";
  let isTold = false;
  return () => {
    if (isTold) return;
    isTold = true;
    addSecurityEvent(db, { at: ports.clock.now(), code });
    emit("alert.raised", { code, reason: "drafts" });
  };
}

type Advancing = { core: ItemsCore; list: ItemList; outbox: Outbox; files: Attachments };

function vaultAdvanced({ core, list, outbox, files }: Advancing, vault: VaultId, changes: readonly Change[]): void {
  files.named(changes.flatMap(({ blobs }) => blobs.map(({ blob }) => blob)));
  // Drafts that the chain now holds go first, so that the rows are made once, from the chain alone.
  const pushed = outbox.taken(changes.map(({ changeId }) => changeId));
  tellRecords(core, vault, changes);
  // Of what waited to be deleted here no row goes any more; how many items the vault has changes all the same.
  if (changes.some(({ op }) => op === "delete")) core.unlocked.emit("vault.changed", { vault });
  const items: ItemId[] = changes.map(({ item }) => item);
  inBackground(
    core.unlocked,
    "items",
    core.overviews.load(vault, items).then(() => {
      const stale = pushed.filter((item) => core.overviews.index.get(item)?.draft);
      if (stale.length > 0) list.refresh(vault, stale);
    }),
  );
}

function tellRecords({ unlocked }: ItemsCore, vault: VaultId, changes: readonly Change[]): void {
  if (changes.some(({ item }) => isRecord(unlocked, vault, item))) tellRecord(unlocked, vault);
}
