import { expect, it } from "vitest";
import { stepOf } from "./list-steps.ts";

it.each([
  ["ArrowDown", 7, 1],
  ["ArrowUp", 7, -1],
  ["PageDown", 7, 7],
  ["PageUp", 7, -7],
  ["PageDown", 0, 1],
  ["PageUp", -1, -1],
  ["Home", 7, -200],
  ["End", 7, 200],
  ["Enter", 7, null],
  ["a", 7, null],
  ["toString", 7, null],
])("%s where %i rows can be seen moves by %s", (key, page, by) => expect(stepOf(key, { page, total: 200 })).toBe(by));
