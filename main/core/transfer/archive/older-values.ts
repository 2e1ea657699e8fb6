/** The values that an item had before, from its versions: what an archive keeps of its past. Pure. */
import type { EpochMs } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { equalValues } from "../../../../shared/model/field-merge.ts";
import type { HistoryValue } from "../../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { bytesKey } from "../../../../shared/model/kinds/field-rule.ts";
import { historyBytes, placesOf } from "../imported/places.ts";

export type PastBody = { body: ItemBody; at: EpochMs };

/** Takes versions from the newest to the oldest; each must stay as it is until the next one came. */
export function collectOlder(now: ItemBody) {
  const values: HistoryValue[] = [];
  const held = new Set<string>();
  let later = now;
  return {
    values,
    /** What this version had that the one after it has no more, each value once. */
    add({ body, at }: PastBody): void {
      for (const { name, rule, pick } of placesOf(body, later)) {
        if (equalValues(pick(body), pick(later))) continue;
        const value = historyBytes(rule, pick(body));
        const key = `${name} ${bytesKey(value)}`;
        if (value.length === 0 || value.length > limits.fieldBytes || held.has(key)) {
          value.fill(0);
          continue;
        }
        held.add(key);
        values.push({ field: name, value, at });
      }
      later = body;
    },
  };
}
