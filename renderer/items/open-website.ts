/** Opening a website from an item: the user name goes to the clipboard, the address to the default browser, outside the page. */
import type { ItemRow } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { copyField } from "./copy-field.ts";

/** Opens one of the item's websites. */
export async function openWebsite(row: ItemRow, index: number): Promise<void> {
  if (row.username !== null) void copyField(row.item, "username", words.items.userName);
  const opened = await call("item.openWebsite", { item: row.item, index });
  if (!opened.ok) tellFailure(opened.failure);
}
