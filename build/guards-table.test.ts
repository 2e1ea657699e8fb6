/** The two lists of guards say what is there: each guard has one row, and each row a guard and a test. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sources } from "./check-imports.ts";
import { findGuards, protocolCodes } from "./guards-find.ts";
import { holdsGuards, wholeFile } from "./guards-run.ts";
import { readTable } from "./guards-table.ts";
import { root } from "./root.ts";

const { noticed, explained } = readTable();
const codes = protocolCodes();
const there = new Set(
  sources()
    .filter(holdsGuards)
    .flatMap((file) => findGuards(file, readFileSync(join(root, file), "utf8"), codes).guards.map(({ id }) => id)),
);

/** The titles of a test file as patterns: what stands for a case's own words matches any. */
function titlesOf(file: string): RegExp[] {
  const text = readFileSync(join(root, file), "utf8");
  const literals = [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, plain, made]) => plain ?? made ?? "",
  );
  return literals.flatMap((literal) => {
    const parts = literal.replaceAll(/\\(.)/g, "$1").split(/\$\{[^}]*\}|%[a-z]|\$[\w.]+/);
    if (parts.every((part) => part.trim() === "")) return [];
    return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
  });
}

test("each guard has one row: the test that notices, or why none can", () => {
  const both = [...noticed.keys()].filter((id) => explained.has(id));
  expect([...there].filter((id) => !noticed.has(id) && !explained.has(id))).toEqual([]);
  expect([...noticed.keys(), ...explained.keys()].filter((id) => !there.has(id))).toEqual([]);
  expect(both).toEqual([]);
});

test("each row names a test that is there", () => {
  const patterns = new Map<string, RegExp[]>();
  const isThere = ({ file, test: name }: { file: string; test: string }): boolean => {
    if (!existsSync(join(root, file))) return false;
    const titles = patterns.get(file) ?? titlesOf(file);
    patterns.set(file, titles);
    // A table of cases puts the code after the case's own words.
    const isTitle = (part: string) =>
      titles.some((title) => title.test(part) || title.test(part.replace(/: [^:]*$/, "")));
    return name === wholeFile || name.split(" > ").every(isTitle);
  };
  expect(
    [...noticed].filter(([, row]) => !isThere(row)).map(([id, { file, test: name }]) => `${id}: ${file}: ${name}`),
  ).toEqual([]);
});
