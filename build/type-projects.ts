/**
 * The type-checker's projects, one for each environment that sources run in; run as a program, names every source that
 * none of them holds, because such a file would be checked by nobody.
 */
import { execFileSync } from "node:child_process";
import { join, relative, sep } from "node:path";
import { sources } from "./check-imports.ts";
import { root } from "./root.ts";

const folders = ["shared", "main/core", "main/node", "main/host", "preload", "server", "build"];
/** In the order in which they are checked, the longest first. */
export const projects = [
  "e2e/tsconfig.json",
  "renderer/tsconfig.json",
  "renderer/tsconfig.test.json",
  ...folders.map((folder) => `${folder}/tsconfig.json`),
];

function filesOf(project: string): string[] {
  const args = [join(root, "node_modules/typescript/bin/tsc"), "--listFilesOnly", "-p", project];
  const listed = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return listed.split("\n").map((file) => relative(root, file).split(sep).join("/"));
}

if (process.argv[1]?.endsWith("type-projects.ts")) {
  const held = new Set(projects.flatMap(filesOf));
  const lost = sources().filter((file) => !file.endsWith(".css") && !held.has(file));
  for (const file of lost) process.stdout.write(`${file}: no tsconfig.json holds it\n`);
  process.exitCode = lost.length === 0 ? 0 : 1;
}
