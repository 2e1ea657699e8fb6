/** The keys that move in a list, the same in each. */
type Extent = {
  /** So many rows can be seen at once. */
  page: number;
  /** So many there are. */
  total: number;
};

/** By how many rows a key moves; null: it is no key that moves. */
export function stepOf(key: string, { page, total }: Extent): number | null {
  const far = Math.max(1, page);
  const steps: Record<string, number> = {
    ...{ ArrowDown: 1, ArrowUp: -1, PageDown: far, PageUp: -far },
    ...{ Home: -total, End: total },
  };
  return Object.hasOwn(steps, key) ? (steps[key] ?? null) : null;
}
