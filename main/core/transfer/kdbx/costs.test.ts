/** What a hostile KDBX document may cost: each shape in a process of its own, whose memory and work are measured. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createBinaries } from "./binaries.ts";
import { createDocumentReader } from "./document-reader.ts";
import { costlyDocuments, type DocumentName, honestEntry } from "./test-costly-documents.ts";

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
  "tags in one text": "parts",
} satisfies Record<DocumentName, string>;

describe("a document that goes on and on", () => {
  it.each(Object.keys(costlyDocuments) as DocumentName[])(
    "of %s ends at its bound, before it has cost much",
    { timeout: 60_000 },
    (name) => {
      const { ended, ms, grewBytes } = measure(name);
      expect(ended).toMatchObject({ code: "limit", detail: { field: bounds[name] } });
      expect(grewBytes).toBeLessThan(500 * MiB);
      // Less than 5 s on a computer that does nothing else.
      expect(ms).toBeLessThan(10_000);
    },
  );
});

it("a vault of 10,000 entries, each with five earlier versions, lies inside every bound", { timeout: 120_000 }, () => {
  const reader = createDocumentReader(null, { pool: [], binaries: createBinaries() });
  const versions = Array.from({ length: 5 }, () => honestEntry("")).join("");
  const entry = honestEntry(`<History>${versions}</History>`);
  expect(reader.push("<KeePassFile><Meta/><Root><Group><Name>Root</Name>")).toBeNull();
  for (let number = 0; number < 10_000; number++) expect(reader.push(entry)).toBeNull();
  expect(reader.push("</Group></Root></KeePassFile>")).toBeNull();
  const read = reader.end();
  expect(read.ok && [read.value.entries.length, read.value.entries.at(-1)?.history.length]).toEqual([10_000, 5]);
});
