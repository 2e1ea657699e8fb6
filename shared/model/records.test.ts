/** Records merge by the rows of their fields: each edit of another field holds, a late one of the same gives way. */
import { expect, it } from "vitest";
import type { DeviceId, EpochMs, ItemId } from "../encoding/ids.ts";
import { mergeRecord } from "./record-merge.ts";
import { type RecordBody, recordRules } from "./records/records.ts";

const preferences = (more: Partial<RecordBody<"preferences">>): RecordBody<"preferences"> => ({
  ...{ kind: "preferences", favourites: [], lastUse: [], deviceNames: [] },
  ...more,
});
const [one, two, three] = ["one", "two", "three"] as ItemId[] as [ItemId, ItemId, ItemId];

it.each(Object.entries(recordRules))(
  "the kind %s has a row for each field of its body",
  (_kind, { schema, fields }) => {
    expect([...Object.keys(fields), "kind"].sort()).toEqual(Object.keys(schema.shape).sort());
  },
);

it("favourites and last uses of two computers are both kept", () => {
  const base = preferences({ favourites: [one, two] });
  const current = preferences({ favourites: [one, two, three], lastUse: [{ item: one, at: 1 as EpochMs }] });
  const wanted = preferences({ favourites: [two], lastUse: [{ item: two, at: 2 as EpochMs }] });
  expect(mergeRecord({ base, current, wanted })).toEqual(
    preferences({
      favourites: [two, three],
      lastUse: [
        { item: one, at: 1 as EpochMs },
        { item: two, at: 2 as EpochMs },
      ],
    }),
  );
});

it("a name that both changed stays as the chain has it; a record of another kind is left alone", () => {
  const [base, current, wanted] = ["base", "chain", "late"].map((name) => ({ kind: "group" as const, name }));
  expect(mergeRecord({ base, current, wanted } as never)).toEqual(current);
  const named = [{ device: "d" as DeviceId, name: "Laptop" }];
  const other = preferences({ deviceNames: named });
  expect(mergeRecord({ base: other, current: other, wanted: { kind: "team", name: "x" } })).toEqual(other);
});
