/** Copying outside the page: the core writes the clipboard, the page only says so. */
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { shownKey } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";

/** After the password the code is asked for: it is at hand so long. */
const codeOfferedMs = 60_000;

/** Copies one field of an item; `name` is how people call it. */
export async function copyField(item: string, field: string, name: string): Promise<void> {
  const copied = await call("item.copyField", { item, field });
  if (!copied.ok) return tellFailure(copied.failure);
  const { title, hasCode } = copied.value;
  const said = words.itemActs.copiedOf(name, title);
  if (field !== "password" || !hasCode) return tell(said);
  const onAct = (): void => void copyField(item, "code", words.items.code);
  tell(said, { label: words.items.copyCode, shortcut: shownKey("copyCode"), forMs: codeOfferedMs, onAct });
}
