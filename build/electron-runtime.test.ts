import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { diedAtOnce, hasSandbox, runTelling } from "./electron-runtime.ts";

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
