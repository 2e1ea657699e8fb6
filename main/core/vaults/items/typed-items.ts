/** What was typed into editors of items and not saved: kept, listed with whether it can go on, taken up again, given up. */
import type { CommandOutput, CommandParsed, Handlers } from "../../../../shared/contract/commands.ts";
import type { TypedShape } from "../../../../shared/contract/typed-text.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { typedItem } from "../../../../shared/model/typed-item.ts";
import type { KeptText } from "../../drafts/typed-text.ts";
import { maySee } from "./asked-again.ts";
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
  const title = (text.title ?? inList ?? before ?? "").toWellFormed();
  const kept = area.typed.keep({ typed, vault, item, base, title, text: JSON.stringify(text) });
  if (!kept.ok) return kept;
  if (kept.value.isNew) area.unlocked.emit("typed.changed", {});
  return ok({ typed: kept.value.typed });
}

function openTyped(area: ItemsArea, typed: string): Result<CommandOutput<"typed.open">> {
  const kept = area.typed.find(typed);
  if (kept === null) return fail("not-found", { field: "typed" });
  const { item } = kept;
  const overview = item === null ? undefined : area.overviews.index.get(item)?.overview;
  // What was typed into such an item holds its new secrets.
  if (item !== null && overview !== undefined) {
    const may = maySee(area.asked, { item, field: "askAgain", askAgain: overview.askAgain });
    if (!may.ok) return may;
  }
  const text = typedItem.safeParse(JSON.parse(kept.text));
  return text.success
    ? ok({ ...shapeOf(area, kept), text: text.data })
    : fail("damaged-database", { reason: "typed" }, "after-act");
}

function shapeOf(area: ItemsArea, { text: _, ...kept }: KeptText): TypedShape {
  const row = kept.item === null ? undefined : area.overviews.index.get(kept.item);
  const vault = kept.item === null ? kept.vault : row?.vault;
  return { ...kept, isOpen: vault !== undefined && mayWrite(area, vault).ok };
}
