/** How many of something there were at each of some times. Pure. */

/** From its beginning, until it was there no more; null: it still is. */
export type Lifetime = { from: number; to: number | null };

/** As many numbers as times: who began by then and had not ended. A time is its own instant: what ends in it is not there any more. */
export function countsAt(lives: readonly Lifetime[], times: readonly number[]): number[] {
  return times.map((at) => lives.filter(({ from, to }) => from <= at && (to === null || to > at)).length);
}
