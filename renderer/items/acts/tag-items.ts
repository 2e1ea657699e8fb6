/** More tags on several items. */
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure } from "../../../shared/failures.ts";
import { tell, tellProblem } from "../../page/notify.tsx";
import { callAsking } from "../shown/ask-again.tsx";
import { tagPlan } from "./tag-plan.ts";

/** So many saves are on their way at a time. */
const atOnce = 50;

/** Tells how many have them now, and how many do not and why. */
export async function tagItems(rows: readonly ItemRow[], vaults: readonly VaultShape[], tags: readonly string[]) {
  const { saves, had, closed } = tagPlan(rows, vaults, tags);
  const failures: Failure[] = [];
  for (let at = 0; at < saves.length; at += atOnce) {
    const part = saves.slice(at, at + atOnce);
    const saved = await Promise.all(
      part.map(({ tags: all, ...of }) => callAsking("item.save", { ...of, changes: { tags: all } })),
    );
    failures.push(...saved.flatMap((one) => (one.ok ? [] : [one.failure])));
  }
  const tagged = had + saves.length - failures.length;
  const [first] = failures;
  if (first !== undefined) tellProblem(words.itemActs.notTagged(failures.length, sentence(first)));
  if (tagged > 0 || closed > 0) tell(words.itemActs.tagged(tagged, tags, closed));
}
