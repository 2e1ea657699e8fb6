/** `npm run bench`: every figure once more, as a table, written to `docs/performance.md`. Never part of the tests. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { benchClient } from "./client.ts";
import { benchServer } from "./server.ts";

const client = await benchClient();
const server = await benchServer();
const ms = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const page = `# Performance

Reproduce with \`npm run bench\`. Medians of five runs after a warm-up, worst beside them; ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}.
Client and server run in one process here, over loopback. Budgets and where we stand: import of 10,000 items within 3 s, server at 0.7 of raw Fastify with
SQLite; both are missed so far, the table says by how much.

| work | median ms | worst ms |
|---|---|---|
${client.map(({ work, medianMs, worstMs }) => `| ${work} | ${ms(medianMs)} | ${ms(worstMs)} |`).join("\n")}

## Server beside raw Fastify and SQLite, the same run

${
  server.rows.length === 0
    ? ""
    : `| ${Object.keys(server.rows[0] as object).join(" | ")} |\n|${Object.keys(server.rows[0] as object)
        .map(() => "---")
        .join("|")}|`
}
${server.rows
  .map(
    (row) =>
      `| ${Object.values(row)
        .map((value) => (typeof value === "number" ? Math.round(value * 100) / 100 : String(value)))
        .join(" | ")} |`,
  )
  .join("\n")}

Memory of the server after the run: ${Math.round(server.memoryMB)} MB.
`;
process.stdout.write(page);
writeFileSync(join(import.meta.dirname, "../../docs/performance.md"), page);
process.exit(0);
