/** The examples of `docs/adding.md` compile in a copy of the tree, and do not compile with a part missing. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { root } from "./root.ts";

type Part = { example: string; file: string; isNew: boolean; lines: string[] };

const page = readFileSync(join(root, "docs/adding.md"), "utf8");
const parts: Part[] = [...page.matchAll(/^```(ts|diff) (\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, kind, example, file, body]) => ({
    ...{ example: example as string, file: file as string, isNew: kind === "ts" },
    lines: (body as string).trimEnd().split("\n"),
  }),
);
const ofExample = (example: string): Part[] => parts.filter((part) => part.example === example);

let copy = "";
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** What the compiler says of `shared` with these parts in it; empty where all is well. */
function compile(added: readonly Part[]): string {
  copy = mkdtempSync(join(tmpdir(), "adding-"));
  for (const path of ["shared", "package.json", "tsconfig.base.json"])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const part of added) apply(part);
  const args = ["--noEmit", "--pretty", "false", "-p", "shared/tsconfig.json"];
  return spawnSync(join(root, "node_modules/.bin/tsc"), args, { cwd: copy, encoding: "utf8" }).stdout;
}

function apply({ file, isNew, lines }: Part): void {
  const path = join(copy, file);
  if (isNew) {
    writeFileSync(path, `${lines.join("\n")}\n`);
    return;
  }
  const before = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const after = lines.map((line) => line.slice(1));
  const source = readFileSync(path, "utf8");
  const pieces = source.split(`\n${before.join("\n")}\n`);
  if (pieces.length !== 2) throw new Error(`${file}: "${before.join("\n")}" stands ${pieces.length - 1} times`);
  writeFileSync(path, pieces.join(`\n${after.join("\n")}\n`));
}

const without = (example: string, word: string): Part[] =>
  ofExample(example).map((part) =>
    part.isNew ? { ...part, lines: part.lines.filter((line) => !line.includes(word)) } : part,
  );

describe("the examples of docs/adding.md", { timeout: 180_000 }, () => {
  it("compile together", () => {
    expect([...new Set(parts.map(({ example }) => example))]).toEqual(["entry", "field", "record"]);
    expect(compile(parts)).toBe("");
  });

  // One compilation for all that do not hide each other.
  it("do not compile where a row lacks what its kind names, or a field has a schema and no row", () => {
    const half = ofExample("field").filter(({ file }) => !file.endsWith("item-fields.ts"));
    const said = compile([...without("entry", "names:"), ...half, ...without("record", "writer:")]);
    for (const file of ["entries/review.ts", "item-fields.ts", "supplier-record.ts"]) expect(said).toContain(file);
  });

  it("do not compile where people set a field and nothing says what they type", () => {
    const half = ofExample("field").filter(({ file }) => !file.endsWith("item-changes.ts"));
    expect(compile(half)).toContain("item-changes.ts");
  });
});
