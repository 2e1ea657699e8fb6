/**
 * Reads 2 MiB of one shape as every body that there is, and prints how much memory that took at its height, and how much of the processor (on a busy
 * computer a clock says more about the others).
 */
import { z } from "zod";
import { routes } from "../protocol/routes/routes.ts";
import { parseEntry } from "../protocol/team-log/entry.ts";
import { parseWith } from "./canonical.ts";
import { costlyShapes, type ShapeName } from "./test-costly-shapes.ts";
import { parseSlowly } from "./test-slow-reader.ts";

const [way, shape] = process.argv.slice(2) as ["reader" | "slow", ShapeName];
const inner = costlyShapes[shape](2 * 1024 * 1024);
const schemas = Object.values(routes).flatMap(({ request, response }) => [request, response] as z.ZodType[]);
// The same shape in the place of a list, of an entry, and under a key of the schema.
const wrapped = schemas.flatMap((schema) => {
  const keys = Object.keys((schema as { shape?: object }).shape ?? {}).sort(
    (left, right) => left.length - right.length,
  );
  return keys.map((key) => ({ schema, bytes: under(key, keys.length) }));
});

function under(key: string, count: number): Uint8Array {
  const head = [0xa0 | count, 0x60 | key.length, ...Buffer.from(key)];
  return new Uint8Array(Buffer.concat([Buffer.from(head), inner]));
}

let taken = 0;
parseEntry(new Uint8Array(10));
const before = process.resourceUsage().maxRSS * 1024;
const startedAt = process.cpuUsage();
if (way === "slow") parseSlowly(z.unknown(), inner);
else {
  for (const schema of schemas) if (parseWith(schema, inner, inner.length).ok) taken++;
  for (const { schema, bytes } of wrapped) if (parseWith(schema, bytes, bytes.length).ok) taken++;
}
const used = process.cpuUsage(startedAt);
const ms = (used.user + used.system) / 1000;
const grewBytes = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ grewBytes, ms: Math.round(ms), taken }));
