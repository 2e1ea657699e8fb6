/** Checks the import table, cycles (types too), file sizes and file names over the whole project; prints one line a fault. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { areaOf, isAllowed, ruleFor, rules } from "./import-rules.ts";
import { importsOf, resolveImport } from "./imports.ts";
import { root } from "./root.ts";

const maxLines = 400;
const maxTestLines = 600;
/** Words that say nothing (`CONTRIBUTING.md`). */
const emptyWords = /(^|-)((utils?|helpers?|common|misc|managers?|services?|impl)(-|$)|(base|data|info)$)/;

/** Source files that git knows or would take, below the top folders. */
export function sources(): string[] {
  const wanted = ["*.ts", "*.tsx", "*.mjs", "*.css"];
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...wanted], {
    cwd: root,
    encoding: "utf8",
  });
  return [...new Set(listed.split("\n"))].filter((file) => file.includes("/") && existsSync(join(root, file)));
}

/** Everything that breaks a rule. */
export function findFaults(files: string[], read: (file: string) => string): string[] {
  const graph = new Map<string, string[]>();
  const faults = files.flatMap((file) => {
    const source = read(file);
    return [...shapeFaults(file, source), ...importFaults(file, source, graph)];
  });
  return [...faults, ...findCycles(graph)];
}

function shapeFaults(file: string, source: string): string[] {
  const faults: string[] = [];
  const limit = /\.(test|spec)\.tsx?$/.test(file) ? maxTestLines : maxLines;
  const lines = source.split("\n").length - 1;
  if (lines > limit) faults.push(`${file}: ${lines} lines, over ${limit}`);
  const name = (file.split("/").at(-1) as string).replace(/\..*$/, "");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) faults.push(`${file}: file names are kebab-case`);
  if (emptyWords.test(name) && !file.endsWith(".css")) faults.push(`${file}: the name holds a word that says nothing`);
  return faults;
}

function importFaults(file: string, source: string, graph: Map<string, string[]>): string[] {
  const rule = ruleFor(file);
  if (rule === null) return [`${file}: no import rule for this folder`];
  const faults: string[] = [];
  const area = areaOf(file);
  if (area !== null && !rules.some(({ from }) => from === area)) faults.push(`${file}: ${area} has no row of its own`);
  if (/^\s*\/\/\/\s*<reference\b/m.test(source)) faults.push(`${file}: no triple-slash references`);
  for (const taken of importsOf(file, source)) {
    if (taken.specifier === null) {
      if (rule.mayCompute !== true) faults.push(`${file}: a computed import cannot be checked`);
      continue;
    }
    const target = resolveImport(root, file, taken.specifier);
    if (!isAllowed(rule, taken, target)) faults.push(`${file}: may not import ${taken.specifier}`);
    if ("path" in target) graph.set(file, [...(graph.get(file) ?? []), target.path]);
  }
  return faults;
}

/** Every cycle once, as the path that closes it. */
export function findCycles(graph: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push(`cycle: ${[...path.slice(at), file].join(" -> ")}`);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

if (process.argv[1]?.endsWith("check-imports.ts")) {
  const faults = findFaults(sources(), (file) => readFileSync(join(root, file), "utf8"));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
