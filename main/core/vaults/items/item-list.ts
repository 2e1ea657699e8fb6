/**
 * The list of items as it stands for its person: overviews of the chains with drafts laid over them, kept in step and
 * told. Made while the profile opens; what clears it: lock (its process ends; `stop` where there is none).
 */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { inBackground } from "../../store/thrown.ts";
import { isReadable } from "../overviews/overviews.ts";
import { countConflicts } from "./conflict-counts.ts";
import type { ItemsCore } from "./items-area.ts";
import { refreshRows } from "./row-refresh.ts";

export type ItemList = {
  /** Lays drafts over the chain's overviews again and tells who listens. */
  refresh(vault: VaultId, items: readonly ItemId[]): void;
  /** Opens in the background what these chains have and the list lacks. */
  load(vault: VaultId, items: Iterable<ItemId> | null): void;
  /** Resolves when the items of the local store are listed. */
  ready: Promise<void>;
  stop(): void;
};

/** More changed items than this are told as "all". */
const maxReported = 200;
const snapshotDelayMs = 3000;
const missingRetryMs = 30_000;

/** Opens the list: overviews come from the snapshot and the chains in the background. */
export function createItemList(core: ItemsCore): ItemList {
  const { unlocked, overviews } = core;
  const upkeep = createUpkeep(core);
  const show = (vault: VaultId, items: readonly ItemId[]): void => {
    const changed = refreshRows(core, vault, items);
    if (changed.length === 0) return;
    const all = changed.length > maxReported;
    unlocked.emit("items.changed", { items: all ? [] : changed, all });
    upkeep.changed();
  };
  const count = createCounting(core, show);
  const refresh = (vault: VaultId, items: readonly ItemId[]): void => {
    show(vault, items);
    count.soon(vault, items);
  };
  overviews.onChanged(refresh);
  const ready = loadAll(core);
  inBackground(unlocked, "items", ready.then(upkeep.changed));
  return {
    refresh,
    load: (vault, items) => inBackground(unlocked, "items", overviews.load(vault, items)),
    ready,
    stop() {
      upkeep.stop();
      count.stop();
    },
  };
}

type Counting = { soon(vault: VaultId, items: readonly ItemId[]): void; stop(): void };

/** Counts conflicts one call after the other, and shows those that were found. */
function createCounting(core: ItemsCore, show: (vault: VaultId, items: readonly ItemId[]) => void): Counting {
  let isOver = false;
  let line: Promise<void> = Promise.resolve();
  return {
    soon(vault, items) {
      const drafted = items.filter((item) => core.conflictCounts.has(item) || core.drafts.ofItem(item).length > 0);
      if (drafted.length === 0) return;
      line = line.then(async () => {
        const counted = await countConflicts(core, drafted, () => isOver);
        if (counted.length > 0) show(vault, counted);
      });
      inBackground(core.unlocked, "items", line);
      line = line.catch(() => undefined);
    },
    stop() {
      isOver = true;
    },
  };
}

async function loadAll(core: ItemsCore): Promise<void> {
  const { unlocked, overviews, drafts } = core;
  for (const item of drafts.items()) {
    const vault = drafts.ofItem(item)[0]?.vault;
    if (vault !== undefined) refreshRows(core, vault, [item]);
  }
  const vaults = [...unlocked.log.state().vaults.keys()].filter((vault) => isReadable(unlocked, vault));
  await Promise.all(vaults.map((vault) => overviews.load(vault, null)));
}

type Upkeep = { changed(): void; stop(): void };

/** Writes the snapshot a little after the last change, and asks again for items that were named and not given. */
function createUpkeep(core: ItemsCore): Upkeep {
  const { unlocked, overviews } = core;
  let stopped = false;
  const timers: { snapshot: (() => void) | null; missing: (() => void) | null } = { snapshot: null, missing: null };
  const changed = () => {
    if (stopped) return;
    timers.snapshot ??= unlocked.ports.timers.after(snapshotDelayMs, () => {
      timers.snapshot = null;
      if (!stopped) overviews.writeSnapshot();
    });
    if (overviews.waitingVaults().length > 0) askAgainLater();
  };
  const askAgainLater = () => {
    timers.missing ??= unlocked.ports.timers.after(missingRetryMs, () => {
      timers.missing = null;
      if (stopped) return;
      for (const vault of overviews.waitingVaults()) inBackground(unlocked, "items", overviews.load(vault, null));
      if (overviews.waitingVaults().length > 0) askAgainLater();
    });
  };
  return {
    changed,
    stop: () => {
      stopped = true;
      timers.snapshot?.();
      timers.missing?.();
    },
  };
}
