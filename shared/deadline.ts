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
