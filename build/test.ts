/**
 * `npm test` and `npm run hostile`: the page is built, system parts are found (or installed), then the tests run. Arguments
 * go to Vitest and may choose some. The last line of standard output is `N passed, N failed, N skipped`.
 */
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildPage } from "./build-app.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";
import { systemParts } from "./system-parts.ts";

const [suite, ...rest] = process.argv.slice(2);
const isHostile = suite === "--hostile";
const { chosen, env, reporters } = isHostile
  ? hostileRun(rest)
  : { chosen: process.argv.slice(2), env: {}, reporters: [] };
const projects = isHostile ? ["hostile"] : ["units", "specs"];

systemParts();
if (!buildPage()) {
  process.stdout.write("The page could not be built.\n0 passed, 1 failed, 0 skipped\n");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "latchkey-tests-"));
const told = join(folder, "counts");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const options = [...projects.flatMap((name) => ["--project", name]), ...reporters.map((file) => `--reporter=${file}`)];
relay(process.execPath, [vitest, "run", ...options, ...chosen], {
  cwd: root,
  takesAll: true,
  env: { ...process.env, ...env, TMPDIR: folder, LATCHKEY_TEST_COUNTS: told },
  ended: (status) => {
    process.stdout.write(`${closingLine(status)}\n`);
    return status;
  },
});

/** A run that broke off, or failed outside any test, did not pass. */
function closingLine(status: number): string {
  const line = existsSync(told) ? readFileSync(told, "utf8") : "0 passed, 0 failed, 0 skipped";
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? line : line.replace(", 0 failed", ", 1 failed");
}

/** `--seed N` repeats a run, `--full` does the large numbers; what else is given goes to Vitest. */
function hostileRun(given: string[]): { chosen: string[]; env: Record<string, string>; reporters: string[] } {
  const { values, tokens } = parseArgs({
    args: given,
    options: { seed: { type: "string" }, full: { type: "boolean" } },
    strict: false,
    tokens: true,
  });
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  process.stdout.write(`seed ${seed}: npm run hostile -- --seed ${seed}${values.full === true ? " --full" : ""}\n`);
  const chosen = tokens.filter(({ kind }) => kind === "positional").map(({ index }) => given[index] as string);
  const env = { LATCHKEY_SEED: String(seed), ...(values.full === true ? { LATCHKEY_FULL: "1" } : {}) };
  return { chosen, env, reporters: ["./build/attack-lines.ts", "./build/closing-line.ts"] };
}
