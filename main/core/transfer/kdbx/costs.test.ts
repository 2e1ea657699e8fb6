/** What a hostile KDBX document may cost: each shape in a process of its own, whose memory and time are measured. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { costlyDocuments, type DocumentName } from "./test-costly-documents.ts";

const MiB = 1024 * 1024;
const script = new URL("./test-cost-of-reading.ts", import.meta.url).pathname;
type Cost = { ended: unknown; ms: number; grewBytes: number };

const measure = (name: DocumentName): Cost =>
  JSON.parse(execFileSync(process.execPath, [script, name], { encoding: "utf8", timeout: 60_000 }));

const bounds = {
  "elements without a meaning": "xml-elements",
  "elements with attributes": "xml-elements",
  entries: "entries",
  "fields of one name": "parts",
  "fields of one name between earlier versions": "history",
  "short fields": "parts",
  tags: "parts",
  "tags in one text": "tags",
} satisfies Record<DocumentName, string>;

describe("a document that goes on and on", () => {
  it.each(Object.keys(costlyDocuments) as DocumentName[])(
    "of %s ends at its bound, before it has cost much",
    { timeout: 60_000 },
    (name) => {
      const { ended, ms, grewBytes } = measure(name);
      expect(ended).toMatchObject({ code: "limit", detail: { field: bounds[name] } });
      expect(grewBytes).toBeLessThan(700 * MiB);
      expect(ms).toBeLessThan(40_000);
    },
  );
});
