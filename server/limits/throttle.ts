/** How often a caller may call: a bucket for each name, filled at a steady rate. Bounded memory: full buckets are forgotten. */
export type Throttle = {
  /** 0, or how many milliseconds to wait. */
  take(name: string): number;
  sweep(): void;
};

const roundingError = 1e-9;

/** `burst` calls at once, then `perSecond`. */
export function createThrottle(now: () => number, rate: { burst: number; perSecond: number }): Throttle {
  const buckets = new Map<string, { left: number; at: number }>();
  const filled = ({ left, at }: { left: number; at: number }) =>
    Math.min(rate.burst, left + (Math.max(0, now() - at) / 1000) * rate.perSecond);
  return {
    take: (name) => {
      const bucket = buckets.get(name);
      const left = bucket === undefined ? rate.burst : filled(bucket);
      // Rounding must not ask for one millisecond more after the wait that was named.
      if (left < 1 - roundingError) return Math.max(1, Math.ceil(((1 - left) / rate.perSecond) * 1000));
      buckets.set(name, { left: left - 1, at: now() });
      return 0;
    },
    sweep: () => {
      for (const [name, bucket] of buckets) if (filled(bucket) >= rate.burst) buckets.delete(name);
    },
  };
}
