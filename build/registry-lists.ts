/**
 * Names of a registry stand in its table and nowhere else: no list, union, switch, chain of comparisons or SQL list repeats
 * three or more of them (`docs/decisions/0009-tables-not-switches.md`). Objects with these names as keys are tables themselves
 * and kept complete by the compiler. Tests may list what they try.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { sources } from "./check-imports.ts";
import { isTest } from "./import-rules.ts";
import { root } from "./root.ts";

export type Registry = { name: string; names: ReadonlySet<string>; own: readonly string[] };
type Node = { type: string; start: number } & Record<string, unknown>;

/** From how many names on a list repeats the registry. */
const most = 2;

/** The keys of the object that is declared as `variable`, or the texts of the array. */
export function namesIn(source: string, variable: string): Set<string> {
  const names = new Set<string>();
  walk(parse("x.ts", source), (node) => {
    if (node.type !== "VariableDeclarator" || (node.id as Node).name !== variable) return;
    const held = unwrap(node.init as Node);
    for (const one of (held.properties ?? []) as Node[]) {
      const key = one.key as Node | undefined;
      if (key !== undefined) names.add(String(key.name ?? key.value));
    }
    for (const one of (held.elements ?? []) as Node[]) if (typeof one.value === "string") names.add(one.value);
  });
  return names;
}

/** Lists of names of a registry, as `file:line registry: names`. */
export function findLists(file: string, source: string, registries: readonly Registry[]): string[] {
  const found = new Set<string>();
  walk(parse(file, source), (node) => {
    const texts = textsOf(node);
    for (const { name, names, own } of registries) {
      const repeated = texts.filter((text) => names.has(text));
      // A list of other things that happens to share words with the registry is none of its lists.
      if (repeated.length <= most || repeated.length * 2 < texts.length || own.includes(file)) continue;
      found.add(`${file}:${source.slice(0, node.start).split("\n").length} ${name}: ${repeated.slice(0, 4).join(" ")}`);
    }
  });
  return [...found];
}

/** What a list, a union, a switch, a chain of comparisons or an SQL list names. */
function textsOf(node: Node): string[] {
  const text = (one: unknown): string[] => {
    const { type, value, literal } = (one ?? {}) as Node;
    if (type === "TSLiteralType") return text(literal);
    return type === "Literal" && typeof value === "string" ? [value] : [];
  };
  if (node.type === "ArrayExpression") return (node.elements as unknown[]).flatMap(text);
  if (node.type === "TSUnionType") return (node.types as unknown[]).flatMap(text);
  if (node.type === "SwitchStatement") return (node.cases as Node[]).flatMap(({ test }) => text(test));
  if (node.type === "LogicalExpression") return compared(node, text);
  if (node.type === "Literal" && typeof node.value === "string") return sqlList(node.value);
  if (node.type === "TemplateElement") return sqlList(String((node.value as { cooked: unknown }).cooked));
  return [];
}

function compared(node: Node, text: (one: unknown) => string[]): string[] {
  if (node.type === "LogicalExpression")
    return [...compared(node.left as Node, text), ...compared(node.right as Node, text)];
  if (node.type !== "BinaryExpression" || !/^[!=]==?$/.test(String(node.operator))) return [];
  return [...text(node.left), ...text(node.right)];
}

function sqlList(text: string): string[] {
  return [...text.matchAll(/\bin\s*\(([^)]*)\)/gi)].flatMap(([, list]) =>
    [...(list as string).matchAll(/'([^']*)'/g)].map(([, name]) => name as string),
  );
}

function unwrap(node: Node): Node {
  return node.type.startsWith("TS") && node.expression !== undefined ? unwrap(node.expression as Node) : node;
}

function parse(file: string, source: string): unknown {
  return parseAst(source, { lang: file.endsWith(".tsx") ? "tsx" : "ts" });
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (node !== null && typeof node === "object") {
    if (typeof (node as Node).type === "string") visit(node as Node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}

/** Where each registry stands: file and variables; and files in which its names may be listed. */
const tables = [
  { name: "entry types", file: "shared/protocol/team-log/entry-types.ts", variables: ["entryTypes"] },
  { name: "item fields", file: "shared/model/item-fields.ts", variables: ["overviewFields", "secretFields"] },
  {
    name: "failure codes",
    file: "shared/failures.ts",
    variables: ["failureCodes"],
  },
];

/** Commands: every file of the contract that has a table of them. */
function commandTables(read: (file: string) => string): typeof tables {
  return sources()
    .filter((file) => file.startsWith("shared/contract/"))
    .flatMap((file) =>
      [...read(file).matchAll(/^export const (\w+Commands) =/gm)].map(([, variable]) => ({
        name: "commands",
        file,
        variables: [variable as string],
      })),
    );
}

if (process.argv[1]?.endsWith("registry-lists.ts")) {
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  const registries = [...tables, ...commandTables(read)].map(({ name, file, variables }) => {
    const names = new Set(variables.flatMap((variable) => [...namesIn(read(file), variable)]));
    if (names.size === 0) throw new Error(`${file}: the table of ${name} is not found`);
    return { name, names, own: [file] };
  });
  const files = sources().filter(
    (file) =>
      /^(main|preload|renderer|server|shared)\/.*\.tsx?$/.test(file) && !isTest(file) && !file.includes("/testing/"),
  );
  const found = files.flatMap((file) => findLists(file, read(file), registries));
  for (const one of found) process.stdout.write(`${one}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
