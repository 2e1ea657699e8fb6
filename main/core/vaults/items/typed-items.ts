/** What was typed into editors of items and not saved: kept, listed with whether it can go on, taken up again, given up. */
import type { CommandOutput, CommandParsed, Handlers } from "../../../../shared/contract/commands.ts";
import type { TypedShape } from "../../../../shared/contract/typed-text.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { type TypedItem, typedItem } from "../../../../shared/model/typed-item.ts";
import type { KeptText } from "../../drafts/typed-text.ts";
import { maySee } from "./asked-again.ts";
import { viewAny } from "./item-restore.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";

/** The commands. `loaded` resolves when titles are there. */
export function typedHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "typed.keep": async (input) => keepTyped(area, input),
    "typed.list": async () => {
      await loaded();
      return ok(area.typed.list().map((kept) => shapeOf(area, kept)));
    },
    "typed.open": async ({ typed }) => {
      await loaded();
      return openTyped(area, typed);
    },
    "typed.drop": async ({ typed }) => {
      if (area.typed.drop(typed)) area.unlocked.emit("typed.changed", {});
      return ok({});
    },
  } satisfies Partial<Handlers>;
}

/** No right is asked for: what somebody typed is theirs, also where they may not save it any more. */
function keepTyped(area: ItemsArea, input: CommandParsed<"typed.keep">): Result<CommandOutput<"typed.keep">> {
  const { typed = null, vault, item = null, base = null, text } = input;
  const before = typed === null ? null : area.typed.find(typed)?.title;
  const inList = item === null ? undefined : area.overviews.index.get(item)?.overview.title;
  // Its name stays also where the item goes.
  const title = (text.title ?? inList ?? before ?? "").slice(0, limits.nameChars).toWellFormed();
  const kept = area.typed.keep({ typed, vault, item, base, title, text: JSON.stringify(text) });
  if (!kept.ok) return kept;
  if (kept.value.isNew) area.unlocked.emit("typed.changed", {});
  return ok({ typed: kept.value.typed });
}

async function openTyped(area: ItemsArea, typed: string): Promise<Result<CommandOutput<"typed.open">>> {
  const kept = area.typed.find(typed);
  if (kept === null) return fail("not-found", { field: "typed" });
  const text = typedItem.safeParse(JSON.parse(kept.text));
  if (!text.success) return fail("damaged-database", { reason: "typed" }, "after-act");
  const may = await mayTakeUp(area, kept, text.data);
  return may.ok ? ok({ ...shapeOf(area, kept), text: text.data }) : may;
}

/**
 * What was typed into an item that asks for the passphrase holds its new secrets; so does what was marked to ask, and is in no
 * item yet. The passphrase counts for the item or for the kept text alone.
 */
async function mayTakeUp(area: ItemsArea, { item, typed }: KeptText, text: TypedItem): Promise<Result<true>> {
  const askAgain = text.askAgain === true || (item !== null && (await itemAsks(area, item)));
  const may = maySee(area.asked, { item: typed, field: "askAgain", askAgain });
  return may.ok || item === null ? may : maySee(area.asked, { item, field: "askAgain", askAgain });
}

/** Whether it asks, also in Trash; what cannot be opened to see is taken to ask. */
async function itemAsks(area: ItemsArea, item: ItemId): Promise<boolean> {
  const row = area.overviews.index.get(item);
  if (row !== undefined) return row.overview.askAgain;
  const view = await viewAny(area, item);
  if (!view.ok) return true;
  wipeSecret(view.value.body.secret);
  return view.value.body.overview.askAgain;
}

function shapeOf(area: ItemsArea, { text: _, ...kept }: KeptText): TypedShape {
  const row = kept.item === null ? undefined : area.overviews.index.get(kept.item);
  const vault = kept.item === null ? kept.vault : row?.vault;
  return { ...kept, isOpen: vault !== undefined && mayWrite(area, vault).ok };
}
