/** One more tag on several items. */
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";

/** So many saves are on their way at a time. */
const atOnce = 50;

/** Tells how many have it now; stops at the first that cannot be saved. */
export async function tagItems(rows: readonly ItemRow[], tag: string): Promise<void> {
  const without = rows.filter(({ tags }) => !tags.includes(tag));
  for (let at = 0; at < without.length; at += atOnce) {
    const part = without.slice(at, at + atOnce);
    const saved = await Promise.all(
      part.map(({ item, vault, tags }) => call("item.save", { vault, item, changes: { tags: [...tags, tag] } })),
    );
    const failed = saved.find((one) => !one.ok);
    if (failed !== undefined && !failed.ok) return tellFailure(failed.failure);
  }
  tell(words.itemActs.tagged(rows.length, tag));
}
