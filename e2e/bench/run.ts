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
Client and server are processes of their own, over loopback. Our budgets: import of 10,000 items within 3 s; unlock to list, without the KDF, at most a quarter of
keepassxc-cli and twice the raw limit; a keystroke within 16 ms; a reveal within 20 ms; the server at 0.7 of raw Fastify with SQLite, which checks no signature
and no right. The tables say where that holds and where it does not.

| work | median ms | worst ms | beside |
|---|---|---|---|
${client.map(({ work, medianMs, worstMs, beside = "" }) => `| ${work} | ${ms(medianMs)} | ${ms(worstMs)} | ${beside} |`).join("\n")}

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
