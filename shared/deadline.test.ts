/** Neither sleep nor a clock that is set makes a deadline later. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { deadlineIn, latestTime, leftUntil } from "./deadline.ts";
import { passing, twoClocks } from "./testing/two-clocks.ts";

it("is over once the computer worked for so long, whatever the time of day was set to", () => {
  fc.assert(
    fc.property(fc.array(passing, { maxLength: 20 }), fc.integer({ min: 1, max: 3_600_000 }), (walk, ms) => {
      const { clock, pass } = twoClocks();
      const deadline = deadlineIn(clock, ms);
      let worked = 0;
      for (const step of walk) {
        pass(step);
        if (step.kind === "works") worked += step.ms;
        if (worked >= ms) expect(leftUntil(clock, deadline)).toBeLessThanOrEqual(0);
        expect(leftUntil(clock, deadline)).toBeLessThanOrEqual(ms - worked);
      }
    }),
  );
});

it("is over after sleep that lasted for so long, while nobody set the clock", () => {
  fc.assert(
    fc.property(fc.nat(3_600_000), fc.nat(3_600_000), fc.integer({ min: 1, max: 3_600_000 }), (worked, slept, ms) => {
      const { clock, pass } = twoClocks();
      const deadline = deadlineIn(clock, ms);
      pass({ kind: "works", ms: worked });
      pass({ kind: "sleeps", ms: slept });
      expect(leftUntil(clock, deadline)).toBe(ms - worked - slept);
    }),
  );
});

it("is over at once where the clock is set beyond it", () => {
  const { clock, pass } = twoClocks();
  const deadline = deadlineIn(clock, 60_000);
  pass({ kind: "is set", ms: 60_000 });
  expect(leftUntil(clock, deadline)).toBe(0);
});

it("is never earlier than it was, than either clock makes it, nor than it was before a restart, whatever happens to the clocks", () => {
  fc.assert(
    fc.property(fc.array(passing, { maxLength: 20 }), fc.integer({ min: 1, max: 2_000_000_000_000 }), (walk, seen) => {
      const { clock, pass } = twoClocks();
      const latest = latestTime(clock, seen);
      let [before, worked] = [latest.now(), 0];
      const first = before;
      expect(first).toBe(Math.max(seen, clock.now()));
      for (const step of walk) {
        pass(step);
        if (step.kind === "works") worked += step.ms;
        const now = latest.now();
        expect(now).toBeGreaterThanOrEqual(Math.max(before, clock.now(), first + worked));
        expect(latest.behindMs()).toBe(now - clock.now());
        before = now;
      }
    }),
  );
});

it("is lowered to what is said, never below the time of day, and never raised by it", () => {
  fc.assert(
    fc.property(fc.array(passing, { maxLength: 10 }), fc.integer({ min: 0, max: 4_000_000_000_000 }), (walk, said) => {
      const { clock, pass } = twoClocks();
      const latest = latestTime(clock, 0);
      for (const step of walk) {
        pass(step);
        latest.now();
      }
      const before = latest.now();
      latest.lower(said);
      expect(latest.now()).toBe(Math.max(clock.now(), Math.min(before, said)));
    }),
  );
});
