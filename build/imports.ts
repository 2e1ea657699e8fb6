/**
 * Finds everything a source file reaches for: `import`, `export from`, `import()`, `require`, `import x = require()`,
 * `import("...")` in types, `import.meta.resolve`; in style sheets `@import` and `url()`. Read from the syntax tree, so
 * that a word in a comment or a string is no import and no way of writing one is missed.
 */
import { builtinModules } from "node:module";
import { dirname, extname, join, normalize, relative, sep } from "node:path";
import { parseAst } from "vite";

export type Import = {
  /** As written; null where it is computed and cannot be checked. */
  specifier: string | null;
  /** Nothing of it is left when the program runs. */
  isType: boolean;
  /** Names taken from it; null for all of it. */
  names: string[] | null;
};
export type Target = { path: string } | { package: string };

type Node = { type: string } & Record<string, unknown>;

/** Everything `file` imports; throws where its syntax is broken. */
export function importsOf(file: string, source: string): Import[] {
  if (file.endsWith(".css")) return styleImports(source);
  const lang = ({ ".tsx": "tsx", ".mjs": "js" } as const)[extname(file)] ?? "ts";
  const found: Import[] = [];
  walk(parseAst(source, { lang }) as unknown as Node, (node) => {
    const taken = readImport(node);
    if (taken !== null) found.push(taken);
  });
  return found;
}

/** What a specifier means: a path from `root`, or a package (Node's own as `node:name`). */
export function resolveImport(root: string, file: string, specifier: string): Target {
  const bare = specifier.replace(/[?#].*$/, "");
  if (bare.startsWith(".") || bare.startsWith("/")) {
    const path = normalize(bare.startsWith("/") ? join(root, bare) : join(root, dirname(file), bare));
    return { path: relative(root, path).split(sep).join("/") };
  }
  if (bare.startsWith("node:") || builtinModules.includes(bare))
    return { package: bare.startsWith("node:") ? bare : `node:${bare}` };
  const parts = bare.split("/");
  return { package: bare.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] as string) };
}

function readImport(node: Node): Import | null {
  switch (node.type) {
    case "ImportDeclaration":
      return fromStatement(node, node.importKind);
    case "ExportNamedDeclaration":
      return node.source === null ? null : fromStatement(node, node.exportKind);
    case "ExportAllDeclaration":
      return { specifier: text(node.source), isType: node.exportKind === "type", names: null };
    case "TSImportType":
      return { specifier: text(node.source), isType: true, names: null };
    case "TSExternalModuleReference":
      return { specifier: text(node.expression), isType: false, names: null };
    case "ImportExpression":
      return { specifier: text(node.source), isType: false, names: null };
    case "CallExpression":
      return isRequire(node.callee as Node)
        ? { specifier: text((node.arguments as Node[])[0]), isType: false, names: null }
        : null;
    default:
      return null;
  }
}

function fromStatement(node: Node, kind: unknown): Import {
  const specifiers = node.specifiers as Node[];
  const names = specifiers.map((one) => text(one.imported ?? one.local) ?? "*");
  const isWhole = specifiers.some(
    ({ type }) => type === "ImportNamespaceSpecifier" || type === "ImportDefaultSpecifier",
  );
  // `import { type A } from "x"` still runs x (`verbatimModuleSyntax`), so only the statement's own word counts.
  return { specifier: text(node.source), isType: kind === "type", names: isWhole ? null : names };
}

/** `require(...)`, `require.resolve(...)`, `import.meta.resolve(...)`, whatever `createRequire` was called. */
function isRequire(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "require";
  if (callee.type !== "MemberExpression" || text(callee.property) !== "resolve") return false;
  const object = callee.object as Node;
  return object.type === "MetaProperty" || (object.type === "Identifier" && object.name === "require");
}

/** The words of a literal or a name; null for anything computed. */
function text(node: unknown): string | null {
  const { type, value, name, quasis } = (node ?? { type: "" }) as Node;
  const [part, ...more] = (quasis ?? []) as { value: { cooked: string } }[];
  if (type === "Literal" && typeof value === "string") return value;
  if (type === "Identifier") return name as string;
  if (type === "TemplateLiteral" && part !== undefined && more.length === 0) return part.value.cooked;
  return null;
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (node !== null && typeof node === "object") {
    if (typeof (node as Node).type === "string") visit(node as Node);
    for (const value of Object.values(node)) if (value !== null && typeof value === "object") walk(value, visit);
  }
}

function styleImports(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "");
  const written = [...code.matchAll(/@import\s+(?:url\(\s*)?["']?([^"')\s;]+)|\burl\(\s*["']?([^"')\s]+)/g)];
  return written
    .map(([, first, second]) => (first ?? second) as string)
    .filter((specifier) => !specifier.startsWith("data:") && !specifier.startsWith("#"))
    .map((specifier) => ({ specifier, isType: false, names: null }));
}
