/** Whoever sends links without end leads nobody about without end: the newest has its turn, then there is a rest. */
import type { AppLink } from "../../shared/model/app-links.ts";

/** A person who clicks one link after the other does not notice it. */
export const restMs = 2000;

/** Calls `act` with the newest link, at once or after the rest; `after` calls once in so many milliseconds. */
export function linkTurns(
  act: (link: AppLink) => void,
  after: (ms: number, rested: () => void) => void,
): (link: AppLink) => void {
  let next: AppLink | null = null;
  let isResting = false;
  const turn = (): void => {
    if (next === null || isResting) return;
    const link = next;
    next = null;
    isResting = true;
    act(link);
    after(restMs, () => {
      isResting = false;
      turn();
    });
  };
  return (link) => {
    next = link;
    turn();
  };
}
