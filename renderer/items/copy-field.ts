/** Copying outside the page: the core writes the clipboard, the page only says so. */
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import type { Offer } from "../page/notice-turns.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { callAsking } from "./shown/ask-again.tsx";

/** After the password the code is asked for: it is at hand so long. */
const codeOfferedMs = 60_000;

/**
 * Copies one field of an item; `name` is how people call it; `version`: as that version had it; `offer`: what is at hand after it.
 * Answers whether it was copied.
 */
export async function copyField(
  item: string,
  field: string,
  name: string,
  version: number | null = null,
  offer: Offer | null = null,
): Promise<boolean> {
  const copied = await callAsking("item.copyField", { item, field, ...(version === null ? {} : { version }) });
  if (!copied.ok) {
    tellFailure(copied.failure);
    return false;
  }
  const { title, hasCode } = copied.value;
  const said = words.itemActs.copiedOf(name, title);
  if (field !== "password" || version !== null || !hasCode) {
    tell(said, offer);
    return true;
  }
  const onAct = (): void => void copyField(item, "code", words.items.code);
  tell(said, {
    kind: "next",
    label: words.items.copyCode,
    shortcut: shownKey("copyCode"),
    forMs: codeOfferedMs,
    onAct,
  });
  return true;
}
