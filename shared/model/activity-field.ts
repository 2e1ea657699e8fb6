/** How an event of the activity names a field. Apart from the types of events, which the page reads: it never holds cryptography. */

import { itemFields } from "./item-fields.ts";

/** What else than a field of its own is shown or copied of an item: an entry of a list, by its kind. */
const ofLists = ["field", "code", "history", "conflict", "url", "link"];

/** A field as an event names it: its kind alone, since people name fields themselves. */
export function activityField(field: string): string {
  const kind = field.split(":", 1)[0] as string;
  const isKnown = ofLists.includes(kind) || Object.values(itemFields).some((rules) => Object.hasOwn(rules, kind));
  return isKnown ? kind : "other";
}
