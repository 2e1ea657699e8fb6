/** Which fields of an item stand in the open once it is shown: everything typed in the open. */
import type { ItemDetail } from "../../../shared/contract/shapes.ts";

/** Their addresses, as `item.reveal` takes them. */
export function openFieldsOf(detail: ItemDetail): string[] {
  return detail.fields.flatMap(({ field, type }) =>
    type === "notes" || type === "text" || type === "date" ? [field] : [],
  );
}
