import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hasSandbox } from "./electron-runtime.ts";

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
