/** What the guards' program and the tests under it tell each other, through files in one folder. */

/** Guards that fired, each with the tests in which it did; `""`: while a file was being prepared. */
export type Fired = Record<string, string[]>;
/** What a test file may use before it is killed. */
export type Limits = { ms: number; bytes: number };
/** By the path of a test file: which guard is dropped there, which tests run (null: all), and what they may use. */
export type Round = Record<string, { drop: string; tests: string[] | null; limits: Limits }>;

/** Sources whose guards count: the protocol's, and the client's core. */
export function holdsGuards(file: string): boolean {
  return /^(shared|main\/core)\/.*\.ts$/.test(file) && !/\.test\.ts$|(^|\/)test-|^shared\/testing\//.test(file);
}
