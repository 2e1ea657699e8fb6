/** Links to items: safe to paste anywhere, since they say nothing and open nothing for anybody who may not open the item. */
import type { ItemId } from "../encoding/ids.ts";
import { base32Bytes } from "../text.ts";

const scheme = "latchkey://item/";
/** Letters of this alphabet alone, in any case: other scripts have some that fold to them. */
const form = /^latchkey:\/\/item\/([0-9a-z]{26})$/i;

/** `latchkey://item/<id>`. */
export function itemLink(item: ItemId): string {
  return `${scheme}${item}`;
}

/** The item of a link; null for any other text. */
export function linkedItem(text: string): ItemId | null {
  const [, id] = form.exec(text.trim()) ?? [];
  const lower = id?.toLowerCase() ?? "";
  return lower !== "" && base32Bytes(lower) !== null ? (lower as ItemId) : null;
}
