/** Tables that share what they have in common: each behaves as a map of its own, and none changes once it is settled. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftTable, tableLayers, withRows } from "./layered-map.ts";

const rows = (table: ReadonlyMap<number, number>) => [...table].sort(([one], [other]) => one - other);
const anyRows = fc.array(fc.tuple(fc.nat(80), fc.nat()), { maxLength: 40 });

describe("a layered table", () => {
  it("holds what a plain map holds after the same changes, read in every way", () => {
    fc.assert(
      fc.property(anyRows, fc.array(anyRows, { maxLength: 12 }), (first, changes) => {
        const plain = new Map(first);
        let table: ReadonlyMap<number, number> = new Map(first);
        for (const change of changes) {
          table = withRows(table, change);
          for (const [key, value] of change) plain.set(key, value);
          expect(rows(table)).toEqual(rows(plain));
          expect(table.size).toBe(plain.size);
          expect([...table.keys()].sort()).toEqual([...plain.keys()].sort());
          expect([...table.values()].sort()).toEqual([...plain.values()].sort());
          for (let key = 0; key <= 80; key += 1)
            expect([table.has(key), table.get(key)]).toEqual([plain.has(key), plain.get(key)]);
          const seen: [number, number][] = [];
          table.forEach((value, key) => {
            seen.push([key, value]);
          });
          expect(seen).toEqual([...table]);
        }
      }),
    );
  });

  it("stays as it was while two others are made from it", () => {
    fc.assert(
      fc.property(anyRows, anyRows, anyRows, anyRows, (first, shared, one, other) => {
        const table = withRows(new Map(first), shared);
        const before = rows(table);
        const [left, right] = [withRows(table, one), withRows(table, other)];
        expect(rows(table)).toEqual(before);
        expect(rows(left)).toEqual(rows(new Map([...before, ...one])));
        expect(rows(right)).toEqual(rows(new Map([...before, ...other])));
      }),
    );
  });

  it("is the same table where nothing was set", () => {
    const table = new Map([[1, 1]]);
    expect(draftTable(table).settled()).toBe(table);
  });

  it("shows its own changes while it is drafted, and not to the table below", () => {
    const table = new Map([[1, 1]]);
    const draft = draftTable<number, number>(table);
    draft.set(1, 2);
    draft.set(3, 4);
    expect([rows(draft), rows(table)]).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 1]],
    ]);
  });

  it("keeps its base through small changes, so that an index over it stays right", () => {
    const table = new Map(Array.from({ length: 1000 }, (_, key) => [key, key] as const));
    expect(tableLayers(withRows(table, [[5, 6]])).base).toBe(table);
  });

  it("keeps the layer that is copied at each change small", () => {
    let table: ReadonlyMap<number, number> = new Map();
    for (let key = 0; key < 10_000; key += 1) {
      table = withRows(table, [[key, key]]);
      expect(tableLayers(table).top.size).toBeLessThanOrEqual(100);
    }
    expect(table.size).toBe(10_000);
  });
});
