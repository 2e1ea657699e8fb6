import { describe, expect, it } from "vitest";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { TeamArea } from "../team-area.ts";
import { createTaskRunner } from "./background-tasks.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

/** The clock and the timers of an open app, which is all that the runner itself asks of it. */
function testClock() {
  const clock = { now: 5_000, steady: 0, timers: [] as number[], syncs: 0 };
  const area = {
    ports: {
      clock: { now: () => clock.now, steady: () => clock.steady },
      timers: {
        after: (ms: number, act: () => void) => {
          clock.timers.push(ms);
          act();
          return () => undefined;
        },
      },
    },
    requestSync: () => void clock.syncs++,
  } as unknown as TeamArea;
  return { clock, area };
}

function task(answer: Result<true>, options: Partial<Pick<BackgroundTask, "isDue" | "delayMs">> = {}) {
  const run = async () => {
    made.runs++;
    return answer;
  };
  const made = { isDue: () => true, delayMs: atOnce, runs: 0, run, ...options };
  return made;
}

describe("a pass of the background tasks", () => {
  it("runs what is due and leaves what is not", async () => {
    const due = task(ok(true));
    const notDue = task(ok(true), { isDue: () => false });
    expect(await createTaskRunner(testClock().area, { due, notDue })()).toEqual(ok(true));
    expect([due.runs, notDue.runs]).toEqual([1, 0]);
  });

  it("goes on after a task that fails, and answers the first failure", async () => {
    const first = task(fail("role"));
    const second = task(fail("limit"));
    const third = task(ok(true));
    const answer = await createTaskRunner(testClock().area, { first, second, third })();
    expect(answer).toMatchObject({ ok: false, failure: { code: "role" } });
    expect([first.runs, second.runs, third.runs]).toEqual([1, 1, 1]);
  });

  it("ends at once where the server cannot be reached", async () => {
    const first = task(fail("offline"));
    const second = task(ok(true));
    const answer = await createTaskRunner(testClock().area, { first, second })();
    expect(answer).toMatchObject({ ok: false, failure: { code: "offline" } });
    expect(second.runs).toBe(0);
  });
});

describe("a task with a delay", () => {
  it("waits from when it became due, asks for a round then, and runs", async () => {
    const { clock, area } = testClock();
    const delayed = task(ok(true), { delayMs: () => 300 });
    const pass = createTaskRunner(area, { delayed });
    await pass();
    clock.now += 299;
    await pass();
    expect({ runs: delayed.runs, timers: clock.timers, syncs: clock.syncs }).toEqual({
      runs: 0,
      timers: [300, 1],
      syncs: 2,
    });
    clock.now += 1;
    await pass();
    expect(delayed.runs).toBe(1);
  });

  it("waits no longer where the clock is set back by a day", async () => {
    const { clock, area } = testClock();
    const delayed = task(ok(true), { delayMs: () => 300 });
    const pass = createTaskRunner(area, { delayed });
    await pass();
    clock.now -= 86_400_000;
    clock.steady += 100;
    await pass();
    expect(clock.timers).toEqual([300, 200]);
    clock.steady += 200;
    await pass();
    expect(delayed.runs).toBe(1);
  });

  it("begins to wait anew when it was not due in between", async () => {
    const { clock, area } = testClock();
    let isDue = true;
    const delayed = task(ok(true), { delayMs: () => 300, isDue: () => isDue });
    const pass = createTaskRunner(area, { delayed });
    await pass();
    isDue = false;
    clock.now += 200;
    await pass();
    isDue = true;
    clock.now += 200;
    await pass();
    expect(delayed.runs).toBe(0);
  });
});
