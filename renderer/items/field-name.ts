/** A field as people call it. */
import { words } from "../../shared/copy/words.ts";

/** `password` is Password; a custom field has its own name. */
export function fieldName(field: string): string {
  return words.items.fieldNames[field] ?? field.replace(/^field:/, "");
}
