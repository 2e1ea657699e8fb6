/**
 * Settling a conflict: its person keeps the current value, the one that came late, or types another [protocol: Merge]. What they
 * did not keep goes into the item's older values: nothing that anybody typed is deleted.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { conflictId } from "../../../../shared/model/conflict-id.ts";
import type { Conflict, HistoryValue } from "../../../../shared/model/item-parts.ts";
import { cutOnce, fieldValue, takesText } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { utf8Bytes, utf8Text } from "../../../../shared/text.ts";
import { deletedConflict } from "./draft-merge.ts";
import { applyChanges, type ItemChanges } from "./item-changes.ts";
import type { ItemsArea } from "./items-area.ts";
import { editPart } from "./part-edit.ts";

type ResolveInput = CommandParsed<"item.resolve">;
type Nothing = Record<string, never>;

/**
 * Failures: `not-found` (item, conflict), `role`, `older-version`, `invalid-input` where the field takes no text (its current
 * value can be kept) or `base` is above the newest version, `otp-uri`, `limit`, those of opening the item.
 */
export function resolveConflict(area: ItemsArea, input: ResolveInput): Promise<Result<Nothing>> {
  // A value that somebody changed since does not give way, and the other one stays beside it.
  return editPart(area, input, {
    check: ({ body }) => findConflict(body, input),
    change: (body, at) => settle(body, input, { user: area.unlocked.profile.user, at }),
  });
}

function findConflict({ secret }: ItemBody, { conflict }: Pick<ResolveInput, "conflict">): Result<Conflict> {
  const found = secret.conflicts.find((one) => conflictId(one) === conflict);
  return found === undefined ? fail("not-found", { field: "conflict" }) : ok(found);
}

type By = Parameters<typeof applyChanges>[2];

function settle(body: ItemBody, { conflict, keep }: ResolveInput, by: By): Result<ItemBody> {
  const found = findConflict(body, { conflict });
  if (!found.ok) return found;
  const kept = found.value;
  const without: ItemBody = {
    overview: body.overview,
    secret: { ...body.secret, conflicts: body.secret.conflicts.filter((one) => one !== kept) },
  };
  const lost = olderOf(kept);
  if (keep === "current") return ok(withOlder(without, kept.value.length > 0 ? [lost] : []));
  const current = fieldValue(body, kept.field);
  const replaced = current === null ? [] : [{ field: kept.field, value: utf8Bytes(current), at: by.at }];
  const value = keep === "other" ? kept.value : utf8Bytes(keep.value);
  const changed = kept.field === deletedConflict ? noText(deletedConflict) : put(without, { ...kept, value }, by);
  if (!changed.ok) return changed;
  return ok(withOlder(changed.value, keep === "other" || kept.value.length === 0 ? replaced : [lost, ...replaced]));
}

const olderOf = ({ field, value, at }: Conflict): HistoryValue => ({ field, value: value.slice(), at });

/** What is too long for an older value stays in the version before, as everything does. */
function withOlder(body: ItemBody, older: HistoryValue[]): ItemBody {
  const fitting = older.filter(({ value }) => value.length <= limits.fieldBytes);
  const history = [...fitting, ...body.secret.history].slice(0, limits.historyPerItem);
  return { overview: body.overview, secret: { ...body.secret, history } };
}

const noText = (field: string) => fail("invalid-input", { field, reason: "choice" }, "after-act");

type Putting = Pick<Conflict, "field" | "value">;

/** The field with this value; empty: without it. */
function put(body: ItemBody, { field, value }: Putting, by: By): Result<ItemBody> {
  const [kind, rest] = cutOnce(field);
  if (kind === "field" && rest !== null) return ok(putOwn(body, rest, value));
  const text = utf8Text(value) ?? new TextDecoder().decode(value);
  const changes = changesFor(body, field, text);
  return changes === null ? noText(kind) : applyChanges(body, changes, by);
}

/** A field that people named, with its bytes as they are; one that was taken away comes back hidden. */
function putOwn({ overview, secret }: ItemBody, name: string, value: Uint8Array): ItemBody {
  const had = secret.fields.find((field) => field.name === name);
  const now = { name, type: had?.type ?? ("hidden" as const), value: value.slice() };
  const others = secret.fields.filter((field) => field !== had);
  const fields =
    value.length === 0
      ? others
      : had === undefined
        ? [...others, now]
        : secret.fields.map((field) => (field === had ? now : field));
  return { overview, secret: { ...secret, fields } };
}

/** As a person would type it; null for what is no text. */
function changesFor({ overview }: ItemBody, field: string, text: string): ItemChanges | null {
  const [kind, rest] = cutOnce(field);
  if (!takesText(overview.kind, field)) return null;
  if (kind === "detail" && rest !== null) return { detail: { [rest]: text === "" ? null : text } };
  if (field !== "urls") return { [field]: field === "title" || text !== "" ? text : null };
  const matches = new Map(overview.urls.map(({ url, match }) => [url, match]));
  const urls = text.split("\n").filter((url) => url !== "");
  return { urls: urls.map((url) => ({ url, match: matches.get(url) ?? "domain" })) };
}
