/**
 * `npm run check`: format, lint, types, import rules, cycles, sizes, dead code, and whether everything builds. All steps run,
 * two at a time; a line each, and what failed in full.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { projects } from "./type-projects.ts";

/** What a step says is shown where it fails, and of one that `shows` always. */
type Step = { name: string; program: string; args: string[]; shows?: true };
type Outcome = { ok: boolean; output: string };

const bin = (name: string): string => join(root, "node_modules/.bin", name);
const node = process.execPath;

const steps: Step[] = [
  { name: "page builds", program: node, args: ["build/build-app.ts", "page"] },
  { name: "Electron shell builds", program: node, args: ["build/build-app.ts", "shell"] },
  { name: "format and lint", program: bin("biome"), args: ["ci", "--colors=off", "--error-on-warnings", "."] },
  ...projects.map((project) => ({
    name: `types by ${project}`,
    program: bin("tsc"),
    args: ["--noEmit", "--pretty", "false", "-p", project],
  })),
  { name: "every source has its types checked", program: node, args: ["build/type-projects.ts"] },
  { name: "import rules, cycles, sizes, names", program: node, args: ["build/check-imports.ts"] },
  { name: "order of folders, sizes", program: node, args: ["build/folder-order.ts"], shows: true },
  { name: "words that are not used", program: node, args: ["build/words.ts"] },
  { name: "retired words of the catalogue", program: node, args: ["build/copy-words.ts"] },
  { name: "names of registries stand in their tables", program: node, args: ["build/registry-lists.ts"] },
  { name: "one test case for each attack", program: node, args: ["build/one-case-each.ts"] },
  { name: "citations of protocol and model", program: node, args: ["build/citations.ts"] },
  {
    name: "dead code and unused packages",
    program: bin("knip"),
    args: ["--no-progress", "--treat-config-hints-as-errors"],
  },
];

function run({ program, args }: Step): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part) => {
        output += part;
      });
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** The committed lock must not name any registry: it is asked at whatever address the person's npm knows. */
function lockWithoutHosts(): Outcome {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const named = [...lock.matchAll(/"resolved": "([^"]+)"/g)].map(([, address]) => address as string);
  return { ok: named.length === 0, output: named.slice(0, 3).join("\n") };
}

/** `docs/dependencies.md` has a sentence for every package, by its name or its scope's. */
function everyPackageExplained(): Outcome {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const explained = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  const silent = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !explained.includes(`\`${name}\``) && !explained.includes(`\`${name.split("/")[0]}/*\``),
  );
  return { ok: silent.length === 0, output: silent.map((name) => `${name}: no sentence`).join("\n") };
}

let failed = 0;
function tell(name: string, { ok, output }: Outcome, shows = false): void {
  process.stdout.write(`${ok ? "ok    " : "FAILED"} ${name}\n`);
  if (ok && !shows) return;
  if (!ok) failed += 1;
  process.stdout.write(`${output.trim()}\n\n`);
}

const queue = [...steps];
async function worker(): Promise<void> {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) tell(step.name, await run(step), step.shows);
}
await Promise.all([worker(), worker()]);
tell("lock file names no host", lockWithoutHosts());
tell("every package is explained in docs/dependencies.md", everyPackageExplained());
process.stdout.write(failed === 0 ? "check: all good\n" : `check: ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
