import { describe, expect, it } from "vitest";
import { createAttempts } from "./attempts.ts";

function counted(failures: number) {
  const clock = { now: 1_000 };
  const attempts = createAttempts(() => clock.now);
  for (let at = 0; at < failures; at++) attempts.failed();
  return { attempts, clock };
}

describe("wrong passphrases", () => {
  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [4, 1_000],
    [5, 2_000],
    [6, 4_000],
    [8, 16_000],
    [9, 30_000],
    [100, 30_000],
  ])("after %i in a row the next one waits %i ms", (failures, waitMs) => {
    expect(counted(failures).attempts.waitMs()).toBe(waitMs);
  });

  it("wait no longer once the time has passed, and are still counted", () => {
    const { attempts, clock } = counted(4);
    clock.now += 999;
    expect(attempts.waitMs()).toBe(1);
    clock.now += 1;
    expect(attempts.waitMs()).toBe(0);
    attempts.failed();
    expect(attempts.waitMs()).toBe(2_000);
  });

  it("are forgotten after a right one", () => {
    const { attempts } = counted(6);
    attempts.succeeded();
    expect(attempts.waitMs()).toBe(0);
    attempts.failed();
    expect(attempts.waitMs()).toBe(0);
  });
});
