import { expect, it } from "vitest";
import { dayOf, timeOf } from "./day-field.ts";

it.each(["2027-01-15", "2028-02-29", "1999-12-31"])("%s is read and shown as the same day", (day) =>
  expect(dayOf(timeOf(day))).toBe(day),
);
it.each(["", "2027-02-30", "2027-13-01", "15.1.2027", "20270115"])("%j is no day", (day) =>
  expect(timeOf(day)).toBeNull(),
);
it.each([Number.MAX_SAFE_INTEGER, Number.NaN, -1e15])("a time that no calendar shows is no day: %s", (at) =>
  expect(dayOf(at)).toBe(""),
);
