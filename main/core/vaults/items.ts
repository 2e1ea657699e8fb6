/**
 * The item area of an opened profile: list, look, use, save, and what it tells the sync loop. Made while the profile
 * opens; what clears it: lock (its process ends; `dispose` where there is none).
 */
import type { CommandInput } from "../../../shared/contract/commands.ts";
import type { CommandOutput } from "../../../shared/contract/outputs.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Change } from "../../../shared/protocol/vault-chain/commit.ts";
import { isRecord, listRecords, type RecordCache } from "../records/record-overviews.ts";
import { type RecordStore, saveRecord } from "../records/records.ts";
import { createItemRows } from "../store/item-rows.ts";
import type { DraftQueue } from "../sync/sync-round.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { createImport, type ImportHandlers } from "../transfer/import.ts";
import { openDraftBook } from "./drafts/draft-book.ts";
import { pushDrafts, removePushed } from "./drafts/outbox.ts";
import { moveItem } from "./items/item-move.ts";
import { deleteItem, saveItem } from "./items/item-save.ts";
import { copyField, getItem, itemCode, openItemWebsite, revealField } from "./items/item-use.ts";
import type { ItemsArea } from "./items/items-area.ts";
import { refreshRows } from "./items/row-refresh.ts";
import { createOverviews, isReadable } from "./overviews/overviews.ts";

type ItemCommand =
  | "item.save"
  | "item.list"
  | "item.get"
  | "item.reveal"
  | "item.copyField"
  | "item.code"
  | "item.openWebsite"
  | "item.delete"
  | "item.move";
export type ItemHandlers = {
  [Name in ItemCommand]: (input: CommandInput<Name>) => Promise<Result<CommandOutput<Name>>>;
};
export type Items = {
  drafts: DraftQueue;
  records: RecordStore;
  handlers: ItemHandlers & ImportHandlers;
  /** Stops timers and forgets what lies in memory; before the keys are wiped and the database is closed. */
  dispose(): void;
};

/** More changed items than this are told as "all". */
const maxReported = 200;
/** A list asked for right after unlock waits this long for items whose bytes are still being fetched. */
const readyWaitMs = 1500;
const snapshotDelayMs = 3000;
const missingRetryMs = 30_000;

/** Opens the area: overviews come from the snapshot and the chains in the background, handlers wait for them. */
export function createItems(unlocked: OpenedProfile): Items {
  const rows = createItemRows(unlocked.db);
  const drafts = openDraftBook(unlocked, rows);
  const upkeep = createUpkeep(unlocked);
  const overviews = createOverviews(unlocked, rows, (vault, items) => area.refresh(vault, items));
  const pushing = new Map<VaultId, Promise<unknown>>();

  const area: ItemsArea = {
    unlocked,
    rows,
    overviews,
    drafts,
    clipboardTimer: { stop: null },
    ready: Promise.resolve(),
    refresh: (vault, items) => {
      const changed = refreshRows({ overviews, drafts }, vault, items);
      if (changed.length === 0) return;
      const all = changed.length > maxReported;
      unlocked.emit("items.changed", { items: all ? [] : changed, all });
      upkeep.changed();
    },
    flush: (vault) => {
      const turn = (pushing.get(vault) ?? Promise.resolve()).then(() => pushDrafts(area, vault));
      pushing.set(
        vault,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
  followVaults(area);
  area.ready = loadAll(area);
  upkeep.start(area);
  const imports = createImport(area);
  return {
    drafts: { waiting: () => area.drafts.waiting(), flush: area.flush },
    records: recordsOf(area),
    handlers: { ...handlersOf(area), ...imports.handlers },
    dispose: () => {
      upkeep.stop();
      imports.dispose();
      area.clipboardTimer.stop?.();
    },
  };
}

async function loadAll(area: ItemsArea): Promise<void> {
  const { unlocked, overviews, drafts } = area;
  const withDrafts = drafts.items();
  for (const item of withDrafts) {
    const vault = drafts.ofItem(item)[0]?.vault;
    if (vault !== undefined) refreshRows(area, vault, [item]);
  }
  const vaults = [...unlocked.log.state().vaults.keys()].filter((vault) => isReadable(unlocked, vault));
  await Promise.all(vaults.map((vault) => overviews.load(vault, null)));
}

/** What sync tells of vaults, from now on. */
function followVaults(area: ItemsArea): void {
  const { events } = area.unlocked;
  events.on("vaultAdvanced", ({ vault, changes }) => vaultAdvanced(area, vault, changes));
  events.on("keysChanged", (vault) => inBackground(area, area.overviews.load(vault, null)));
  events.on("vaultClosed", (vault) => area.overviews.close(vault));
}

function recordsOf(area: ItemsArea): RecordStore {
  const cache: RecordCache = new Map();
  return {
    list: (vault) => listRecords(area, cache, vault),
    save: (vault, item, overview) => saveRecord(area, vault, item, overview),
  };
}

function vaultAdvanced(area: ItemsArea, vault: VaultId, changes: readonly Change[]): void {
  // Drafts that the chain now holds go first, so that the rows are made once, from the chain alone.
  const pushed = area.drafts.pushed(area.drafts.find(changes.map(({ changeId }) => changeId)));
  removePushed(area, pushed);
  tellRecords(area, vault, changes);
  const loaded = area.overviews.load(
    vault,
    changes.map(({ item }) => item),
  );
  inBackground(
    area,
    loaded.then(() => {
      const stale = pushed.map(({ item }) => item).filter((item) => area.overviews.index.get(item)?.draft);
      if (stale.length > 0) area.refresh(vault, stale);
    }),
  );
}

/** Titles and names are no items of a list: whoever shows vaults and people is told. */
function tellRecords({ unlocked }: ItemsArea, vault: VaultId, changes: readonly Change[]): void {
  if (!changes.some(({ item }) => isRecord(unlocked, vault, item))) return;
  unlocked.emit("vault.changed", { vault });
  if (unlocked.log.state().vaults.get(vault)?.kind === "directory") unlocked.emit("member.changed", {});
}

/** Work that nobody awaits: a failure of the program itself is logged by its place, never lost in silence. */
function inBackground(area: ItemsArea, work: Promise<unknown>): void {
  work.catch(() => area.unlocked.ports.log.event("bug", { place: "items" }));
}

function handlersOf(area: ItemsArea): ItemHandlers {
  const loaded = () => waitAtMost(area, area.ready, readyWaitMs);
  return {
    "item.save": async (input) => {
      await loaded();
      return saveItem(area, input);
    },
    "item.list": async ({ vault, text, limit }) => {
      await loaded();
      await waitAtMost(area, area.overviews.settled(), readyWaitMs);
      return ok(area.overviews.index.list({ vault: vault as VaultId | undefined, text, limit }));
    },
    "item.get": async ({ item }) => {
      await loaded();
      return getItem(area, item as ItemId);
    },
    "item.reveal": async ({ item, field, version }) => {
      await loaded();
      return revealField(area, { item: item as ItemId, field, version: version ?? null });
    },
    "item.copyField": async ({ item, field }) => {
      await loaded();
      return copyField(area, { item: item as ItemId, field });
    },
    "item.code": async ({ item }) => {
      await loaded();
      return itemCode(area, item as ItemId);
    },
    "item.openWebsite": async ({ item, index }) => {
      await loaded();
      return openItemWebsite(area, { item: item as ItemId, index });
    },
    "item.delete": async ({ item }) => {
      await loaded();
      return deleteItem(area, item as ItemId);
    },
    "item.move": async ({ item, vault }) => {
      await loaded();
      return moveItem(area, item as ItemId, vault as VaultId);
    },
  };
}

async function waitAtMost(area: ItemsArea, work: Promise<void>, ms: number): Promise<void> {
  let stopTimer: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    stopTimer = area.unlocked.ports.timers.after(ms, resolve);
  });
  await Promise.race([work, late]);
  stopTimer();
}

type Upkeep = { start(area: ItemsArea): void; changed(): void; stop(): void };

/** Writes the snapshot a little after the last change, and asks again for items that were named and not given. */
function createUpkeep(unlocked: OpenedProfile): Upkeep {
  let area: ItemsArea | null = null;
  let stopped = false;
  const timers: { snapshot: (() => void) | null; missing: (() => void) | null } = { snapshot: null, missing: null };
  const changed = () => {
    if (stopped || area === null) return;
    timers.snapshot ??= unlocked.ports.timers.after(snapshotDelayMs, () => {
      timers.snapshot = null;
      if (!stopped) area?.overviews.writeSnapshot();
    });
    if (area.overviews.waitingVaults().length > 0) askAgainLater();
  };
  const askAgainLater = () => {
    timers.missing ??= unlocked.ports.timers.after(missingRetryMs, () => {
      timers.missing = null;
      if (stopped || area === null) return;
      for (const vault of area.overviews.waitingVaults()) inBackground(area, area.overviews.load(vault, null));
      if (area.overviews.waitingVaults().length > 0) askAgainLater();
    });
  };
  return {
    start: (of) => {
      area = of;
      inBackground(of, of.ready.then(changed));
    },
    changed,
    stop: () => {
      stopped = true;
      timers.snapshot?.();
      timers.missing?.();
    },
  };
}
