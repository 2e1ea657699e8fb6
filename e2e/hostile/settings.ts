/** How much a run does and under which seed (`npm run hostile -- --seed N --mutations N --full`); the seed is printed, and repeats the run. */
import { dice } from "../../server/testing/tamper.ts";

export const seed = Number(process.env.LATCHKEY_SEED ?? 1);
export const isFull = process.env.LATCHKEY_FULL === "1";

/** How many random acts (`--mutations N`): 50 seeds of ten, with `--full` 1,000 of a hundred, each a number of its own under the seed. */
export const mutations = Number(process.env.LATCHKEY_MUTATIONS ?? (isFull ? 100_000 : 500));

/** So many in an ordinary run, so many with `--full`. */
export function counted(ordinary: number, full: number): number {
  return isFull ? full : ordinary;
}

/** Dice of one part of the run: their throws do not depend on what other parts threw. */
export function diceFor(part: string) {
  return dice([...part].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed));
}
