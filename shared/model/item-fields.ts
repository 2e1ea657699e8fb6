/**
 * Every field of an item, one row each [model: Items]. What is asked of a field by name anywhere else is answered here:
 * a new field is a line in the schema (`items.ts`) and a row below, and without the row nothing compiles.
 */
import { limits } from "../encoding/limits.ts";
import { conflictId } from "./conflict-id.ts";
import type { Attachment, Conflict, CustomField, HistoryValue, ItemSource, Totp } from "./item-parts.ts";
import type { ItemBody, ItemSecret, Overview } from "./items.ts";
import { bytesKey, entries, type FieldRule, type FieldRules, value } from "./kinds/field-rule.ts";
import { otpauthLink } from "./otpauth.ts";

/** A field that nobody types: what it says follows from the item. */
type Computed = FieldRule & { compute(body: ItemBody): unknown };

const computed = (holds: FieldRule["holds"], compute: Computed["compute"]): Computed => ({
  ...{ holds, secret: false, imported: false, merge: { rule: "computed" }, compute },
});

/** Fields of the overview: opened at unlock, searched and listed. */
export const overviewFields = {
  kind: { holds: "choice", secret: false, imported: false, merge: { rule: "fixed" } },
  title: value({ holds: "text", secret: false, imported: true }),
  username: value({ holds: "text", secret: false, imported: true }),
  tags: entries<string>({
    rule: "set",
    ...{ secret: false, imported: true, most: limits.tagsPerItem, isKeyAll: true },
    keyOf: (word) => word,
    pathOf: () => "tags",
  }),
  urls: value({
    ...{ holds: "structure", secret: false, imported: true, most: limits.urlsPerItem },
    textOf: (urls: Overview["urls"]) => urls.map(({ url }) => url).join("\n"),
  }),
  tool: value({ holds: "id", secret: false }),
  secondFactor: value({ holds: "structure", secret: false }),
  sharedLogin: value({ holds: "structure", secret: false }),
  expires: value({ holds: "time", secret: false, imported: true }),
  askAgain: value({ holds: "flag", secret: false }),
  hasTotp: computed("flag", ({ secret }) => secret.totp !== null),
  hasNotes: computed("flag", ({ secret }) => secret.notes !== null && secret.notes !== ""),
  conflictCount: computed("choice", ({ secret }) => secret.conflicts.length),
  attachmentCount: computed("choice", ({ secret }) => secret.attachments.length),
  sources: entries<ItemSource>({
    rule: "by-key",
    ...{ secret: false, most: limits.sourcesPerItem, isKeyAll: true },
    keyOf: ({ format, id }) => `${format}\n${id}`,
    pathOf: () => "sources",
    tidy: fitSources,
  }),
} satisfies Record<keyof Overview, FieldRule | Computed>;

/** Fields of the secret, in reading order: opened one item at a time, for one act. */
export const secretFields = {
  password: value({ holds: "bytes", secret: true, imported: true }),
  passwordChangedAt: { holds: "time", secret: false, imported: false, merge: { rule: "follows", field: "password" } },
  totp: value({ holds: "seed", secret: true, imported: true, textOf: (seed: Totp) => otpauthLink(seed) }),
  detail: { holds: "detail", secret: true, imported: false, merge: { rule: "detail" } },
  fields: entries<CustomField>({
    rule: "by-name",
    ...{ secret: true, imported: true, most: limits.fieldsPerItem },
    keyOf: ({ name }) => name,
    pathOf: (name) => `field:${name}`,
    textOf: (field) => field.value,
  }),
  notes: value({ holds: "text", secret: true, imported: true }),
  attachments: entries<Attachment>({
    rule: "by-key",
    ...{ secret: true, most: limits.attachmentsPerItem },
    keyOf: ({ blob }) => blob,
    pathOf: () => "attachments",
    textOf: ({ name }) => name,
  }),
  history: entries<HistoryValue>({
    rule: "by-key",
    ...{ secret: true, most: limits.historyPerItem, isKeyAll: true },
    keyOf: ({ field, value: old, at }) => `${at} ${bytesKey(old)} ${field}`,
    pathOf: () => "history",
    tidy: (all) => [...all].sort((left, right) => right.at - left.at),
  }),
  conflicts: entries<Conflict>({
    rule: "by-key",
    ...{ secret: true, most: limits.conflictsPerItem, isKeyAll: true },
    keyOf: conflictId,
    pathOf: () => "conflicts",
  }),
} satisfies Record<keyof ItemSecret, FieldRule>;

/** Both parts' rows by the part in which they lie. */
export const itemFields: { overview: FieldRules; secret: FieldRules } = {
  overview: overviewFields,
  secret: secretFields,
};

/** The item with what is computed brought up to date; called before every sealing. */
export function withFlags(body: ItemBody): ItemBody {
  const overview: Record<string, unknown> = { ...body.overview };
  for (const [field, rule] of Object.entries<FieldRule | Computed>(overviewFields))
    if ("compute" in rule) overview[field] = rule.compute(body);
  return { overview: overview as Overview, secret: body.secret };
}

/** The format of a source that is the item which this one was in another vault. */
export const movedFormat = "moved";

/** The source that an item gets by being moved: the item that it was. */
export function movedFrom(item: string): ItemSource {
  return { format: movedFormat, id: item };
}

/** At most so many sources as an item holds: the oldest moves go first, so that a file's own entry is found again. */
export function fitSources(sources: ItemSource[]): ItemSource[] {
  const kept = [...sources];
  while (kept.length > limits.sourcesPerItem) {
    const oldest = kept.findIndex(({ format }) => format === movedFormat);
    kept.splice(Math.max(oldest, 0), 1);
  }
  return kept;
}
