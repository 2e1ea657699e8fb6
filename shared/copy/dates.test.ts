import { describe, expect, it } from "vitest";
import { ago, clock, day, shortDay, shortTime } from "./dates.ts";

const now = new Date(2026, 10, 24, 10, 42).getTime();
const at = new Date(2026, 8, 3, 9, 4).getTime();

describe("dates", () => {
  it("are short in this year and whole in another", () => {
    expect([shortDay(at, now), shortTime(at, now), day(at), clock(at)]).toEqual([
      "3 Sep",
      "3 Sep, 09:04",
      "3 Sep 2026",
      "09:04",
    ]);
    expect(shortDay(new Date(2025, 0, 1).getTime(), now)).toBe("1 Jan 2025");
  });
  it("of a time that no calendar shows are those of the last one that it does: the times of others are their word", () => {
    for (const far of [8_640_000_000_000_001, Number.MAX_SAFE_INTEGER])
      for (const said of [shortDay, shortTime, day, clock, ago]) expect(said(far)).toBe(said(8_640_000_000_000_000));
  });
  it("are relative to now where they are near", () => {
    const relative = (minutes: number): string => ago(now - minutes * 60_000, now);
    expect([relative(0), relative(3), relative(59), relative(120), relative(24 * 60)]).toEqual([
      "now",
      "3 min ago",
      "59 min ago",
      "today 08:42",
      "23 Nov",
    ]);
  });
});
