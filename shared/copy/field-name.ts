/** A field as people call it. */
import { words } from "./words.ts";

/** `password` is Password, `code:0` the first code of a list; a custom field has its own name. */
export function fieldName(field: string): string {
  const { fields, code } = words.fieldNames;
  if (Object.hasOwn(fields, field)) return fields[field] as string;
  const place = /^code:(\d+)$/.exec(field)?.[1];
  return place === undefined ? field.replace(/^(field|detail):/, "") : code(Number(place));
}
