/** JSON of another app's export: bounded before it is parsed, so that no file costs more than its bytes. */
import { fail, ok, type Result } from "../../../../../shared/failures.ts";
import { utf8Text } from "../../../../../shared/text.ts";

const depthMost = 32;
/** Values of all kinds: ten thousand codes with twenty properties each. */
const valuesMost = 200_000;

/** Fails `import` with `codes-damaged` where it is no JSON, `limit` where it is too deep or holds too many values. */
export function boundedJson(bytes: Uint8Array): Result<unknown> {
  const text = utf8Text(bytes)?.replace(/^\uFEFF/, "") ?? null;
  if (text === null) return damaged();
  const isBounded = withinBounds(text);
  if (!isBounded.ok) return isBounded;
  try {
    return ok(JSON.parse(text));
  } catch {
    return damaged();
  }
}

const damaged = () => fail("import", { reason: "codes-damaged" });

/** One walk over the letters; strings are skipped, so that what stands in them counts as nothing. */
function withinBounds(text: string): Result<true> {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at);
    else if (letter === "{" || letter === "[") {
      depth += 1;
      values += 1;
    } else if (letter === "}" || letter === "]") depth -= 1;
    else if (letter === ",") values += 1;
    if (depth > depthMost) return fail("limit", { field: "depth", number: depthMost });
    if (values > valuesMost) return fail("limit", { field: "values", number: valuesMost });
  }
  return ok(true);
}

function endOfString(text: string, begin: number): number {
  let at = begin + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
