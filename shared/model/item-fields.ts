/**
 * Every field of an item, one row each [model: Items]. What is asked of a field by name anywhere else is answered here:
 * a new field is a line in the schema (`items.ts`) and a row below, and without the row nothing compiles.
 */
import { limits } from "../encoding/limits.ts";
import { conflictId } from "./conflict-id.ts";
import type { Attachment, CustomField, HistoryValue, ItemSource, Totp } from "./item-parts.ts";
import type { ItemBody, ItemSecret, Overview } from "./items.ts";
import { bytesKey, entries, type FieldRule, type FieldRules, type Named, value } from "./kinds/field-rule.ts";
import { otpauthLink } from "./otpauth.ts";

/** A field that nobody types: what it says follows from the item. */
type Computed = FieldRule & { compute(body: ItemBody): unknown };

const computed = (holds: FieldRule["holds"], compute: Computed["compute"]): Computed => ({
  ...{ holds, secret: false, imported: false, settable: false, merge: { rule: "computed" }, compute },
});

/** Fields of the overview: opened at unlock, searched and listed. */
export const overviewFields = {
  kind: { holds: "choice", secret: false, imported: false, settable: false, merge: { rule: "fixed" } },
  title: value({ holds: "text", secret: false, imported: true, settable: true, longest: limits.nameChars }),
  username: value({ holds: "text", secret: false, imported: true, settable: true, longest: limits.usernameChars }),
  tags: entries({
    rule: "set",
    ...{ secret: false, imported: true, settable: true, isKeyAll: true },
    ...{ most: limits.tagsPerItem, longest: limits.tagChars },
    keyOf: (word: string) => word,
    pathOf: () => "tags",
  }),
  urls: value({
    ...{ holds: "structure", secret: false, imported: true, settable: true },
    ...{ most: limits.urlsPerItem, longest: limits.urlChars },
    textOf: (urls: Overview["urls"]) => urls.map(({ url }) => url).join("\n"),
  }),
  tool: value({ holds: "id", secret: false, settable: true }),
  secondFactor: {
    ...{ holds: "structure", secret: false, imported: false, settable: false },
    // The seed itself is what may be in conflict.
    merge: { rule: "told" },
  },
  sharedLogin: value({ holds: "structure", secret: false, settable: true }),
  expires: value({ holds: "time", secret: false, imported: true, settable: true }),
  askAgain: value({ holds: "flag", secret: false, settable: true }),
  hasTotp: computed("flag", ({ secret }) => secret.totp !== null),
  hasNotes: computed("flag", ({ secret }) => secret.notes !== null && secret.notes !== ""),
  conflictCount: computed("choice", ({ secret }) => secret.conflicts.length),
  attachmentCount: computed("choice", ({ secret }) => secret.attachments.length),
  sources: entries({
    rule: "by-key",
    ...{ secret: false, most: limits.sourcesPerItem, isKeyAll: true },
    keyOf: ({ format, id }: ItemSource) => `${format}\n${id}`,
    pathOf: () => "sources",
    tidy: fitSources,
  }),
} satisfies Record<keyof Overview, FieldRule | Computed>;

/** Fields of the secret, in reading order: opened one item at a time, for one act. */
export const secretFields = {
  password: value({ holds: "bytes", secret: true, imported: true, settable: true, longest: limits.passwordBytes }),
  passwordChangedAt: {
    ...{ holds: "time", secret: false, imported: false, settable: false },
    merge: { rule: "follows", field: "password" },
  },
  totp: value({
    ...{ holds: "seed", secret: true, imported: true, settable: true },
    textOf: (seed: Totp) => otpauthLink(seed),
  }),
  detail: { holds: "detail", secret: true, imported: false, settable: true, merge: { rule: "detail" } },
  fields: entries({
    rule: "by-name",
    ...{ secret: true, imported: true, settable: true, most: limits.fieldsPerItem },
    keyOf: ({ name }: CustomField) => name,
    pathOf: (name) => `field:${name}`,
    textOf: (field: CustomField) => field.value,
  }),
  notes: value({ holds: "text", secret: true, imported: true, settable: true, longest: limits.noteBytes }),
  attachments: entries({
    rule: "by-key",
    ...{ secret: true, most: limits.attachmentsPerItem },
    keyOf: ({ blob }: Attachment) => blob,
    pathOf: () => "attachments",
    textOf: ({ name }: Attachment) => name,
  }),
  history: entries({
    rule: "by-key",
    ...{ secret: true, most: limits.historyPerItem, isKeyAll: true },
    keyOf: ({ field, value: old, at }: HistoryValue) => `${at} ${bytesKey(old)} ${field}`,
    pathOf: () => "history",
    tidy: (all: HistoryValue[]) => [...all].sort((left, right) => right.at - left.at),
  }),
  conflicts: entries({
    rule: "by-key",
    ...{ secret: true, most: limits.conflictsPerItem, isKeyAll: true },
    keyOf: conflictId,
    pathOf: () => "conflicts",
  }),
} satisfies Record<keyof ItemSecret, FieldRule>;

type Rules = typeof overviewFields & typeof secretFields;
/** An item's fields, of both parts, with what they hold. */
export type ItemValues = Overview & ItemSecret;
/** Fields that people set when they save an item. */
export type SettableField = Named<Rules, { settable: true }>;
/** Fields that a file of another program can bring. */
export type ImportedField = Named<Rules, { imported: true }>;
/** Of those, the ones with a longest value. */
export type ShortField = Named<Rules, { imported: true; longest: number }>;
/** Secrets with one value, each shown under its own name. */
export type SecretValue = Named<typeof secretFields, { secret: true; merge: { rule: "value" } }>;

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
