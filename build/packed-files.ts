/** What a packed app holds, file by file: the list that whoever releases prints twice and compares. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

export type PackedFile = { name: string; size: number; sha256: string };

/** Every file below `folder`, by name, with its size in bytes and its hash in hex. */
export function packedFiles(folder: string): PackedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).split(sep).join("/"), ...measured(path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A line for each file, and one over all of them. */
export function listed(files: readonly PackedFile[]): string {
  const lines = files.map(({ name, size, sha256 }) => `${sha256}  ${String(size).padStart(11)}  ${name}\n`);
  const all = createHash("sha256").update(lines.join("")).digest("hex");
  return `${lines.join("")}${all}  all ${files.length} files\n`;
}

function measured(path: string): { size: number; sha256: string } {
  return { size: statSync(path).size, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
}
