/** Slows wrong passphrases down: after three in a row each further one costs a longer wait. A thief of the file pays Argon2 instead. */
export type Attempts = { failed(): void; succeeded(): void; waitMs(): number };

const freeTries = 3;
const longestWaitMs = 30_000;

/** Counts attempts since this process began. */
export function createAttempts(now: () => number): Attempts {
  let count = 0;
  let wait = { from: 0, ms: 0 };
  return {
    failed() {
      count += 1;
      if (count > freeTries) wait = { from: now(), ms: Math.min(longestWaitMs, 1000 * 2 ** (count - freeTries - 1)) };
    },
    succeeded() {
      count = 0;
      wait = { from: 0, ms: 0 };
    },
    waitMs() {
      // A clock that is set back makes the wait begin anew, not longer than it was.
      wait.from = Math.min(wait.from, now());
      return Math.max(0, wait.from + wait.ms - now());
    },
  };
}
