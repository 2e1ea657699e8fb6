import { expect, it } from "vitest";
import { itemFields } from "../../../../shared/model/item-fields.ts";
import type { FieldRule } from "../../../../shared/model/kinds/field-rule.ts";
import { utf8Text } from "../../../../shared/text.ts";
import { historyBytes } from "./places.ts";

it.each([
  [0, "1970-01-01T00:00:00.000Z"],
  [8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"],
  [Number.MAX_SAFE_INTEGER, "+275760-09-13T00:00:00.000Z"],
])("a time is kept as text, also one that no calendar shows: %d", (at, text) => {
  expect(utf8Text(historyBytes(itemFields.overview.expires as FieldRule, at))).toBe(text);
});
