/** What was typed and not saved: kept, listed with whether it can go on, taken up again, given up. */
import type { CommandOutput, CommandParsed, Handlers } from "../../../../shared/contract/commands.ts";
import type { TypedShape } from "../../../../shared/contract/typed-text.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { type TypedKind, type TypedText, typedKinds } from "../../../../shared/model/typed-kinds.ts";
import { type KeptText, mostSeen } from "../../drafts/typed-text.ts";
import type { ItemsArea } from "./items-area.ts";
import { ruleOf } from "./typed-rules.ts";

/** The commands. `loaded` resolves when titles are there. */
export function typedHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "typed.keep": async (input) => keepTyped(area, input),
    "typed.list": async () => {
      await loaded();
      return ok(area.typed.list().flatMap((kept) => listedOf(area, kept)));
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
  const { typed = null, text } = input;
  const before = typed === null ? null : area.typed.find(typed);
  // Its name stays also where the item goes.
  const title = (ruleOf(text).title(area) ?? before?.title ?? "").slice(0, limits.nameChars).toWellFormed();
  const { item } = ruleOf(text).place;
  // As typing began: what waits since was not seen by whoever typed on.
  const seen = before?.seen ?? (item === null ? [] : area.drafts.ofItem(item).map(({ draft }) => draft));
  const place = { typed, kind: text.kind, title, seen: seen.slice(-mostSeen) };
  const kept = area.typed.keep({ ...place, text: JSON.stringify(text) });
  if (!kept.ok) return kept;
  if (kept.value.isNew) area.unlocked.emit("typed.changed", {});
  return ok({ typed: kept.value.typed });
}

async function openTyped(area: ItemsArea, typed: string): Promise<Result<CommandOutput<"typed.open">>> {
  const kept = area.typed.find(typed);
  if (kept === null) return fail("not-found", { field: "typed" });
  const text = textOf(kept);
  if (text === null) return fail("damaged-database", { reason: "typed" }, "after-act");
  const may = await ruleOf(text).mayTakeUp(area, typed);
  return may.ok ? ok({ ...shapeOf(area, kept, text), text }) : may;
}

/** What does not fit the row of its kind, or has none, is of another Latchkey: it stays, and is not shown. */
function listedOf(area: ItemsArea, kept: KeptText): TypedShape[] {
  const text = textOf(kept);
  return text === null ? [] : [shapeOf(area, kept, text)];
}

function textOf({ kind, text }: KeptText): TypedText | null {
  const parsed = Object.hasOwn(typedKinds, kind) ? typedKinds[kind as TypedKind].safeParse(JSON.parse(text)) : null;
  return parsed?.success === true ? parsed.data : null;
}

function shapeOf(area: ItemsArea, { typed, title, at }: KeptText, text: TypedText): TypedShape {
  const rule = ruleOf(text);
  return { ...{ typed, title, at, kind: text.kind }, ...rule.place, isOpen: rule.isOpen(area) };
}
