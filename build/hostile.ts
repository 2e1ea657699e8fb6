/**
 * `npm run hostile [-- --seed N] [--mutations N] [--full] [part ...]`: every attack of `e2e/hostile`, a line each, then guards of which one
 * after the other is dropped (`guards.ts`): some that the seed takes, with `--full` all. Without `--seed` a new one, printed;
 * `--full` does the large numbers, `--mutations` so many random acts. A part is a file of `e2e/hostile`, or `guards`. The last line of standard output is
 * `N passed, N failed, N skipped` over all.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { givenOptions } from "./given-options.ts";
import { root } from "./root.ts";

type Counts = { passed: number; failed: number; skipped: number };
/** So many guards are dropped in an ordinary run: others each time. */
const sampledGuards = 30;

const { values, positionals } = givenOptions("npm run hostile", {
  options: { seed: { type: "string" }, mutations: { type: "string" }, full: { type: "boolean" } },
  allowPositionals: true,
});
const seed = values.seed ?? String(randomInt(2 ** 31));
const isFull = values.full === true;
const folder = mkdtempSync(join(tmpdir(), "latchkey-hostile-"));
const told = join(folder, "counts");
const env = {
  ...process.env,
  TMPDIR: folder,
  LATCHKEY_TEST_COUNTS: told,
  LATCHKEY_SEED: seed,
  ...(isFull ? { LATCHKEY_FULL: "1" } : {}),
  ...(values.mutations === undefined ? {} : { LATCHKEY_MUTATIONS: values.mutations }),
};
let running: ChildProcess | null = null;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => running?.kill("SIGTERM"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

process.stdout.write(`seed ${seed}: npm run hostile -- --seed ${seed}${isFull ? " --full" : ""}\n`);
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const parts = positionals.filter((part) => part !== "guards");
if (positionals.length === 0 || parts.length > 0) await attacks(parts);
if (positionals.length === 0 || positionals.includes("guards")) await guards();
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function attacks(parts: string[]): Promise<void> {
  const reporters = ["attack-lines", "closing-line"].map((name) => `--reporter=./build/${name}.ts`);
  await run([join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "hostile", ...reporters, ...parts]);
}

async function guards(): Promise<void> {
  const sample = isFull ? [] : ["--sample", String(sampledGuards)];
  await run([join(root, "build/guards.ts"), "--seed", seed, ...sample]);
}

/** Runs one part and adds what it counted; one that broke off counts as failed. */
async function run(args: string[]): Promise<void> {
  rmSync(told, { force: true });
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  running = child;
  const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  const line = existsSync(told) ? readFileSync(told, "utf8") : "";
  const [passed = 0, failed = 0, skipped = 0] = (line.match(/\d+/g) ?? []).map(Number);
  total.passed += passed;
  total.failed += status !== 0 && failed === 0 ? 1 : failed;
  total.skipped += skipped;
}
