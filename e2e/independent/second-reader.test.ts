/**
 * The second reader (`e2e/independent`): written from `docs/protocol.md` and `docs/model.md` with other people's primitives and
 * none of this program's code. It opens every file of vectors; what it could not be written from is a fault of the pages.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLost, headingsOf } from "../../build/citations.ts";
import { root } from "../../build/root.ts";
import { readVectors } from "../fixtures/vectors/vector-file.ts";
import { readers, readVectorFile } from "./vectors.mjs";

const here = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith(end));
const vectors = here("e2e/fixtures/vectors", ".json").map((name) => name.slice(0, -".json".length));
const sources = here("e2e/independent", ".mjs");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the second reader", () => {
  it("has a row for every file of vectors, and no other", () => {
    expect(Object.keys(readers).sort()).toEqual(vectors.sort());
  });

  // Signatures by the hundred, and a derivation of 64 MiB, in plain JavaScript: seconds, and minutes beside other work.
  it.each(vectors)(
    "reads %s as it is recorded",
    (name) => {
      readVectorFile(name, readVectors);
    },
    180_000,
  );
});

describe("its sources", () => {
  const headings = { protocol: headingsOf(read("docs/protocol.md")), model: headingsOf(read("docs/model.md")) };

  it.each(sources)("%s cites a section that is there for everything that it exports", (name) => {
    const text = read(`e2e/independent/${name}`);
    expect(findLost(name, text, headings)).toEqual([]);
    const exported = [...text.matchAll(/^(.*)\nexport (?:async )?(?:function|const) (\w+)/gm)];
    const uncited = exported.filter(([, before]) => !/\[(protocol|model): [^\]]+\]/.test(before as string));
    expect(uncited.map(([, , name]) => name)).toEqual([]);
  });
});
