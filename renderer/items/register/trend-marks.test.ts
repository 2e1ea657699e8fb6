import { expect, it } from "vitest";
import { axisTop, trendLine, trendMarks } from "./trend-marks.ts";

it.each([
  ["a day that every month has", new Date(2026, 10, 15, 9), ["2025-11-15", "2025-12-15", "2026-10-15", "2026-11-15"]],
  ["a day that some months lack", new Date(2026, 2, 31, 9), ["2025-03-31", "2025-04-30", "2026-02-28", "2026-03-31"]],
  ["the day of a leap year", new Date(2028, 1, 29, 9), ["2027-02-28", "2027-03-29", "2028-01-29", "2028-02-29"]],
])("a year is counted by months from %s", (_name, now, ends) => {
  const marks = trendMarks(now.getTime());
  const days = marks.map((mark) => new Date(mark).toLocaleDateString("sv"));
  expect([...days.slice(0, 2), ...days.slice(-2)]).toEqual(ends);
  expect(marks).toHaveLength(13);
  expect(marks.at(-1)).toBe(now.getTime());
  expect([...marks].sort((one, other) => one - other)).toEqual(marks);
});

it.each([
  [[0, 0], 2],
  [[1], 2],
  [[5, 3], 5],
  [[6], 10],
  [[84, 61], 100],
  [[101], 200],
  [[20_001], 50_000],
])("the axis of %j ends at %i", (counts, top) => {
  expect(axisTop(counts)).toBe(top);
  for (const [x, y] of trendLine(counts, top)) {
    expect(x).toBeLessThanOrEqual(100);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(100);
  }
});
