/** A computer's two clocks as they go while it works, sleeps and has its time of day set: what tests of deadlines move. */
import fc from "fast-check";
import type { Clock } from "../deadline.ts";

export type Passing = { kind: "works" | "sleeps" | "is set"; ms: number };

/** Some of each. */
export const passing: fc.Arbitrary<Passing> = fc.oneof(
  fc.record({ kind: fc.constant("works" as const), ms: fc.nat(120_000) }),
  fc.record({ kind: fc.constant("sleeps" as const), ms: fc.nat(86_400_000) }),
  fc.record({ kind: fc.constant("is set" as const), ms: fc.integer({ min: -86_400_000_000, max: 86_400_000_000 }) }),
);

/** The clocks of a computer, and how its time passes. */
export function twoClocks(): { clock: Clock; pass(step: Passing): void } {
  const at = { now: 1_700_000_000_000, steady: 5000 };
  const clock: Clock = { now: () => at.now, steady: () => at.steady };
  const pass = ({ kind, ms }: Passing): void => {
    at.now += ms;
    if (kind === "works") at.steady += ms;
  };
  return { clock, pass };
}
