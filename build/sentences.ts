/**
 * Finds English text in a source: a literal with two words in a row, the second in lower case, unless it is SQL or the text
 * of a thrown bug. Read from the syntax tree, so that comments do not count.
 */
import { parseAst } from "vite";

const sentence = /[A-Za-z]{2,}[,;:]? [a-z]{2,}/;
const sql =
  /^\s*(--|select|insert|update|delete|create|drop|alter|pragma|begin|commit|rollback|from|where|order by|and|values|on conflict|with|AS hash FROM)\b/i;
type Node = { type: string } & Record<string, unknown>;

/** The texts of literals that look like English. */
export function sentencesIn(source: string): string[] {
  return textsIn(source).filter((text) => sentence.test(text) && !sql.test(text));
}

/** The texts of all literals but those of thrown bugs, in order. */
export function textsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const part of value) visit(part);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    if (node.type === "NewExpression" && /Error$/.test(String((node.callee as Node).name))) return;
    const text = node.type === "Literal" ? node.value : node.type === "TemplateElement" ? cooked(node) : null;
    if (typeof text === "string") found.push(text);
    for (const part of Object.values(node)) visit(part);
  };
  visit((parseAst(source, { lang: "ts" }) as unknown as { body: unknown }).body);
  return found;
}

const cooked = ({ value }: Node): string => (value as { cooked: string }).cooked;
