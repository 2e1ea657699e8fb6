/**
 * What stands in the editor, what of it differs from the item, and what is wrong with it. Pure. A secret that was not
 * touched is null here: it is neither read nor sent.
 */
import type { CommandInput } from "../../../shared/contract/commands.ts";
import type { ItemChanges } from "../../../shared/contract/item-changes.ts";
import type { ItemDetail, UrlShape } from "../../../shared/contract/shapes.ts";
import type { ItemKind } from "../../../shared/model/kinds/kinds.ts";
import type { TypedItem } from "../../../shared/model/typed-item.ts";
import { websiteAddress } from "../../../shared/model/websites.ts";
import { type KindDraft, kindChanges, kindDraftOf, kindTyped } from "./kind-draft.ts";

export type FieldDraft = {
  /** Keeps its place while names change. */
  key: number;
  /** The field it stands for in the item, to read its value when it must be sent along; null for a new one. */
  from: string | null;
  name: string;
  type: "text" | "hidden" | "date";
  value: string | null;
};

export type Draft = {
  kind: ItemKind;
  /** What this kind alone has. */
  detail: KindDraft;
  title: string;
  username: string;
  password: string | null;
  urls: UrlShape[];
  /** A link or seed that was typed; empty leaves the present one. */
  totp: string;
  removesSeed: boolean;
  notes: string;
  tags: string;
  /** The passphrase is asked for again before a value is shown or copied. */
  askAgain: boolean;
  fields: FieldDraft[];
};

/** What was typed before and is taken up again: under which name it was kept, when, and on which version it began. */
export type Resumed = { typed: string; base: number | null; at: number; text: TypedItem };

/** What a new item begins as; `login`: the one that its recovery codes are of. */
export type NewItem = { kind: ItemKind; title: string; login?: string };
/** Of what it is, what it is called, and in which vault it begins. */
export type NewOf = Partial<Pick<NewItem, "title" | "login">> & { vault?: string };

/** The first state of the editor of a new item. */
export function begun(first: Draft, { kind, title, login }: NewItem): Draft {
  return { ...first, kind, title, detail: login === undefined ? {} : { login } };
}

/** As `item.save` takes it: these fields were typed on that version. */
export type Earlier = NonNullable<CommandInput<"item.save">["resumed"]>;

/** What of the editor was typed before; null where nothing was, or not on a version of the item. */
export function earlierOf({ base, text }: Pick<Resumed, "base" | "text">): Earlier | null {
  if (base === null) return null;
  const { files: _, kind: _kind, ...values } = text;
  const touched = Object.keys(values) as (keyof typeof values)[];
  return { base, fields: [...new Set(touched.map((field) => (field === "removesSeed" ? "totp" : field)))] };
}

export type Faults = {
  title: boolean;
  urls: number[];
  /** Keys of fields without a name, or with one that another has. */
  fields: number[];
};

const newUrl: UrlShape = { url: "", match: "domain" };

/** People named these fields; those of the kind alone are no fields to add, rename or take away. */
const ownField = "field:";
const isOwn = (field: string): boolean => field.startsWith(ownField);

/** The first state of the editor; `read` holds the values that were read for it, by field name. */
export function draftOf(detail: ItemDetail | null, read: Record<string, string>): Draft {
  return {
    kind: detail?.kind ?? "login",
    detail: kindDraftOf(detail, read),
    title: detail?.title ?? "",
    username: detail?.username ?? "",
    password: null,
    urls: detail === null || detail.urls.length === 0 ? [newUrl] : detail.urls,
    totp: "",
    removesSeed: false,
    notes: read.notes ?? "",
    tags: (detail?.tags ?? []).join(", "),
    askAgain: detail?.askAgain ?? false,
    fields: (detail?.fields ?? []).flatMap(({ field, type }, key) =>
      isOwn(field) && (type === "text" || type === "hidden" || type === "date")
        ? [{ key, from: field, name: field.slice(ownField.length), type, value: read[field] ?? null }]
        : [],
    ),
  };
}

/** What differs from how editing began, as it stands there, to be kept. Values that were only read are no difference. */
export function typedOf(draft: Draft, first: Draft): TypedItem {
  const typed: TypedItem = {};
  if (draft.title !== first.title) typed.title = draft.title;
  if (draft.username !== first.username) typed.username = draft.username;
  if (draft.password !== first.password) typed.password = draft.password;
  if (JSON.stringify(draft.urls) !== JSON.stringify(first.urls)) typed.urls = draft.urls;
  if (draft.totp !== first.totp) typed.totp = draft.totp;
  if (draft.removesSeed !== first.removesSeed) typed.removesSeed = draft.removesSeed;
  if (draft.notes !== first.notes) typed.notes = draft.notes;
  if (draft.tags !== first.tags) typed.tags = draft.tags;
  if (draft.askAgain !== first.askAgain) typed.askAgain = draft.askAgain;
  if (hasOtherFields(draft, first)) typed.fields = draft.fields.map(({ key: _, ...field }) => field);
  const detail = kindTyped(draft.kind, draft.detail, first.detail);
  if (Object.keys(detail).length > 0) typed.detail = detail;
  // That it is another kind than a login is worth nothing alone.
  if (draft.kind !== first.kind && Object.keys(typed).length > 0) typed.kind = draft.kind;
  return typed;
}

/** The editor as it stood when `typed` was kept; what was not touched is as the item has it now. */
export function withTyped(first: Draft, { fields, files: _, detail, ...typed }: TypedItem): Draft {
  const kept = fields?.map((field, key) => ({ key, ...field }));
  return {
    ...first,
    ...(typed as Partial<Draft>),
    ...(kept === undefined ? {} : { fields: kept }),
    detail: { ...first.detail, ...(detail as KindDraft | undefined) },
  };
}

/** Everything that differs, as `item.save` takes it; `fields` is whole only once all of its values are known. */
export function changesOf(draft: Draft, first: Draft): ItemChanges {
  const changes: ItemChanges = {};
  // What a file brought may have spaces around it: that alone is no change.
  if (draft.title.trim() !== first.title.trim()) changes.title = draft.title.trim();
  if (draft.username !== first.username) changes.username = orNull(draft.username);
  if (draft.password !== first.password) changes.password = orNull(draft.password ?? "");
  if (draft.notes !== first.notes) changes.notes = orNull(draft.notes);
  const [urls, firstUrls] = [draft, first].map((one) =>
    one.urls.map(({ url, match }) => ({ url: url.trim(), match })).filter(({ url }) => url !== ""),
  ) as [Draft["urls"], Draft["urls"]];
  if (JSON.stringify(urls) !== JSON.stringify(firstUrls)) changes.urls = urls;
  const tags = tagsOf(draft.tags);
  if (tags.join("\n") !== tagsOf(first.tags).join("\n")) changes.tags = tags;
  if (draft.askAgain !== first.askAgain) changes.askAgain = draft.askAgain;
  const detail = kindChanges(draft.kind, draft.detail, first.detail);
  if (detail !== null) changes.detail = detail;
  const [seed, firstSeed] = [draft, first].map(seedOf);
  if (seed !== undefined && seed !== firstSeed) changes.totp = seed;
  if (hasOtherFields(draft, first))
    changes.fields = draft.fields.map(({ name, type, value }) => ({ name: name.trim(), type, value: value ?? "" }));
  return changes;
}

/** Fields whose present values must be read before `fields` may be sent, because they are sent as a whole. */
export function fieldsToRead(draft: Draft, first: Draft): FieldDraft[] {
  return hasOtherFields(draft, first) ? draft.fields.filter(({ value, from }) => value === null && from !== null) : [];
}

/** What is wrong, by place. */
export function faultsOf(draft: Draft): Faults {
  const names = draft.fields.map(({ name }) => name.trim());
  return {
    title: draft.title.trim() === "",
    urls: draft.urls.flatMap(({ url }, at) => (url.trim() !== "" && !websiteAddress(url).ok ? [at] : [])),
    fields: draft.fields.flatMap(({ key }, at) =>
      names[at] === "" || names.indexOf(names[at] as string) < at ? [key] : [],
    ),
  };
}

/** Whether anything is wrong. */
export function isFaulty(faults: Faults): boolean {
  return faults.title || faults.urls.length > 0 || faults.fields.length > 0;
}

/** What it says of the seed: another one, null for none, undefined for the present one. */
function seedOf({ totp, removesSeed }: Draft): string | null | undefined {
  return orNull(totp.trim()) ?? (removesSeed ? null : undefined);
}

function hasOtherFields(draft: Draft, first: Draft): boolean {
  const text = ({ fields }: Draft): string =>
    JSON.stringify(fields.map(({ from, name, type, value }) => [from, name.trim(), type, value]));
  return text(draft) !== text(first);
}

/** Each tag once; a comma ends one. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== "");
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}
