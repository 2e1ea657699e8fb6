/** Each counter is taken once, in any order inside a window, so that parallel requests work and replays do not [protocol: Sessions]. */
import { sessionRules } from "../../shared/protocol/routes/routes.ts";

export type CounterWindow = {
  /** Takes the counter; false where it was taken before or lies below the window. */
  take(counter: number): boolean;
};

/** A window over counters from 1 up. */
export function createCounterWindow(): CounterWindow {
  /** For every remainder the last counter taken with it; inside the window remainders are unique. */
  const taken: number[] = new Array(sessionRules.counterWindow).fill(0);
  let highest = 0;
  return {
    take: (counter) => {
      if (!Number.isSafeInteger(counter) || counter < 1) return false;
      if (counter <= highest - sessionRules.counterWindow) return false;
      const place = counter % sessionRules.counterWindow;
      if (taken[place] === counter) return false;
      taken[place] = counter;
      if (counter > highest) highest = counter;
      return true;
    },
  };
}
