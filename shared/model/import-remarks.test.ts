import { describe, expect, it } from "vitest";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import {
  type ImportRemark,
  importRemark,
  importRemarks,
  keptRemark,
  keptRemarkSchema,
  readRemark,
  uniqueRemarks,
} from "./import-remarks.ts";

const sample = { field: "PIN", name: "a.txt", names: "x, y", count: 3 };
const all = Object.entries(importRemarks).map(
  ([code, names]) =>
    ({ code, params: Object.fromEntries(names.map((name) => [name, sample[name]])) }) as unknown as ImportRemark,
);

describe("import remarks", () => {
  it("come back from their kept form, every code", () => {
    for (const remark of all) {
      const kept = parseWith(keptRemarkSchema, encodeWith(keptRemarkSchema, keptRemark(remark)), 65_536);
      expect(kept.ok && readRemark(kept.value)).toEqual(remark);
    }
  });
  it("are refused where the code is unknown or a parameter is missing, foreign or of another type", () => {
    const kept = keptRemark(importRemark("fields-joined", { count: 3, field: "Further fields" }));
    expect(readRemark(kept)).not.toBeNull();
    expect(readRemark({ ...kept, code: "constructor" })).toBeNull();
    expect(readRemark({ ...kept, counts: [] })).toBeNull();
    expect(readRemark({ ...kept, texts: [...kept.texts, ["name", "x"]] })).toBeNull();
    expect(readRemark({ ...kept, counts: [], texts: [...kept.texts, ["count", "3"]] })).toBeNull();
  });
  it("stand once in a list without repetitions", () => {
    const title = importRemark("no-title", {});
    const [pin, iban] = ["PIN", "IBAN"].map((field) => importRemark("field-repeated", { field }));
    expect(uniqueRemarks([title, pin, iban, title, pin] as ImportRemark[])).toEqual([title, pin, iban]);
  });
});
