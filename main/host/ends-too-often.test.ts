import { expect, it } from "vitest";
import { countEnds } from "./ends-too-often.ts";

it("says so with the third end within ten seconds, and counts anew", () => {
  const ended = countEnds();
  expect([0, 4000, 9999, 10_000, 10_001].map(ended)).toEqual([false, false, true, false, false]);
});

it("forgets what lies further back", () => {
  const ended = countEnds();
  expect([0, 5000, 10_000, 15_000, 19_999].map(ended)).toEqual([false, false, false, false, true]);
});
