/** Whoever is here is told of in time, whatever happens to the computer's clocks. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { passing, twoClocks } from "../../shared/testing/two-clocks.ts";
import { tellsActivity } from "./activity.ts";

const everyMs = 30_000;

it("tells at the first input, and then at most once in its time while nobody sets the clock", () => {
  const { clock, pass } = twoClocks();
  let told = 0;
  const active = tellsActivity(clock, everyMs, () => told++);
  active();
  active();
  pass({ kind: "works", ms: everyMs - 1 });
  active();
  expect(told).toBe(1);
  pass({ kind: "works", ms: 1 });
  active();
  expect(told).toBe(2);
});

it("tells at an input after its time by either clock, after any sleep and any setting of the time of day", () => {
  fc.assert(
    fc.property(fc.array(passing, { maxLength: 30 }), (walk) => {
      const { clock, pass } = twoClocks();
      let told = 0;
      const active = tellsActivity(clock, everyMs, () => told++);
      active();
      let [worked, before] = [0, told];
      for (const step of walk) {
        pass(step);
        if (step.kind === "works") worked += step.ms;
        active();
        if (worked >= everyMs || (step.kind === "sleeps" && step.ms >= everyMs && worked === 0 && told > before))
          expect(told).toBeGreaterThan(before);
        if (told > before) [worked, before] = [0, told];
      }
    }),
  );
});

it("goes on telling where the time of day was set back by years", () => {
  const { clock, pass } = twoClocks();
  let told = 0;
  const active = tellsActivity(clock, everyMs, () => told++);
  active();
  pass({ kind: "is set", ms: -1_000_000_000_000 });
  for (let minutes = 0; minutes < 10; minutes++) {
    pass({ kind: "works", ms: 60_000 });
    active();
  }
  expect(told).toBe(11);
});
