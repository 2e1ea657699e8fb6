/** What a page shows by itself for as long as it is open is told once in a while: a code that turns makes no event each time. */
import type { Ports } from "../ports.ts";

/** How long the same thing on the screen is one event. */
export const sameForMs = 300_000;
const most = 1000;

/** Answers whether something by this name is to be told now; by the clock that only goes forward. */
export function onceInAWhile({ steady }: Pick<Ports["clock"], "steady">): {
  isDue(name: string): boolean;
  told(name: string): void;
} {
  const told = new Map<string, number>();
  return {
    isDue(name) {
      const at = told.get(name);
      return at === undefined || steady() - at >= sameForMs;
    },
    told(name) {
      told.delete(name);
      told.set(name, steady());
      // The oldest goes: what is forgotten is told once more, never once less.
      const [oldest] = told.keys();
      if (told.size > most && oldest !== undefined) told.delete(oldest);
    },
  };
}
