/**
 * What a person typed (`item.save`), as a new state of the item. Checks the texts themselves; sizes of the whole are
 * checked where it becomes bytes.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { equalValues } from "../../../../shared/model/field-merge.ts";
import {
  type ItemValues,
  itemFields,
  overviewFields,
  type SettableField,
  secretFields,
} from "../../../../shared/model/item-fields.ts";
import type { SecondFactor, Totp } from "../../../../shared/model/item-parts.ts";
import type { ItemBody, ItemSecret } from "../../../../shared/model/items.ts";
import type { FieldRule, FieldRules } from "../../../../shared/model/kinds/field-rule.ts";
import { kindRules } from "../../../../shared/model/kinds/kinds.ts";
import { parseTypedSeed } from "../../../../shared/model/otpauth.ts";
import { hexText, utf8Bytes } from "../../../../shared/text.ts";

export type ItemChanges = CommandParsed<"item.save">["changes"];

type Typed = { [Field in SettableField]: Exclude<ItemChanges[Field], undefined> };
type Convert<Field extends SettableField> = (typed: Typed[Field], before: ItemBody) => Result<ItemValues[Field]>;
/** Fields of which what is typed is not yet what is stored. */
type Differing = { [Field in SettableField]: Typed[Field] extends ItemValues[Field] ? never : Field }[SettableField];
type Converting = { [Field in SettableField]?: Convert<Field> };
type Converters = { [Field in Differing]: Convert<Field> } & Converting;

/** What a typed value becomes; a field without a row here is stored as it was typed. */
const converters: Converters = {
  username: (typed) => ok(orNull(typed)),
  tags: (typed) => ok([...new Set(typed)]),
  urls: (typed) => ok(typed.map((url) => (typeof url === "string" ? { url, match: "domain" } : url))),
  password: (typed) => ok(bytesOrNull(typed)),
  totp: typedTotp,
  detail: typedDetail,
  fields: typedFields,
  notes: (typed) => ok(orNull(typed)),
};

/** Lays typed changes over a body. Failures: `invalid-input` with the field, `otp-uri`, `limit`. */
export function applyChanges(
  body: ItemBody,
  changes: ItemChanges,
  by: { user: UserId; at: EpochMs },
): Result<ItemBody> {
  const broken = brokenText(changes);
  if (broken !== null) return fail("invalid-input", { field: broken, reason: "text" }, "after-act");
  const changed: ItemBody = { overview: { ...body.overview }, secret: { ...body.secret } };
  for (const field of Object.keys(changes) as SettableField[]) {
    const typed = changes[field];
    if (typed === undefined) continue;
    const stored = storedOf(field, typed as Typed[typeof field], body);
    if (!stored.ok) return stored;
    Object.assign(field in overviewFields ? changed.overview : changed.secret, { [field]: stored.value });
  }
  const { overview, secret } = changed;
  if (changes.totp !== undefined)
    overview.secondFactor = secret.totp === null ? withoutSeed(overview.secondFactor) : seedHere(by);
  for (const part of ["overview", "secret"] as const)
    follow(itemFields[part], { before: body[part], after: changed[part] }, by.at);
  return ok(changed);
}

function storedOf<Field extends SettableField>(field: Field, typed: Typed[Field], before: ItemBody): Result<unknown> {
  const all: Converting = converters;
  const convert = all[field];
  return convert === undefined ? ok(typed) : convert(typed, before);
}

/** Times of a last change come with the change of what they tell about, and with nothing else. */
function follow(rules: FieldRules, { before, after }: { before: object; after: object }, at: EpochMs): void {
  const [was, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  for (const [field, { merge }] of Object.entries(rules))
    if (merge.rule === "follows" && !equalValues(was[merge.field], now[merge.field]))
      now[field] = now[merge.field] === null ? null : at;
}

function orNull(text: string | null): string | null {
  return text === "" ? null : text;
}

function bytesOrNull(text: string | null): Uint8Array | null {
  return text === null || text === "" ? null : utf8Bytes(text);
}

type Codes = NonNullable<Typed["detail"]["codes"]>;

/** How what a kind has of its own is stored, by what its row holds. */
const detailConverters: Partial<Record<FieldRule["holds"], (typed: never, before: never) => unknown>> = {
  text: orNull,
  bytes: bytesOrNull,
  list: typedCodes,
};

type Code = Extract<ItemSecret["detail"], { codes: unknown }>["codes"][number];

/** Codes that were there stay used or not, where nothing is said of it. */
function typedCodes(typed: Codes, before: readonly Code[]): Code[] {
  const used = new Map(before.map(({ value, usedAt }) => [hexText(value), usedAt]));
  return typed.map(({ value: text, usedAt }) => {
    const value = utf8Bytes(text);
    return { value, usedAt: usedAt === undefined ? (used.get(hexText(value)) ?? null) : usedAt };
  });
}

function typedDetail(typed: Typed["detail"], { overview, secret }: ItemBody): Result<ItemSecret["detail"]> {
  const rules: FieldRules = kindRules[overview.kind].fields;
  const detail: Record<string, unknown> = { ...secret.detail };
  for (const [field, value] of Object.entries(typed)) {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (rule === undefined) return fail("invalid-input", { field: `detail:${field}`, reason: "kind" }, "after-act");
    const convert = detailConverters[rule.holds];
    detail[field] = convert === undefined ? value : convert(value as never, detail[field] as never);
    if (isKeyTwice(rule, detail[field])) return twice(`detail:${field}`);
  }
  return ok(detail as ItemSecret["detail"]);
}

/** Whether two entries of a list have one key: only one of them would be kept. */
function isKeyTwice({ merge }: FieldRule, entries: unknown): boolean {
  if (!("keyOf" in merge)) return false;
  const keys = (entries as never[]).map(merge.keyOf);
  return new Set(keys).size < keys.length;
}

const twice = (field: string) => fail("invalid-input", { field, reason: "name-twice" }, "after-act");

function typedTotp(typed: string | null): Result<Totp | null> {
  return typed === null || typed.trim() === "" ? ok(null) : parseTypedSeed(typed);
}

/** The seed is really here: the one state that the app knows by itself. */
export function seedHere(by: { user: UserId; at: EpochMs }): SecondFactor {
  return {
    state: "totp-here",
    by: by.user,
    at: by.at,
    how: "computed",
    until: null,
    reason: null,
    approver: null,
    tool: null,
  };
}

/** What an item without a seed says of its second factor: nothing, where it spoke of the seed. */
export function withoutSeed(before: SecondFactor | null): SecondFactor | null {
  return before?.state === "totp-here" ? null : before;
}

function typedFields(typed: Typed["fields"]): Result<ItemSecret["fields"]> {
  const fields = typed.map(({ name, type, value }) => ({ name, type, value: utf8Bytes(value) }));
  if (isKeyTwice(secretFields.fields, fields)) return twice("fields");
  const large = fields.find(({ value }) => value.length > limits.fieldBytes);
  return large === undefined ? ok(fields) : fail("limit", { field: "fields", number: large.value.length }, "after-act");
}

/** The first field whose text holds half a character, which no encoding can keep. */
function brokenText(changes: ItemChanges): string | null {
  return Object.entries(changes).find(([, typed]) => !isWellFormed(typed))?.[0] ?? null;
}

function isWellFormed(typed: unknown): boolean {
  if (typeof typed === "string") return typed.isWellFormed();
  return typeof typed !== "object" || typed === null || Object.values(typed).every(isWellFormed);
}
