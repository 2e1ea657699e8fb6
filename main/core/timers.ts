/** Timers whose acts may fail as commands do: what is thrown there has no caller, and would end the process. */
import type { Timers } from "./ports.ts";

/** The same timers; `failed` hears of what an act threw, at once or later. */
export function caughtTimers(timers: Timers, failed: (error: unknown) => void): Timers {
  return {
    after: (ms, act) =>
      timers.after(ms, () => {
        try {
          act();
        } catch (error) {
          failed(error);
        }
      }),
  };
}
