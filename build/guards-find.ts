/**
 * Finds every place that returns a code of [protocol: Codes], a guard, and writes the source anew so that each can be
 * dropped while the program runs: its condition then never holds, as if nobody had written it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { root } from "./root.ts";

export type Guard = { id: string; file: string; line: number; code: string };
type Node = { type: string; start: number; end: number } & Record<string, unknown>;
type Edit = { at: number; text: string };
/** A call that makes a failure, with the nodes around it, the nearest first. */
type Call = { node: Node; around: Node[]; code: string; reason: string };

/** The function that the rewritten source asks: whether this guard stands. Defined in `guards-setup.ts`. */
export const asks = "__latchkeyGuard";

/** The closed list of codes, as the specification has it. */
export function protocolCodes(): Set<string> {
  const text = readFileSync(join(root, "docs/protocol.md"), "utf8");
  const section = text.slice(text.indexOf("\n## Codes\n"), text.indexOf("\n## Limits of the design"));
  return new Set(
    [...section.slice(section.indexOf("failures:")).matchAll(/`([a-z-]+)`/g)].map(([, code]) => code as string),
  );
}

/** The guards of one source, and the source in which they can be dropped. */
export function findGuards(
  file: string,
  source: string,
  codes = protocolCodes(),
): { guards: Guard[]; rewritten: string } {
  const program = parseAst(source, { lang: "ts" }) as unknown as Node;
  const calls = failingCalls(program, codes);
  const guards: Guard[] = [];
  const edits: Edit[] = [];
  const counts = new Map<string, number>();
  for (const call of calls) {
    const name = `${file} ${functionOf(call.around)} ${call.code}${call.reason === "" ? "" : ` ${call.reason}`}`;
    const count = (counts.get(name) ?? 0) + 1;
    const id = count === 1 ? name : `${name} #${count}`;
    const dropping = droppable(call, `${asks}(${JSON.stringify(id)})`);
    // A failure that is only told of, whatever happens, is no guard.
    if (dropping.length === 0) continue;
    counts.set(name, count);
    guards.push({ id, file, line: source.slice(0, call.node.start).split("\n").length, code: call.code });
    edits.push(...dropping);
  }
  return { guards, rewritten: apply(source, edits) };
}

/** Calls of `fail`, and of what stands in this file only to call it. */
function failingCalls(program: Node, codes: Set<string>): Call[] {
  const makers = new Map<string, { code: string; reason: string }>([["fail", { code: "", reason: "" }]]);
  const calls: Call[] = [];
  const insideMakers = new Set<Node>();
  walk(program, [], (node, around) => {
    const made = makerOf(node, around, codes);
    if (made === null) return;
    makers.set(made.name, made);
    insideMakers.add(made.call);
  });
  walk(program, [], (node, around) => {
    const literal = literalCode(node);
    if (literal !== null && codes.has(literal)) calls.push({ node, around, code: literal, reason: "" });
    if (node.type !== "CallExpression" || insideMakers.has(node)) return;
    const maker = makers.get(nameOf(node.callee as Node));
    if (maker === undefined) return;
    const [first, second] = node.arguments as Node[];
    const said = maker.code === "" ? literalsOf(first).join("|") : maker.code;
    if (!said.split("|").some((code) => codes.has(code))) return;
    const reason = maker.code === "" ? reasonOf(second) : (literalsOf(first)[0] ?? "");
    calls.push({ node, around, code: said, reason });
  });
  return calls;
}

/** `{ code: "log-fork", retry: "never" }`: a failure that nobody called `fail` for. */
function literalCode(node: Node): string | null {
  if (node.type !== "ObjectExpression") return null;
  const properties = new Map((node.properties as Node[]).map((one) => [nameOf(one.key as Node), one.value as Node]));
  return properties.has("retry") ? (literalsOf(properties.get("code"))[0] ?? null) : null;
}

/** `const refuse = (reason) => fail("import", { reason })`, or a function that does nothing else. */
function makerOf(
  node: Node,
  around: Node[],
  codes: Set<string>,
): { name: string; code: string; reason: string; call: Node } | null {
  const isNamed =
    node.type === "FunctionDeclaration" ||
    (node.type === "ArrowFunctionExpression" && around[0]?.type === "VariableDeclarator");
  if (!isNamed) return null;
  const name = nameOf((node.type === "FunctionDeclaration" ? node.id : around[0]?.id) as Node);
  const call = failCallIn(onlyExpression(node.body as Node));
  if (call === null) return null;
  const [code] = literalsOf((call.arguments as Node[])[0]);
  return code !== undefined && codes.has(code) ? { name, code, reason: "", call } : null;
}

/** What a body gives, where it does nothing but give it. */
function onlyExpression(body: Node): Node {
  if (body.type !== "BlockStatement") return body;
  const [first, ...rest] = body.body as Node[];
  return first?.type === "ReturnStatement" && rest.length === 0 ? (first.argument as Node) : body;
}

function failCallIn(node: Node | null): Node | null {
  if (node === null || node === undefined) return null;
  if (node.type === "CallExpression") return nameOf(node.callee as Node) === "fail" ? node : null;
  if (node.type === "MemberExpression") return failCallIn(node.object as Node);
  if (node.type === "ParenthesizedExpression") return failCallIn(node.expression as Node);
  if (node.type !== "ObjectExpression") return null;
  for (const property of node.properties as Node[]) {
    const found = property.type === "Property" ? failCallIn(property.value as Node) : null;
    if (found !== null) return found;
  }
  return null;
}

/** How a guard is dropped: the condition that leads to it does not hold; or, without one, it gives a success. */
function droppable({ node, around }: Call, stands: string): Edit[] {
  if (node.type === "ObjectExpression") return droppableObject(node, around, stands);
  let value = node;
  let isFailure = false;
  for (const [at, parent] of around.entries()) {
    const isPart = parent.type === "TSAsExpression" || parent.type === "ParenthesizedExpression";
    const isArgument = parent.type === "CallExpression" && (parent.arguments as Node[]).includes(value);
    if (parent.type === "MemberExpression") isFailure = true;
    if (isPart || isArgument || parent.type === "MemberExpression") {
      value = parent;
      continue;
    }
    if (parent.type === "ConditionalExpression" && parent.test !== value) return onTest(parent, value, stands);
    if (parent.type !== "ReturnStatement") break;
    const [next, outer] = [around[at + 1], around[at + 2]];
    const branch = next?.type === "BlockStatement" ? next : parent;
    const above = branch === parent ? next : outer;
    if (above?.type === "IfStatement" && endsWith(branch, parent)) return onTest(above, branch, stands);
    break;
  }
  const instead = isFailure ? "null" : "({ ok: true, value: true })";
  return [
    { at: value.start, text: `(${stands} ? (` },
    { at: value.end, text: `) : ${instead})` },
  ];
}

/** The nearest condition inside the function that leads to it. */
function droppableObject(node: Node, around: Node[], stands: string): Edit[] {
  let inside = node;
  for (const parent of around) {
    if (parent.type === "IfStatement" && inside !== parent.test) return onTest(parent, inside, stands);
    if (parent.type.includes("Function")) break;
    inside = parent;
  }
  return [];
}

function endsWith(branch: Node, last: Node): boolean {
  return branch === last || (branch.body as Node[]).at(-1) === last;
}

function onTest(holder: Node, branch: Node, stands: string): Edit[] {
  const test = holder.test as Node;
  const ifTrue = holder.consequent === branch;
  return [
    { at: test.start, text: "((" },
    { at: test.end, text: ifTrue ? `) && ${stands})` : `) || !${stands})` },
  ];
}

function functionOf(around: Node[]): string {
  for (const [at, node] of around.entries()) {
    if (node.type === "FunctionDeclaration") return nameOf(node.id as Node);
    const holder = around[at + 1];
    const isFunction = node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
    if (isFunction && holder?.type === "VariableDeclarator") return nameOf(holder.id as Node);
    if (isFunction && holder?.type === "Property") return nameOf(holder.key as Node);
  }
  return "-";
}

function nameOf(node: Node | null | undefined): string {
  return node?.type === "Identifier" ? (node.name as string) : "";
}

/** The text that stands here, or those of a condition's two branches. */
function literalsOf(node: Node | undefined): string[] {
  if (node?.type === "Literal" && typeof node.value === "string") return [node.value];
  if (node?.type !== "ConditionalExpression") return [];
  return [...literalsOf(node.consequent as Node), ...literalsOf(node.alternate as Node)];
}

function reasonOf(detail: Node | undefined): string {
  if (detail?.type !== "ObjectExpression") return "";
  const said = (detail.properties as Node[]).filter(
    (one) => one.type === "Property" && ["reason", "field"].includes(nameOf(one.key as Node)),
  );
  return said.flatMap((one) => literalsOf(one.value as Node)).join(" ");
}

/** Edits at one place keep their order: what opens later closes first, because calls are met from the outside in. */
function apply(source: string, edits: Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((left, right) => left.at - right.at || left.order - right.order);
  let made = "";
  let from = 0;
  for (const { at, text } of sorted) {
    made += source.slice(from, at) + text;
    from = at;
  }
  return made + source.slice(from);
}

function walk(node: Node, around: Node[], visit: (node: Node, around: Node[]) => void): void {
  visit(node, around);
  const inside = [node, ...around];
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === "object" && child !== null && typeof child.type === "string")
        walk(child as Node, inside, visit);
}
