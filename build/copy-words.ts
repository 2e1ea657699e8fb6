/** Retired words (`build/copy-words.txt`) in what people read: one word for one thing, on every screen. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { textsIn } from "./sentences.ts";

export type Retired = { pattern: RegExp; instead: string };

/** Reads the list: `pattern: what people read instead`, `#` begins a comment. Failures: throws where a pattern is none. */
export function readRetired(list: string): Retired[] {
  return list
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const at = line.indexOf(": ");
      return { pattern: new RegExp(line.slice(0, at), "iu"), instead: line.slice(at + 2) };
    });
}

/** Every text of a source that has a retired word, with what to write. */
export function findRetired(source: string, retired: readonly Retired[]): string[] {
  return textsIn(source).flatMap((text) =>
    retired.filter(({ pattern }) => pattern.test(text)).map(({ instead }) => `“${text}”: write ${instead}`),
  );
}

if (process.argv[1]?.endsWith("copy-words.ts")) {
  const retired = readRetired(readFileSync(join(root, "build/copy-words.txt"), "utf8"));
  const folder = join(root, "shared/copy");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const found = files.flatMap((file) =>
    findRetired(readFileSync(join(folder, file), "utf8"), retired).map((fault) => `shared/copy/${file}: ${fault}`),
  );
  for (const one of found) process.stdout.write(`${one}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
