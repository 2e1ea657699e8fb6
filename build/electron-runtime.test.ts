import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { scratchDir } from "../e2e/kit/scratch.ts";
import { startWords } from "../shared/copy/start-command.ts";
import { diedAtOnce, hasSandbox, runTelling } from "./electron-runtime.ts";
import { root } from "./root.ts";

const isRoot = process.getuid?.() === 0;

it("starts Electron only where its sandbox can be: user namespaces, or a program that is root's", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-sandbox-"));
  const [electron, program] = [join(folder, "electron"), join(folder, "chrome-sandbox")];
  expect(hasSandbox(electron, () => true)).toBe(true);
  expect(hasSandbox(electron, () => false)).toBe(false);
  writeFileSync(program, "");
  expect(hasSandbox(electron, () => false)).toBe(false);
  chmodSync(program, 0o4755);
  expect(hasSandbox(electron, () => false)).toBe(isRoot);
  chmodSync(program, 0o4775);
  expect(hasSandbox(electron, () => false)).toBe(false);
  rmSync(folder, { recursive: true });
});

it.each([127, 1, 133, 134, 139])("is dead at once with %i in its first seconds, and not later", (status) => {
  expect(diedAtOnce(status, 900)).toBe(true);
  expect(diedAtOnce(status, 60_000)).toBe(false);
});

it.each([0, 2, 130, 143, 129, 137])("has ended as somebody wanted with %i", (status) => {
  expect(diedAtOnce(status, 900)).toBe(false);
});

it("is fetched with a word now and then, and not for ever", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-fetch-"));
  const script = join(folder, "install.mjs");
  writeFileSync(script, "setTimeout(() => {}, 700);");
  const told: number[] = [];
  expect(await runTelling(script, 30_000, 50, (ms) => told.push(ms))).toBe(true);
  expect(told.length).toBeGreaterThan(0);
  writeFileSync(script, "setInterval(() => {}, 1000);");
  expect(await runTelling(script, 300, 10_000, () => {})).toBe(false);
  rmSync(folder, { recursive: true });
});

it("gives its place to another program where it died at once", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-died-"));
  const script = join(folder, "start.mjs");
  const relay = JSON.stringify(new URL("./relay.mjs", import.meta.url).href);
  const next = "relay(process.execPath, ['-e', 'console.log(\"in the browser\"); process.exit(3)'])";
  writeFileSync(
    script,
    `import { relay } from ${relay};
    relay("/bin/sh", ["-c", "exit 127"], { ended: (status) => (status === 127 ? (${next}, null) : status) });`,
  );
  const { stdout, status } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: "in the browser\n", status: 3 });
  rmSync(folder, { recursive: true });
});

/** A checkout that is built, with a runtime of Electron that says so, and a browser host that says so too. */
function checkout(): string {
  const folder = scratchDir();
  for (const name of readdirSync(join(root, "build")).filter((one) => /^[a-z-]+\.(ts|mjs)$/.test(one)))
    cpSync(join(root, "build", name), join(folder, "build", name));
  cpSync(join(root, "shared/copy"), join(folder, "shared/copy"), { recursive: true });
  for (const name of ["package.json", "package-lock.json", "electron.vite.config.ts"])
    cpSync(join(root, name), join(folder, name));
  for (const name of ["renderer", "preload", "server", "main/host/browser", "dist/renderer", "dist/electron/main"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "main/host/browser/entry.ts"), 'console.log("in the browser");');
  const runtime = join(folder, "node_modules/electron");
  mkdirSync(join(runtime, "dist"), { recursive: true });
  writeFileSync(join(runtime, "path.txt"), "electron");
  writeFileSync(join(runtime, "dist/electron"), '#!/bin/sh\necho "in Electron"\n', { mode: 0o755 });
  for (const built of ["dist/renderer/index.html", "dist/electron/main/entry.js"]) {
    writeFileSync(join(folder, built), "");
    // Newer than every source, also by a clock of few ticks.
    const soon = Date.now() / 1000 + 60;
    utimesSync(join(folder, built), soon, soon);
  }
  return folder;
}

it.runIf(process.platform === "linux").each([
  ["works", 0, "in Electron\n", ""],
  ["is refused", 1, "in the browser\n", `${startWords.inBrowser("no-sandbox")}\n`],
] as const)("where `unshare` %s, npm start opens the one or the other, and says why", (_name, status, out, said) => {
  const folder = checkout();
  const tools = join(folder, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "unshare"), `#!/bin/sh\n[ "$*" = "-Ur true" ] && exit ${status}\nexit 9\n`, {
    mode: 0o755,
  });
  const person = "data:text/javascript,process.getuid = () => 1000";
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", person, join(folder, "build/start.ts")], {
    cwd: folder,
    env: { PATH: `${tools}${delimiter}${process.env.PATH}`, DISPLAY: ":1" },
    encoding: "utf8",
  });
  expect({ out: stdout, said: stderr }).toEqual({ out, said });
});
