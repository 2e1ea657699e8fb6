/** When the clipboard is empty again is told once, of the last copy, by whichever clock ends its time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../shared/failures.ts";
import { passing, twoClocks } from "../../../shared/testing/two-clocks.ts";
import { createCopies } from "./copies.ts";

/** Timers go by the clock that stands still while the computer sleeps. */
function computer() {
  const { clock, pass } = twoClocks();
  let due: { at: number; act: () => void }[] = [];
  const after = (ms: number, act: () => void) => {
    const one = { at: clock.steady() + ms, act };
    due.push(one);
    return () => {
      due = due.filter((other) => other !== one);
    };
  };
  const told: (number | null)[] = [];
  const clipboard = { isThere: true, takes: true };
  const ports = {
    ...{ clock, timers: { after } },
    clipboard: {
      available: () => clipboard.isThere,
      write: async () => (clipboard.takes ? ok(true as const) : fail("clipboard-unavailable")),
    },
  };
  const copies = createCopies({
    ports: ports as unknown as Parameters<typeof createCopies>[0]["ports"],
    emit: (_, event) => void told.push((event as { clearsAt: number | null }).clearsAt),
  });
  const go = (step: Parameters<typeof pass>[0]): void => {
    pass(step);
    for (let next = due.find(({ at }) => at <= clock.steady()); next !== undefined; ) {
      due = due.filter((one) => one !== next);
      next.act();
      next = due.find(({ at }) => at <= clock.steady());
    }
  };
  const work = (ms: number): void => {
    for (let left = ms; left > 0; left -= 1000) go({ kind: "works", ms: Math.min(1000, left) });
  };
  return { clock, copies, told, clipboard, go, work };
}

describe("a copy", () => {
  it("is told with its end, and with that it is over", async () => {
    const { clock, copies, told, work } = computer();
    expect(await copies.write("one", 30_000)).toEqual(ok({ clearsInMs: 30_000 }));
    expect(told).toEqual([clock.now() + 30_000]);
    work(29_000);
    expect(told).toHaveLength(1);
    work(1000);
    expect(told.slice(1)).toEqual([null]);
  });

  it("is not told to be over at the end of an earlier one", async () => {
    const { copies, told, work } = computer();
    await copies.write("password", 30_000);
    work(10_000);
    await copies.write("invite", 120_000);
    work(119_000);
    expect(told.filter((at) => at === null)).toEqual([]);
    work(1000);
    expect(told.filter((at) => at === null)).toEqual([null]);
  });

  it("that fails leaves the end of the one before as it is", async () => {
    const { copies, told, clipboard, work } = computer();
    await copies.write("password", 30_000);
    clipboard.takes = false;
    expect(await copies.write("invite", 120_000)).toMatchObject({ failure: { code: "clipboard-unavailable" } });
    clipboard.isThere = false;
    expect(await copies.write("invite", 120_000)).toMatchObject({ failure: { code: "clipboard-unavailable" } });
    work(30_000);
    expect(told.slice(1)).toEqual([null]);
  });

  it("is over once the computer worked for so long, whatever its time of day was set to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passing, { maxLength: 10 }), async (walk) => {
        const { copies, told, go, work } = computer();
        await copies.write("one", 30_000);
        for (const step of walk) go(step);
        work(35_000);
        expect(told.slice(1)).toEqual([null]);
      }),
    );
  });
});
