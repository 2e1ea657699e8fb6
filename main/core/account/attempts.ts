/** Slows wrong passphrases down: after three in a row each further one costs a longer wait. A thief of the file pays Argon2 instead. */
export type Attempts = { failed(): void; succeeded(): void; waitMs(): number };

const freeTries = 3;
const longestWaitMs = 30_000;

/**
 * Counts attempts since this process began. `steady`: a clock that only goes forward, so that setting the time of day makes no
 * wait shorter or longer.
 */
export function createAttempts(steady: () => number): Attempts {
  let count = 0;
  let until = 0;
  return {
    failed() {
      count += 1;
      if (count > freeTries) until = steady() + Math.min(longestWaitMs, 1000 * 2 ** (count - freeTries - 1));
    },
    succeeded() {
      count = 0;
      until = 0;
    },
    waitMs: () => Math.max(0, until - steady()),
  };
}
