/**
 * Moments that two clocks watch: the time of day, which a person may set and which goes on while the computer sleeps, and one that
 * only goes forward and may stand still in sleep. Whichever passes first ends the wait, so that neither sleep nor a clock set
 * back makes anything last longer.
 */

/** Milliseconds since 1970 by the time of day, and milliseconds since some moment by the clock that only goes forward. */
export type Clock = { now(): number; steady(): number };
export type Deadline = { now: number; steady: number };

/** In so many milliseconds. */
export function deadlineIn(clock: Clock, ms: number): Deadline {
  return { now: clock.now() + ms, steady: clock.steady() + ms };
}

/** Milliseconds until the first of both passes; 0 or less: it is over. */
export function leftUntil(clock: Clock, deadline: Deadline): number {
  return Math.min(deadline.now - clock.now(), deadline.steady - clock.steady());
}

/**
 * The latest time of day that was seen: it goes on with whichever clock is ahead and never goes back by itself, so that no clock
 * that is set back makes a right that has ended last longer.
 */
export type LatestTime = {
  /** Milliseconds since 1970. */
  now(): number;
  /** By how much the time of day is behind it. */
  behindMs(): number;
  /** Somebody who is trusted for it says that it is only so late: nothing is lowered below the time of day. */
  lower(to: number): void;
};

/** Begins with what was seen before, where that is later than now. */
export function latestTime(clock: Clock, seen: number): LatestTime {
  let anchor: Deadline = { now: Math.max(seen, clock.now()), steady: clock.steady() };
  const now = (): number => {
    const steady = clock.steady();
    anchor = { now: Math.max(clock.now(), anchor.now + Math.max(0, steady - anchor.steady)), steady };
    return anchor.now;
  };
  return {
    now,
    behindMs: () => now() - clock.now(),
    lower(to) {
      anchor = { now: Math.max(clock.now(), Math.min(to, now())), steady: clock.steady() };
    },
  };
}
