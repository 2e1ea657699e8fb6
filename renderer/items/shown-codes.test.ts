/** What the row of a one-time code shows, whatever became of its timers. */
import { describe, expect, it } from "vitest";
import { shownCodes } from "./shown-codes.ts";

const code = { code: "111111", next: "222222", endsAt: 60_000, periodMs: 30_000 };

describe("a one-time code", () => {
  it("is the current one until its period ends, and the next one for one period after it", () => {
    expect(shownCodes(code, 59_999)).toEqual({ current: "111111", next: "222222" });
    expect(shownCodes(code, 60_000)).toEqual({ current: "222222", next: "" });
    expect(shownCodes(code, 89_999)).toEqual({ current: "222222", next: "" });
  });

  it("is not shown after that: a computer that slept knows none", () => {
    expect(shownCodes(code, 90_000)).toEqual({ current: "", next: "" });
    expect(shownCodes(code, 9_000_000)).toEqual({ current: "", next: "" });
  });
});
