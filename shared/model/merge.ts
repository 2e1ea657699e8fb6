/**
 * Three-way merge of an item by field [protocol: Merge]. Different fields: both kept. Same field: the value in the chain stays
 * current and the late one goes into the sealed conflicts, so that an old offline edit never undoes a rotation, and no
 * value that anybody typed is lost. Pure.
 */
import { encode } from "../encoding/canonical.ts";
import type { DeviceId, EpochMs, UserId } from "../encoding/ids.ts";
import { bytesEqual, utf8Bytes, utf8Text } from "../text.ts";
import type { Conflict, CustomField, ItemBody, ItemSecret, Overview } from "./items.ts";
import { otpauthLink } from "./otpauth.ts";

/** What one edit changed, by field; an absent key was not touched. Custom fields by name, null removes. */
export type ItemEdit = {
  title?: string;
  username?: string | null;
  tags?: string[];
  urls?: Overview["urls"];
  expires?: number | null;
  secondFactor?: Overview["secondFactor"];
  source?: Overview["source"];
  password?: Uint8Array | null;
  totp?: ItemSecret["totp"];
  notes?: string | null;
  fields?: Record<string, Omit<CustomField, "name"> | null>;
  /** Order of custom fields as the person left them; names that are gone are skipped. */
  fieldOrder?: string[];
  /** Imported older values to add. */
  history?: ItemSecret["history"];
  detail?: ItemSecret["detail"];
};

export type Late = { user: UserId; device: DeviceId; at: EpochMs; version: number };

const simple = ["title", "username", "tags", "urls", "expires", "secondFactor", "source"] as const;
const simpleSecret = ["password", "totp", "notes", "detail"] as const;

/** Applies an edit to a body without looking at anything else. `passwordChangedAt` follows a changed password. */
export function applyEdit(body: ItemBody, edit: ItemEdit, at: EpochMs): ItemBody {
  return mergeEdit({
    base: body,
    current: body,
    edit,
    late: { user: "" as UserId, device: "" as DeviceId, at, version: 0 },
  });
}

/**
 * Applies `edit`, made on top of `base`, to `current`. Where the chain changed the same field to another value
 * meanwhile, `current` keeps it and the edit's value becomes a conflict by `late`.
 */
export function mergeEdit(input: { base: ItemBody; current: ItemBody; edit: ItemEdit; late: Late }): ItemBody {
  const { base, current, edit, late } = input;
  const overview: Overview = { ...current.overview };
  const secret: ItemSecret = { ...current.secret };
  const conflicts: Conflict[] = [];
  const take = <T>(field: string, was: T, now: T, wanted: T, set: (value: T) => void): void => {
    if (equal(now, wanted)) return;
    if (equal(now, was)) set(wanted);
    else conflicts.push({ field, value: valueBytes(field, wanted), ...late });
  };
  for (const field of simple) {
    if (edit[field] === undefined) continue;
    if (field === "tags" && !equal(current.overview.tags, base.overview.tags))
      overview.tags = mergeList(base.overview.tags, current.overview.tags, edit.tags as string[]);
    else
      take<unknown>(field, base.overview[field], current.overview[field], edit[field], (value) =>
        Object.assign(overview, { [field]: value }),
      );
  }
  for (const field of simpleSecret) {
    if (edit[field] === undefined) continue;
    take<unknown>(field, base.secret[field], current.secret[field], edit[field], (value) => {
      Object.assign(secret, { [field]: value });
      if (field === "password") secret.passwordChangedAt = late.at;
    });
  }
  secret.fields = mergeFields({ base: base.secret.fields, current: current.secret.fields, edit, take });
  if (edit.history !== undefined) secret.history = addHistory(current.secret.history, edit.history);
  secret.conflicts = [
    ...current.secret.conflicts,
    ...conflicts.filter((one) => !current.secret.conflicts.some((had) => sameConflict(had, one))),
  ];
  return { overview, secret };
}

type Take = <T>(field: string, was: T, now: T, wanted: T, set: (value: T) => void) => void;

function mergeFields(input: {
  base: CustomField[];
  current: CustomField[];
  edit: ItemEdit;
  take: Take;
}): CustomField[] {
  const fields = new Map(input.current.map((field) => [field.name, field]));
  const find = (list: CustomField[], name: string) => list.find((field) => field.name === name) ?? null;
  for (const [name, wanted] of Object.entries(input.edit.fields ?? {})) {
    const value = wanted === null ? null : { name, ...wanted };
    input.take(`field:${name}`, find(input.base, name), find(input.current, name), value, (field) => {
      if (field === null) fields.delete(name);
      else fields.set(name, field);
    });
  }
  const order = input.edit.fieldOrder ?? [];
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return order.length === 0
    ? [...fields.values()]
    : [...fields.values()].sort((left, right) => place(left.name) - place(right.name));
}

/** Tags are a set of words: additions and removals of both sides hold. */
function mergeList(base: string[], current: string[], wanted: string[]): string[] {
  const removed = new Set(base.filter((word) => !wanted.includes(word)));
  const kept = current.filter((word) => !removed.has(word));
  return [...kept, ...wanted.filter((word) => !base.includes(word) && !kept.includes(word))];
}

function addHistory(had: ItemSecret["history"], added: ItemSecret["history"]): ItemSecret["history"] {
  const isNew = added.filter(
    (one) => !had.some((old) => old.field === one.field && old.at === one.at && bytesEqual(old.value, one.value)),
  );
  return [...had, ...isNew].sort((left, right) => right.at - left.at);
}

function sameConflict(left: Conflict, right: Conflict): boolean {
  return left.field === right.field && left.device === right.device && bytesEqual(left.value, right.value);
}

function equal(left: unknown, right: unknown): boolean {
  return left === right || bytesEqual(encode(left as never), encode(right as never));
}

/** A value as the bytes that a conflict holds: text as typed, a seed as its link, everything else canonical. */
function valueBytes(field: string, value: unknown): Uint8Array {
  if (value === null) return new Uint8Array();
  if (value instanceof Uint8Array) return value.slice();
  if (typeof value === "string") return utf8Bytes(value);
  if (field === "totp") return utf8Bytes(otpauthLink(value as never));
  if (field.startsWith("field:")) return (value as CustomField).value.slice();
  return utf8Bytes(plainText(value));
}

function plainText(value: unknown): string {
  if (Array.isArray(value))
    return value.map((part) => (typeof part === "string" ? part : ((part as { url?: string }).url ?? ""))).join("\n");
  return typeof value === "object"
    ? JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? (utf8Text(part) ?? [...part]) : part))
    : String(value);
}
