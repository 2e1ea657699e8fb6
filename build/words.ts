/**
 * Words that a reader of this field would have to look up, and gendered pronouns (`build/words.txt`), found in names,
 * comments, test names, copy and documents, also where they are part of a name in camel case.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

export type Words = Map<string, string>;

/** Reads the list: `word: what to write instead`, `#` begins a comment. */
export function readWords(list: string): Words {
  const rows = list.split("\n").filter((line) => line.includes(":") && !line.startsWith("#"));
  return new Map(rows.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
}

/** Every use, as `file:line word: instead`. */
export function findWords(file: string, text: string, words: Words): string[] {
  return text.split("\n").flatMap((line, at) => {
    const names = line.match(/\p{L}[\p{L}\d]*/gu) ?? [];
    const used = new Set(names.flatMap((name) => [name, ...partsOf(name)]).filter((word) => words.has(word)));
    return [...used].map((word) => `${file}:${at + 1} ${word}: ${words.get(word)}`);
  });
}

/** The parts of a name in camel case, in lower case. */
function partsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, "$1 ")
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
    .toLowerCase()
    .split(" ");
}

/** What tries the list, and a word list of somebody else's, which stays as it is. */
const others = new Set(["build/words.test.ts", "shared/model/eff-large-words.ts"]);

if (process.argv[1]?.endsWith("words.ts")) {
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  const words = readWords(read("build/words.txt"));
  const wanted = ["*.ts", "*.tsx", "*.mjs", "*.css", "*.md"];
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...wanted], {
    cwd: root,
    encoding: "utf8",
  });
  const files = [...new Set(listed.split("\n"))].filter((file) => file !== "" && existsSync(join(root, file)));
  const found = files
    .filter((file) => !others.has(file))
    .flatMap((file) => [...findWords(file, file, words), ...findWords(file, read(file), words)]);
  for (const one of found) process.stdout.write(`${one}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
