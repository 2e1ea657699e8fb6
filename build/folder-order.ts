/**
 * The order of folders: inside each area folders import each other in one direction only, types included, at every depth
 * (`docs/architecture.md`). Files at the top of an area (composition above all folders, ports below them) stand for themselves.
 * Prints the order from top to bottom, sizes and long functions; more folders in circles than are known is a fault.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { sources } from "./check-imports.ts";
import { isTest } from "./import-rules.ts";
import { importsOf, resolveImport } from "./imports.ts";
import { root } from "./root.ts";

const areas = ["shared", "main/core", "renderer", "server"];
const longestFunction = 60;

export type Imports = { file: string; targets: string[] }[];

/** Each folder of an area with the folders that it imports, a folder and its own subfolder too. */
export function folderGraph(area: string, imports: Imports): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { file, targets } of imports) {
    if (!file.startsWith(`${area}/`)) continue;
    const from = folderOf(area, file);
    const reached = graph.get(from) ?? new Set<string>();
    graph.set(from, reached);
    for (const target of targets)
      if (target.startsWith(`${area}/`) && folderOf(area, target) !== from) reached.add(folderOf(area, target));
  }
  return graph;
}

function folderOf(area: string, file: string): string {
  const folder = file.slice(0, file.lastIndexOf("/"));
  return folder === area ? file : folder;
}

/** Groups of folders that reach each other, each sorted; and all groups from the top to the bottom (Tarjan). */
export function orderFolders(graph: Map<string, Set<string>>): { circles: string[][]; order: string[] } {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const visit = (folder: string): void => {
    index.set(folder, index.size);
    low.set(folder, index.get(folder) as number);
    stack.push(folder);
    for (const next of graph.get(folder) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(folder, Math.min(low.get(folder) as number, low.get(next) as number));
    }
    if (low.get(folder) === index.get(folder)) groups.push(stack.splice(stack.indexOf(folder)).sort());
  };
  for (const folder of graph.keys()) if (!index.has(folder)) visit(folder);
  return {
    circles: groups.filter((group) => group.length > 1),
    order: groups.map((group) => group.join(" = ")).reverse(),
  };
}

type Node = { type: string; start: number; end: number; body?: unknown };
const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Functions longer than the limit, as `file:line (lines)`. */
export function longFunctions(file: string, source: string): string[] {
  const found: string[] = [];
  const lineOf = (at: number): number => source.slice(0, at).split("\n").length;
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) walk(one);
    else if (node !== null && typeof node === "object") {
      const { type, start, end } = node as Node;
      if (functions.has(type)) {
        const lines = lineOf(end) - lineOf(start) + 1;
        if (lines > longestFunction) found.push(`${file}:${lineOf(start)} (${lines} lines)`);
      }
      for (const value of Object.values(node)) walk(value);
    }
  };
  walk(parseAst(source, { lang: file.endsWith(".tsx") ? "tsx" : "ts" }));
  return found;
}

function isProduct(file: string): boolean {
  return /^(main|preload|renderer|server|shared)\//.test(file) && /\.tsx?$/.test(file) && !isTest(file);
}

if (process.argv[1]?.endsWith("folder-order.ts")) {
  const files = sources().filter(isProduct);
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const imports = [...texts].map(([file, text]) => ({
    file,
    targets: importsOf(file, text).flatMap(({ specifier }) => {
      const target = specifier === null ? { package: "" } : resolveImport(root, file, specifier);
      return "path" in target && !isTest(target.path) ? [target.path] : [];
    }),
  }));
  let failed = false;
  for (const area of areas) {
    const { circles, order } = orderFolders(folderGraph(area, imports));
    process.stdout.write(`${area}: ${order.join(" > ")}\n  circles: ${circles.length}\n`);
    for (const circle of circles) process.stdout.write(`  ${circle.join(" = ")}\n`);
    failed ||= circles.length > 0;
  }
  const sizes = [...texts].map(([file, text]) => ({ file, lines: text.split("\n").length - 1 }));
  sizes.sort((left, right) => left.lines - right.lines);
  const [median, largest] = [sizes[Math.floor(sizes.length / 2)], sizes.at(-1)];
  const long = [...texts].flatMap(([file, text]) => longFunctions(file, text));
  process.stdout.write(
    `files: ${sizes.length}, median ${median?.lines} lines, largest ${largest?.lines} (${largest?.file})\n`,
  );
  process.stdout.write(
    `functions over ${longestFunction} lines: ${long.length}\n${long.map((one) => `  ${one}\n`).join("")}`,
  );
  process.exitCode = failed || long.length > 0 ? 1 : 0;
}
