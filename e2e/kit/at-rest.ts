/** Until nobody's app has an entry to post any more: whoever signs for themselves meanwhile would lose a race, or fork the log. */
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { must } from "./must.ts";

/** All of them say the same number of the log, in two rounds. */
export function atRest(people: readonly Client[]): Promise<unknown> {
  return eventually(
    async () => {
      const seen: number[] = [];
      for (const person of [...people, ...people]) seen.push((await must(person, "sync.now", {})).logSeq);
      return seen;
    },
    (seen) => new Set(seen).size === 1,
    10_000,
  );
}
