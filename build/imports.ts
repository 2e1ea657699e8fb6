/** Finds every import of a source file: `import`, `export from`, `import()`, `require`, and `import("...")` in types. */
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative, sep } from "node:path";

/** Statements begin a line (the formatter sees to it), so that words inside strings are no imports. */
const forms = [
  /^\s*(?:import|export)\b[^"'`;()]*?\bfrom\s*(["'])([^"'\s]+)\1/gm,
  /^\s*import\s*(["'])([^"'\s]+)\1/gm,
  /\bimport\s*\(\s*(["'`])([\w@./:#-]+)\1\s*[,)]/g,
  /\brequire\s*\(\s*(["'`])([\w@./:#-]+)\1\s*\)/g,
];

/** Specifiers as they are written, each once. */
export function specifiers(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
  const found = new Set<string>();
  for (const form of forms) for (const match of code.matchAll(form)) found.add(match[2] as string);
  return [...found];
}

export type Target = { path: string } | { package: string };

/** What a specifier means: a path from `root`, or a package (Node's own as `node:name`). */
export function resolveImport(root: string, file: string, specifier: string): Target {
  const bare = specifier.replace(/\?.*$/, "");
  if (bare.startsWith(".") || bare.startsWith("/")) {
    const path = normalize(bare.startsWith("/") ? join(root, bare) : join(root, dirname(file), bare));
    return { path: relative(root, path).split(sep).join("/") };
  }
  if (bare.startsWith("node:") || builtinModules.includes(bare))
    return { package: bare.startsWith("node:") ? bare : `node:${bare}` };
  const parts = bare.split("/");
  return { package: bare.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] as string) };
}
