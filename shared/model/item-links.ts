/** Links to items: safe to paste anywhere, since they say nothing and open nothing for anybody who may not open the item. */
import type { ItemId } from "../encoding/ids.ts";
import { base32Bytes } from "../text.ts";

const scheme = "latchkey://item/";

/** `latchkey://item/<id>`. */
export function itemLink(item: ItemId): string {
  return `${scheme}${item}`;
}

/** The item of a link; null for any other text. */
export function linkedItem(text: string): ItemId | null {
  const typed = text.trim();
  if (!typed.toLowerCase().startsWith(scheme)) return null;
  const id = typed.slice(scheme.length).toLowerCase();
  return id.length === 26 && base32Bytes(id) !== null ? (id as ItemId) : null;
}
