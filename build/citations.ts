/**
 * Code, comments and documents cite sections by name, as `[protocol: Cuts]` and `[model: Items]`; a citation that leads to no
 * heading of that page is a fault.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

export type Page = "protocol" | "model";

/** Names of a page's sections and sub-sections. */
export function headingsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, name]) => (name as string).trim()));
}

/** Citations in `text` that lead nowhere, as `file:line [page: name]`. */
export function findLost(file: string, text: string, headings: Record<Page, Set<string>>): string[] {
  const lost: string[] = [];
  for (const found of text.matchAll(/\[(protocol|model): ?([^\]\n]*)(?:\n[^\]\w]*([^\]]*))?\]/g)) {
    const [whole, page, first, rest] = found as unknown as [string, Page, string, string | undefined];
    const name = [first, rest].filter(Boolean).join(" ").trim();
    const line = text.slice(0, found.index).split("\n").length;
    if (!headings[page].has(name)) lost.push(`${file}:${line} ${whole.replace(/\s+/g, " ")}`);
  }
  return lost;
}

if (process.argv[1]?.endsWith("citations.ts")) {
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  const headings = { protocol: headingsOf(read("docs/protocol.md")), model: headingsOf(read("docs/model.md")) };
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx", "*.mjs", "*.md"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const files = [...new Set(listed.split("\n"))].filter((file) => file !== "" && existsSync(join(root, file)));
  const lost = files
    .filter((file) => !file.startsWith("build/citations"))
    .flatMap((file) => findLost(file, read(file), headings));
  for (const one of lost) process.stdout.write(`${one}: no such section\n`);
  process.exitCode = lost.length === 0 ? 0 : 1;
}
