/** Copying outside the page: the core writes the clipboard, the page only says so. */

import { words } from "../../shared/copy/words.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { callAsking } from "./shown/ask-again.tsx";

/** Copies one field of an item; `name` is how people call it; `version`: as that version had it. */
export async function copyField(
  item: string,
  field: string,
  name: string,
  version: number | null = null,
): Promise<void> {
  const copied = await callAsking("item.copyField", { item, field, ...(version === null ? {} : { version }) });
  if (copied.ok) tell(words.items.copied(name));
  else tellFailure(copied.failure);
}
