/**
 * A file's entry against the item that an earlier import made of it, field by field: what only the file changed is taken,
 * what only we changed stays, and where both changed ours stays and theirs is kept in the item's history. Pure. Which
 * fields a file can bring stands in `shared/model/item-fields.ts`.
 *
 * Which side is newer follows from each side's own past: our versions in the chain, and the older values that the file
 * brings along. Nothing depends on clocks. A row of a table says nothing about what it has no column for: what it lacks is
 * never taken away, and its lists only add.
 */
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { equalValues } from "../../../shared/model/field-merge.ts";
import { type ImportRemark, importRemark } from "../../../shared/model/import-remarks.ts";
import type { CustomField, HistoryValue } from "../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import { bytesKey, type FieldRule } from "../../../shared/model/kinds/field-rule.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { withoutSeed } from "../vaults/items/item-changes.ts";
import { historyBytes, isSameHistory, type Place, placesOf } from "./imported/places.ts";

export type ImportMerge = {
  /** Our states so far, oldest first; the first is what the first import made. Without the present one. */
  ourPast: ItemBody[];
  ours: ItemBody;
  theirs: ItemBody;
  /** Whether the entry holds all that there is of it, so that what it lacks was taken away there. */
  isWhole: boolean;
  /** When the file's entry was last changed; for values that go to the history. */
  theirTime: EpochMs;
  /** The present: when a password of the file becomes ours. */
  now: EpochMs;
};

/** `says`: what becomes of which field, for the person to read before and after. */
export type MergedImport = { body: ItemBody; says: ImportRemark[] };

/** Our item so that it holds all of the file's entry; null: it does already. */
export function mergeImport(merge: ImportMerge): MergedImport | null {
  const { ours, theirs, now } = merge;
  const body: ItemBody = { overview: { ...ours.overview }, secret: { ...ours.secret } };
  const history = [...theirs.secret.history];
  const became: Record<Outcome, string[]> = { added: [], replaced: [], removed: [], aside: [] };
  for (const place of placesOf(ours, theirs)) {
    const found = outcomeAt(place, merge);
    if (found === null) continue;
    if (found.outcome !== "aside") place.put(body, found.value);
    else if (!keepAside(history, place, merge)) continue;
    became[found.outcome].push(place.name);
  }
  followChanges(body, { ours, theirs, now });
  const added = history.filter((one) => !ours.secret.history.some((had) => isSameHistory(had, one)));
  if (added.length > 0)
    body.secret.history = [...ours.secret.history, ...added].sort((left, right) => right.at - left.at);
  const taken = became.added.length + became.replaced.length + became.removed.length;
  if (taken + added.length === 0) return null;
  const older = added.length - became.aside.length;
  return { body, says: [...saysOf(became), ...(older > 0 ? [importRemark("older-added", { count: older })] : [])] };
}

type Outcome = "added" | "replaced" | "removed" | "aside";

/** What becomes of one value: taken, or kept aside in the history; null where ours stays and holds it. */
function outcomeAt(place: Place, merge: ImportMerge): { outcome: Outcome; value: unknown } | null {
  const { ours, theirs, ourPast, isWhole } = merge;
  const { name, rule, pick } = place;
  const mine = pick(ours);
  const other = isWhole ? pick(theirs) : supplemented(rule, mine, pick(theirs));
  if (equalValues(mine, other)) return null;
  const wasOurs = ourPast.some((body) => equalValues(pick(body), other));
  const first = ourPast[0];
  const weLeftIt = first !== undefined && equalValues(pick(first), mine);
  const isNewer = !wasOurs && isInTheirPast(theirs, name, { rule, mine });
  if ((weLeftIt || isNewer) && !isTooMany(rule, other)) {
    const outcome = isNothing(mine) ? "added" : isNothing(other) ? "removed" : "replaced";
    return { outcome: outcome === "replaced" && isMore(mine, other) ? "added" : outcome, value: other };
  }
  return wasOurs ? null : { outcome: "aside", value: other };
}

/** Puts the file's value into what becomes history, where it fits and is not held there already. */
function keepAside(history: HistoryValue[], { name, rule, pick }: Place, { ours, theirs, theirTime }: ImportMerge) {
  const value = historyBytes(rule, pick(theirs));
  const kept = { field: name, value, at: theirTime };
  if (value.length === 0 || value.length > limits.fieldBytes) return false;
  if ([...ours.secret.history, ...history].some((had) => isSameHistory(had, kept))) return false;
  history.push(kept);
  return true;
}

/** What follows from a changed password and a changed seed, as it does when a person types them. */
function followChanges(
  { overview, secret }: ItemBody,
  { ours, theirs, now }: Pick<ImportMerge, "ours" | "theirs" | "now">,
) {
  if (secret.password !== ours.secret.password) secret.passwordChangedAt = secret.password === null ? null : now;
  if (secret.totp === ours.secret.totp) return;
  overview.secondFactor = secret.totp === null ? withoutSeed(ours.overview.secondFactor) : theirs.overview.secondFactor;
}

function saysOf({ added, replaced, removed, aside }: Record<Outcome, string[]>): ImportRemark[] {
  const named = (code: "values-added" | "values-replaced" | "values-removed" | "values-aside", names: string[]) =>
    names.length === 0
      ? []
      : [importRemark(code, { names: names.map((name) => name.replaceAll("\n", " ")).join("\n") })];
  return [
    ...named("values-added", added),
    ...named("values-replaced", replaced),
    ...named("values-removed", removed),
    ...named("values-aside", aside),
  ];
}

/** Ours with what a row of a table adds to it: an empty cell and a column that is not there change nothing. */
function supplemented(rule: FieldRule, mine: unknown, other: unknown): unknown {
  if (isNothing(other)) return mine;
  if (isField(mine) && isField(other)) return bytesEqual(mine.value, other.value) ? mine : other;
  if (!Array.isArray(mine) || !Array.isArray(other)) return other;
  const keyOf = (entry: unknown) => bytesKey(historyBytes(rule, [entry]));
  const held = new Set(mine.map(keyOf));
  return [...mine, ...other.filter((entry) => !held.has(keyOf(entry)))];
}

const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

function isField(value: unknown): value is CustomField {
  return typeof value === "object" && value !== null && "value" in value && "name" in value;
}

/** Whether a list holds all that it held before. */
function isMore(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  return before.every((entry) => after.some((one) => equalValues(one, entry)));
}

function isTooMany({ most = Number.POSITIVE_INFINITY }: FieldRule, value: unknown): boolean {
  return Array.isArray(value) && value.length > most;
}

function isInTheirPast(theirs: ItemBody, name: string, { rule, mine }: { rule: FieldRule; mine: unknown }): boolean {
  if (mine === null) return false;
  const bytes = historyBytes(rule, mine);
  return theirs.secret.history.some(({ field, value }) => field === name && bytesEqual(value, bytes));
}
