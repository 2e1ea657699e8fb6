/**
 * One attack per test case, so that the first failure hides no other. Found are `expect.soft`, and a loop inside one test
 * that goes over a table of cases (`for (const [...] of ...)`) with an `expect` in it: both belong into `it.each`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { root } from "./root.ts";

type Node = { type: string; start: number } & Record<string, unknown>;

/** Every place, as `file:line what`; read from the syntax tree, so that comments and texts do not count. */
export function findLoops(file: string, source: string): string[] {
  const program = parseAst(source, { lang: file.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
  const tables = tablesIn(program);
  const found: string[] = [];
  const tell = ({ start }: Node, what: string) =>
    found.push(`${file}:${source.slice(0, start).split("\n").length} ${what}`);
  const visit = (node: Node, isInTest: boolean): void => {
    if (isSoft(node)) tell(node, "expect.soft: a case for each instead");
    if (isInTest && isTableLoop(node, tables)) tell(node, "a table of cases in one test: a case for each instead");
    for (const part of partsOf(node)) visit(part, isInTest || isTestBody(node, part));
  };
  visit(program, false);
  return found;
}

/** The nodes right below. */
function partsOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((part): part is Node => typeof part === "object" && part !== null && "type" in part);
}

function some(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || partsOf(node).some((part) => some(part, is));
}

const nameOf = (node: unknown): string => String((node as Node | undefined)?.name);
const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === "MemberExpression" && nameOf(node.object) === object && nameOf(node.property) === property;
const isSoft = (node: Node): boolean => isMember(node, "expect", "soft");

/** Whether this part is the function that `it`, `test`, `it.each(...)` and the like run. */
function isTestBody(node: Node, part: Node): boolean {
  if (node.type !== "CallExpression" || !/FunctionExpression$/.test(part.type)) return false;
  return ["it", "test"].includes(nameOf(firstOf(node.callee as Node)));
}

/** The name with which a chain of members, calls and tagged templates begins. */
function firstOf(node: Node): Node {
  const next = node.type === "MemberExpression" ? node.object : (node.callee ?? node.tag);
  return next === undefined ? node : firstOf(next as Node);
}

/** The variables of a file that are tables of cases. */
function tablesIn(program: Node): Set<string> {
  const names = new Set<string>();
  some(program, (node) => {
    if (node.type === "VariableDeclarator" && isTable(node.init as Node | null)) names.add(nameOf(node.id));
    return false;
  });
  return names;
}

/** A list of lists, as `it.each` takes it. */
function isTable(node: Node | null): boolean {
  if (node?.type === "TSAsExpression") return isTable(node.expression as Node);
  const elements = node?.type === "ArrayExpression" ? (node.elements as (Node | null)[]) : [];
  return elements.length > 0 && elements.every((element) => element?.type === "ArrayExpression");
}

function isTableLoop(node: Node, tables: Set<string>): boolean {
  if (node.type !== "ForOfStatement") return false;
  const [declared] = ((node.left as Node).declarations ?? []) as Node[];
  if ((declared?.id as Node | undefined)?.type !== "ArrayPattern") return false;
  const over = node.right as Node;
  const isOverTable =
    isTable(over) ||
    (over.type === "Identifier" && tables.has(nameOf(over))) ||
    (over.type === "CallExpression" && isMember(over.callee as Node, "Object", "entries"));
  return isOverTable && some(node.body as Node, (one) => one.type === "CallExpression" && isExpect(one));
}

const isExpect = ({ callee }: Node): boolean => nameOf(callee) === "expect";

if (process.argv[1]?.endsWith("one-case-each.ts")) {
  const listed = execFileSync("git", ["ls-files", "*.test.ts", "*.test.tsx", "*.spec.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  const files = listed.split("\n").filter((file) => file !== "");
  const found = files.flatMap((file) => findLoops(file, readFileSync(join(root, file), "utf8")));
  for (const one of found) process.stdout.write(`${one}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
