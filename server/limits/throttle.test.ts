/** Counters, rates and nonces, checked against the simplest model of each, over many seeded runs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sessionRules } from "../../shared/protocol/routes/routes.ts";
import { createCounterWindow } from "../sessions/counter-window.ts";
import { createNonces } from "../sessions/nonces.ts";
import { createThrottle } from "./throttle.ts";

describe("bounds", () => {
  it("a counter is taken once, and never from below the window", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 300 }), { maxLength: 400 }), (counters) => {
        const window = createCounterWindow();
        const taken = new Set<number>();
        let highest = 0;
        for (const counter of counters) {
          const expected = counter >= 1 && counter > highest - sessionRules.counterWindow && !taken.has(counter);
          expect(window.take(counter)).toBe(expected);
          if (!expected) continue;
          taken.add(counter);
          highest = Math.max(highest, counter);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [1, true],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [1.5, false],
    [2 ** 53, false],
  ])("a window asked for the counter %d answers %s", (counter, isTaken) => {
    expect(createCounterWindow().take(counter)).toBe(isTaken);
  });

  it("a rate lets a burst through, then so many a second, and forgets who is quiet", () => {
    const rate = { burst: 5, perSecond: 2 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 60 }), (pauses) => {
        let now = 0;
        const throttle = createThrottle(() => now, rate);
        let passed = 0;
        for (const pause of pauses) {
          now += pause;
          throttle.sweep();
          const waitMs = throttle.take("a");
          if (waitMs === 0) passed++;
          else {
            now += waitMs;
            expect(throttle.take("a")).toBe(0);
            passed++;
          }
          expect(passed).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 0.001);
        }
        expect(throttle.take("b")).toBe(0);
      }),
    );
  });

  it("nonces are bounded, the oldest going first", () => {
    const nonces = createNonces(() => 0, 3);
    const given = Array.from({ length: 5 }, () => nonces.give());
    expect(given.map((nonce) => nonces.take(nonce))).toEqual([false, false, true, true, true]);
    expect(given.some((nonce) => nonces.take(nonce))).toBe(false);
  });
});
