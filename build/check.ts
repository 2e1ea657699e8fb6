/** `npm run check`: format, lint, types, import rules, cycles, dead code, sizes, the Electron build. All steps run, then it says which failed. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

type Step = { name: string; program: string; args: string[] };
const bin = (name: string): string => join(root, "node_modules/.bin", name);
const projects = ["shared", "main/core", "main/node", "main/host", "preload", "renderer", "server", "build", "e2e"];

const steps: Step[] = [
  { name: "format and lint", program: bin("biome"), args: ["ci", "--colors=off", "--error-on-warnings", "."] },
  ...projects.map((project) => ({
    name: `types of ${project}`,
    program: bin("tsc"),
    args: ["--noEmit", "-p", join(project, "tsconfig.json")],
  })),
  { name: "import rules, cycles, sizes", program: process.execPath, args: ["build/check-imports.ts"] },
  { name: "dead code and unused packages", program: bin("knip"), args: ["--no-progress"] },
  {
    name: "Electron build",
    program: process.execPath,
    args: [join(root, "node_modules/electron-vite/bin/electron-vite.js"), "build", "--logLevel", "error"],
  },
];

function run({ program, args }: Step): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part) => {
        output += part;
      });
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** The committed lock must not name any registry. */
function lockHosts(): string[] {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  return [...lock.matchAll(/"resolved": "(https?:[^"]+)"/g)].map(([, url]) => url as string).slice(0, 3);
}

let failed = 0;
const queue = [...steps];
async function worker(): Promise<void> {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const { ok, output } = await run(step);
    process.stdout.write(`${ok ? "ok    " : "FAILED"} ${step.name}\n`);
    if (ok) continue;
    failed += 1;
    process.stdout.write(`${output.trim()}\n\n`);
  }
}
await Promise.all([worker(), worker()]);
const hosts = lockHosts();
process.stdout.write(`${hosts.length === 0 ? "ok    " : "FAILED"} lock file without hosts\n`);
if (hosts.length > 0) failed += 1;
process.stdout.write(failed === 0 ? "check: all good\n" : `check: ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
