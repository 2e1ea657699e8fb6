/** A link waits through locks, for a while, and gives way to the next. */
import { describe, expect, it } from "vitest";
import type { AppLink } from "../../shared/model/app-links.ts";
import { waitingLink } from "./waiting-link.ts";

const item: AppLink = { kind: "item", address: "latchkey://item/0" };
const join: AppLink = { kind: "join", address: "latchkey://join/0" };

describe("the link that waits", () => {
  it("is the newest, until it is done", () => {
    const waiting = waitingLink({ now: () => 0, steady: () => 0 });
    expect(waiting.get()).toBeNull();
    waiting.arrive(item);
    waiting.arrive(join);
    expect([waiting.get(), waiting.get()]).toEqual([join, join]);
    waiting.done(item.address);
    expect(waiting.get()).toEqual(join);
    waiting.done(join.address);
    expect(waiting.get()).toBeNull();
  });

  it.each([
    ["the time of day", { now: 900_000, steady: 0 }],
    ["the clock that only goes forward, though the time of day was set back", { now: -9e9, steady: 900_000 }],
  ])("is forgotten after a quarter of an hour by %s", (_clock, later) => {
    let at = { now: 0, steady: 0 };
    const waiting = waitingLink({ now: () => at.now, steady: () => at.steady });
    waiting.arrive(item);
    at = { now: later.now - 1, steady: Math.max(0, later.steady - 1) };
    expect(waiting.get()).toEqual(item);
    at = later;
    expect(waiting.get()).toBeNull();
  });
});
