/** What stages answer: figures by name, each with its unit in the name (`ms`, `MB`). Shared by both sides of a run. */
export type Figures = Record<string, number>;

/** The value below which `share` (0 to 1) of the values lie; the nearest rank. NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** What an act took, in ms. */
export async function clocked(act: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** What this process used of the processor so far, in ms: where others use it too, steadier than the clock. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
