/**
 * A file's entry against the item that an earlier import made of it, field by field: what only the file changed is taken,
 * what only we changed stays, and where both changed ours stays and theirs is kept in the item's history. Pure.
 *
 * Which side is newer is told by each side's own past: our versions in the chain, and the older values that the file
 * brings along. Nothing depends on clocks.
 */

import { type Encodable, encode } from "../../../shared/encoding/canonical.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import type { ItemEdit } from "../../../shared/model/merge.ts";
import { otpauthLink } from "../../../shared/model/otpauth.ts";
import { bytesEqual, utf8Bytes } from "../../../shared/text.ts";

export type ImportMerge = {
  /** Our states so far, oldest first; the first is what the first import made. Without the present one. */
  ourPast: ItemBody[];
  ours: ItemBody;
  theirs: ItemBody;
  /** When the file's entry was last changed; for values that go to the history. */
  theirTime: EpochMs;
};

/** What to save so that the item holds all of the file's entry; an empty edit means that it does already. */
export function mergeImport({ ourPast, ours, theirs, theirTime }: ImportMerge): ItemEdit {
  const edit: ItemEdit = {};
  const history = [...theirs.secret.history];
  const judge = <T>(name: string, pick: (body: ItemBody) => T, take: (value: T) => void): void => {
    const [mine, other] = [pick(ours), pick(theirs)];
    if (same(mine, other)) return;
    const wasOurs = ourPast.some((body) => same(pick(body), other));
    const base = ourPast[0];
    const weLeftIt = base !== undefined && same(pick(base), mine);
    if (weLeftIt || (!wasOurs && isInTheirPast(theirs, name, mine))) take(other);
    else if (!wasOurs) keep(name, other);
  };
  const keep = (name: string, value: unknown): void => {
    const bytes = valueBytes(value);
    if (bytes === null || bytes.length === 0 || bytes.length > limits.fieldBytes) return;
    history.push({ field: name, value: bytes, at: theirTime });
  };
  for (const field of ["title", "username", "tags", "urls", "expires"] as const) {
    judge<unknown>(
      field === "urls" ? "url" : field,
      (body) => body.overview[field],
      (value) => Object.assign(edit, { [field]: value }),
    );
  }
  for (const field of ["password", "totp", "notes"] as const) {
    judge<unknown>(
      field,
      (body) => body.secret[field],
      (value) => Object.assign(edit, { [field]: value }),
    );
  }
  const fields: NonNullable<ItemEdit["fields"]> = Object.create(null);
  for (const name of fieldNames(ours, theirs)) {
    judge(
      `field:${name}`,
      (body) => fieldOf(body, name),
      (value) => {
        fields[name] = value;
      },
    );
  }
  if (Object.keys(fields).length > 0) edit.fields = fields;
  const added = history.filter((one) => !ours.secret.history.some((had) => isSameHistory(had, one)));
  if (added.length > 0) edit.history = added;
  return edit;
}

type History = ItemBody["secret"]["history"][number];

/** A value kept once is kept, whenever it came: the time is of the file and may differ between two exports. */
function isSameHistory(left: History, right: History): boolean {
  return left.field === right.field && bytesEqual(left.value, right.value);
}

function fieldNames(...bodies: ItemBody[]): Set<string> {
  return new Set(bodies.flatMap(({ secret }) => secret.fields.map(({ name }) => name)));
}

function fieldOf(body: ItemBody, name: string): { type: "text" | "hidden" | "date"; value: Uint8Array } | null {
  const field = body.secret.fields.find((one) => one.name === name);
  return field === undefined ? null : { type: field.type, value: field.value };
}

function isInTheirPast(theirs: ItemBody, name: string, mine: unknown): boolean {
  const bytes = valueBytes(mine);
  return bytes !== null && theirs.secret.history.some(({ field, value }) => field === name && bytesEqual(value, bytes));
}

/** A value as history holds it; null for none. */
function valueBytes(value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return utf8Bytes(value);
  if (typeof value === "number") return utf8Bytes(new Date(value).toISOString());
  if (Array.isArray(value)) {
    return utf8Bytes(value.map((part) => (typeof part === "string" ? part : (part as { url: string }).url)).join("\n"));
  }
  if ("algorithm" in (value as object)) return utf8Bytes(otpauthLink(value as never));
  return (value as { value: Uint8Array }).value;
}

function same(left: unknown, right: unknown): boolean {
  return left === right || bytesEqual(encode(left as Encodable), encode(right as Encodable));
}
