import fc from "fast-check";
import { expect, it } from "vitest";
import { handedOf, shownMs } from "./handed-code.ts";

const shown = (left: number) => ({
  code: "111111",
  next: "222222",
  periodMs: 30_000,
  endsAt: 90_000,
  now: 90_000 - left,
});

it.each([
  [30_000, "111111"],
  [15_000, "111111"],
  [14_999, "222222"],
  [1, "222222"],
])("with %i ms left of the current code %s is handed", (left, code) => {
  const { now, ...codes } = shown(left);
  expect(handedOf(codes, now).code).toBe(code);
});

it("what is handed is good for half a period at least, and for one and a half at most", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 86_400_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (periodMs, part) => {
        const left = 1 + Math.floor(part * (periodMs - 1));
        const now = 1_000_000_000 - left;
        const handed = handedOf({ code: "1", next: "2", periodMs, endsAt: 1_000_000_000 }, now);
        expect(handed.until - handed.from).toBe(periodMs);
        expect((handed.until - now) * 2).toBeGreaterThanOrEqual(periodMs);
        expect((handed.until - now) * 2).toBeLessThanOrEqual(3 * periodMs);
      },
    ),
  );
});

it.each([
  ["on one clock", 0, 20_000],
  ["whose sender's clock is an hour ahead", 3_600_000, 60_000],
  ["whose sender's clock is an hour behind", -3_600_000, 0],
])("a code %s is shown for so long", (_name, ahead, expected) => {
  const now = 10_000_000;
  expect(shownMs({ code: "1", from: now - 10_000 + ahead, until: now + 20_000 + ahead }, now)).toBe(expected);
});
