/** Checks the import table, cycles (types too), and file sizes over the whole project; prints what is wrong, one line each. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAllowed, ruleFor } from "./import-rules.ts";
import { resolveImport, specifiers } from "./imports.ts";
import { root } from "./root.ts";

const maxLines = 400;
const maxTestLines = 600;

/** Source files that git knows or would take. */
function sources(): string[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx", "*.mjs", "*.css"],
    { cwd: root, encoding: "utf8" },
  );
  return [...new Set(listed.split("\n"))].filter((file) => file.includes("/") && existsSync(join(root, file)));
}

/** Everything that breaks a rule. */
export function findFaults(files: string[], read: (file: string) => string): string[] {
  const faults: string[] = [];
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const source = read(file);
    const isTest = /\.(test|spec)\.tsx?$/.test(file);
    const lines = source.split("\n").length - 1;
    if (lines > (isTest ? maxTestLines : maxLines))
      faults.push(`${file}: ${lines} lines, over ${isTest ? maxTestLines : maxLines}`);
    if (!/\.tsx?$/.test(file)) continue;
    const rule = ruleFor(file);
    if (rule === null) {
      faults.push(`${file}: no import rule for this folder`);
      continue;
    }
    for (const specifier of specifiers(source)) {
      const target = resolveImport(root, file, specifier);
      if (!isAllowed(rule, target)) faults.push(`${file}: may not import ${specifier}`);
      if ("path" in target) graph.set(file, [...(graph.get(file) ?? []), target.path]);
    }
  }
  return [...faults, ...findCycles(graph)];
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
  process.exit(faults.length === 0 ? 0 : 1);
}
