/** The commands about items, of an opened profile. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { useCode } from "./items/code-use.ts";
import { type Favoured, setFavourite } from "./items/favourites.ts";
import { duplicateItem } from "./items/item-copy.ts";
import { deleteItems } from "./items/item-delete.ts";
import { getFactor, sayFactor } from "./items/item-factor.ts";
import { attachmentHandlers } from "./items/item-files.ts";
import { moveItems } from "./items/item-move.ts";
import { purgeItems } from "./items/item-purge.ts";
import { resolveConflict } from "./items/item-resolve.ts";
import { restoreItems } from "./items/item-restore.ts";
import { saveItem } from "./items/item-save.ts";
import { clearsInMs, copyField, getItem, itemCode, openItemWebsite, revealField } from "./items/item-use.ts";
import type { ItemsArea } from "./items/items-area.ts";
import { listItems } from "./items/listed-items.ts";
import { needsYou } from "./items/needs-you.ts";
import { listRegister } from "./items/register-list.ts";
import { registerTrend } from "./items/register-trend.ts";
import { typedHandlers } from "./items/typed-items.ts";
import { discardUnsent, listUnsent } from "./items/unsent.ts";
import { moveUnsent } from "./items/unsent-move.ts";
import { getVersion, restoreVersion } from "./items/version-restore.ts";

/** A list asked for right after unlock waits this long for items whose bytes are still being fetched. */
const readyWaitMs = 1500;

/** The commands about items; each waits a little for the list. */
export function itemHandlers(area: Favoured) {
  const loaded = () => waitAtMost(area, area.ready, readyWaitMs);
  return {
    ...listHandlers(area, loaded),
    ...usingHandlers(area, loaded),
    ...attachmentHandlers(area, loaded),
    ...typedHandlers(area, loaded),
    ...decidingHandlers(area, loaded),
    ...unsentHandlers(area, loaded),
    "item.save": async (input) => {
      await loaded();
      return saveItem(area, input);
    },
    "item.get": async ({ item }) => {
      await loaded();
      return getItem(area, item);
    },
    "password.copy": ({ password }) => area.copies.write(password, clearsInMs),
    "item.code": async ({ item }) => {
      await loaded();
      return itemCode(area, item);
    },
    "item.delete": async (of) => {
      await loaded();
      return deleteItems(area, itemsOf(of));
    },
    "item.purge": async (of) => {
      await loaded();
      return purgeItems(area, itemsOf(of));
    },
    "item.restore": async (of) => {
      await loaded();
      return "version" in of ? restoreVersion(area, of) : restoreItems(area, itemsOf(of));
    },
    "item.duplicate": async ({ item }) => {
      await loaded();
      return duplicateItem(area, item);
    },
    "item.move": async ({ vault, ...of }) => {
      await loaded();
      return moveItems(area, itemsOf(of), vault);
    },
  } satisfies Partial<Handlers>;
}

/** The list, and how its person likes it. */
function listHandlers(area: Favoured, loaded: () => Promise<void>) {
  return {
    "item.list": async (query) => {
      await loaded();
      await waitAtMost(area, area.overviews.settled(), readyWaitMs);
      return ok(await listItems(area, query));
    },
    "register.list": async (query) => {
      await loaded();
      await waitAtMost(area, area.overviews.settled(), readyWaitMs);
      return ok(listRegister(area, query));
    },
    "register.trend": async (query) => {
      await loaded();
      await waitAtMost(area, area.overviews.settled(), readyWaitMs);
      return ok(await registerTrend(area, query));
    },
    "list.order": async () => ok({ order: area.habits.order() }),
    "list.setOrder": async ({ order }) => {
      area.habits.setOrder(order);
      area.unlocked.emit("list.changed", {});
      return ok({});
    },
    "item.favourite": async (input) => {
      await loaded();
      return setFavourite(area, input);
    },
  } satisfies Partial<Handlers>;
}

/** What counts as a use of an item. */
function usingHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "item.reveal": async ({ item, field, version }) => {
      await loaded();
      const shown = await revealField(area, { item, field, version: version ?? null, isShown: true });
      // Notes and plain fields are read by the page itself.
      if (shown.ok && field === "password") area.habits.used(item);
      return shown;
    },
    "item.copyField": async ({ item, field, version }) => {
      await loaded();
      const copied = await copyField(area, { item, field, version: version ?? null });
      if (copied.ok && field !== "link") area.habits.used(item);
      // Where it is being settled, it says which value was copied last.
      if (copied.ok && (area.overviews.index.get(item)?.overview.conflictCount ?? 0) > 0)
        area.unlocked.emit("items.changed", { items: [item], all: false });
      return copied;
    },
    "item.openWebsite": async ({ item, index }) => {
      await loaded();
      const opened = await openItemWebsite(area, { item, index });
      if (opened.ok) area.habits.used(item);
      return opened;
    },
  } satisfies Partial<Handlers>;
}

const itemsOf = (of: { item: ItemId } | { items: ItemId[] }): ItemId[] => ("items" in of ? of.items : [of.item]);

/** Drafts that wait, or cannot go. */
function unsentHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "draft.list": async () => {
      await loaded();
      return ok(listUnsent(area));
    },
    "draft.discard": async (of) => discardUnsent(area, of),
    "draft.move": async (of) => {
      await loaded();
      return moveUnsent(area, of);
    },
  } satisfies Partial<Handlers>;
}

/** What a person looks at and decides: older versions, conflicts. */
function decidingHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "item.needs": async () => {
      await loaded();
      return ok(needsYou(area));
    },
    "item.version": async (input) => {
      await loaded();
      return getVersion(area, input);
    },
    "item.resolve": async (input) => {
      await loaded();
      return resolveConflict(area, input);
    },
    "item.useCode": async (input) => {
      await loaded();
      return useCode(area, input);
    },
    "item.secondFactor": async ({ item }) => {
      await loaded();
      return getFactor(area, item);
    },
    "item.setSecondFactor": async (input) => {
      await loaded();
      return sayFactor(area, input);
    },
  } satisfies Partial<Handlers>;
}

async function waitAtMost(area: ItemsArea, work: Promise<void>, ms: number): Promise<void> {
  let stopTimer: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    stopTimer = area.unlocked.ports.timers.after(ms, resolve);
  });
  await Promise.race([work, late]);
  stopTimer();
}
