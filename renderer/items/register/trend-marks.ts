/** Times at which shared logins are counted, and where a line of these counts goes. */

const months = 12;

/** The same day of each month of the last year, the oldest first; `now` is the last. A day that a month lacks is its last one. */
export function trendMarks(now: number): number[] {
  const today = new Date(now);
  return Array.from({ length: months + 1 }, (_, at) => {
    const back = new Date(today);
    back.setDate(1);
    back.setMonth(today.getMonth() - months + at);
    const last = new Date(back.getFullYear(), back.getMonth() + 1, 0).getDate();
    back.setDate(Math.min(today.getDate(), last));
    return back.getTime();
  });
}

/** The number at the top of the axis: a round one that no count is above. */
export function axisTop(counts: readonly number[]): number {
  const most = Math.max(2, ...counts);
  const unit = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((times) => times * unit).find((top) => top >= most) ?? most;
}

/** Points of the line, in a field of 100 by 100. */
export function trendLine(counts: readonly number[], top: number): [x: number, y: number][] {
  const step = counts.length < 2 ? 0 : 100 / (counts.length - 1);
  return counts.map((count, at) => [at * step, 100 - (100 * count) / top]);
}
