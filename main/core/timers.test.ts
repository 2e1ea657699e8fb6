import { expect, it } from "vitest";
import { caughtTimers } from "./timers.ts";

it("an act of a timer that throws is told of and ends nothing", () => {
  const acts: (() => void)[] = [];
  const told: unknown[] = [];
  const error = new Error("SQLITE_CORRUPT");
  const after = (_ms: number, act: () => void) => {
    acts.push(act);
    return () => undefined;
  };
  const timers = caughtTimers({ after }, (one) => told.push(one));
  timers.after(1, () => {
    throw error;
  });
  for (const act of acts) act();
  expect(told).toEqual([error]);
});
