/**
 * `npm run bench`: every figure once more, as a table. `--only NAME,NAME` runs some stages and what they need, `--against DIR`
 * runs each stage in another checkout in turns (stages that it lacks print `-`), `--rounds N` does the whole more or less
 * often, `--items N` tries all out on fewer items. Only a full run of this checkout alone writes `docs/performance.md`, up to its first
 * heading below the title: what stands from there on was written by people. A stage that fails leaves dashes. Never part of the tests.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { givenOptions } from "../../build/given-options.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { benchFile, filePassword } from "./bench-file.ts";
import { clocked } from "./measured.ts";
import { tableOf, writtenByPeople } from "./page.ts";
import { keepassxcCommand, keepassxcLists, keepassxcVersion, rawSnapshot } from "./peers.ts";
import { rawBulk } from "./raw-bulk.ts";
import { fullRounds, stages, stagesFor } from "./rows.ts";
import { type BesideClocks, type Files, inTurns } from "./turns.ts";
import type { Stage } from "./worker.ts";

const here = join(import.meta.dirname, "../..");
const fullCount = 10_000;
const { only, against, items, rounds } = givenOptions("npm run bench", {
  options: {
    only: { type: "string" },
    against: { type: "string" },
    items: { type: "string" },
    rounds: { type: "string" },
  },
}).values;
const count = numberOf("items", items, fullCount);
const times = numberOf("rounds", rounds, fullRounds);
const wanted = only?.split(",") ?? null;
if (wanted !== null && !wanted.every((name) => Object.hasOwn(stages, name)))
  refuse(`--only takes some of: ${Object.keys(stages).join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-files-"));
const files: Files = { ...filePaths(), password: filePassword, count };
const chosen = stagesFor(wanted as Stage[] | null);
const { sides, besides } = await inTurns(
  {
    checkouts: against === undefined ? [here] : [here, resolve(against)],
    files,
    only: chosen,
    rounds: times,
    clocks: await besideClocks(),
  },
  (text) => process.stderr.write(`${text}\n`),
);
const lacking = chosen.filter((stage) => (sides[0]?.measured[stage] ?? []).length === 0);
const page = `# Performance

Reproduce with \`npm run bench\`; \`--only NAME,NAME\` runs some of ${Object.keys(stages)
  .map((name) => `\`${name}\``)
  .join(", ")} with what it needs, \`--against DIR\` another checkout in turns.
${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}. Every figure is clocked directly, Argon2 around libsodium's own function; what stands
beside ours runs in the same turn. The server is a process of its own, over loopback; both clients share one process. The raw server checks nothing, or
(same checks) one keyed hash per request and one Ed25519 signature per push. Raw push and pull: two envelopes of 600 bytes per item into SQLite, each hashed, one
signature check per 250.

Peer: ${keepassxcVersion() ?? "keepassxc-cli is not here"}; \`${keepassxcCommand("FILE").join(" ")}\`, the whole program, on the very file of ${count.toLocaleString("en")} logins that ours imports:
KDBX 4.1, AES-256-CBC, gzip, AES-KDF of one round, so that no KDF is in its figure either.

${tableOf(sides, besides, chosen).join("\n")}
${lacking.length === 0 ? "" : `\nNo figures of: ${lacking.join(", ")}.\n`}`;
process.stdout.write(page);
if (count !== fullCount)
  process.stdout.write(`\nOnly tried out, with ${count} items: the table says 10,000 and is no measurement.\n`);
if (lacking.length > 0) process.stderr.write(`no figures of: ${lacking.join(", ")}\n`);
const pagePath = join(here, "docs/performance.md");
if (wanted === null && against === undefined && count === fullCount && times === fullRounds)
  writeFileSync(pagePath, page + writtenByPeople(readFileSync(pagePath, "utf8")));
rmSync(folder, { recursive: true, force: true });
process.exit(lacking.length === 0 ? 0 : 1);

function numberOf(name: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) && value >= 1 ? value : refuse(`--${name} takes a number`);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function filePaths(): { first: string; second: string } {
  const [first, second] = [join(folder, "first.kdbx"), join(folder, "second.kdbx")];
  writeFileSync(first, benchFile(count, 0));
  writeFileSync(second, benchFile(count, count));
  return { first, second };
}

async function besideClocks(): Promise<BesideClocks> {
  await cryptoReady();
  const lists = keepassxcLists(files.first, filePassword);
  const snapshot = rawSnapshot(files.count);
  return {
    unlock: {
      keepassxc: async () => (lists === null ? null : clocked(lists)),
      snapshot: async () => clocked(snapshot),
    },
    push: { "raw-push": async () => (await rawBulk(files.count)).pushMs },
    pull: { "raw-pull": async () => (await rawBulk(files.count)).pullMs },
  };
}
