/**
 * The real electron-builder with the real configuration, on a stand-in for the Electron program that holds nothing but the
 * place of the fuses: what lies in the package, and what can no longer be switched on, is seen without the runtime.
 */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage, buildShell } from "./build-app.ts";
import { root } from "./root.ts";

const folder = mkdtempSync(join(tmpdir(), "latchkey-packaging-"));
const packed = join(folder, "out/linux-unpacked");
const allOff = "0".repeat(9);

beforeAll(() => {
  expect(buildPage() && buildShell()).toBe(true);
  const runtime = join(folder, "runtime");
  mkdirSync(runtime);
  const wire = Buffer.concat([
    Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"),
    Buffer.from([1, 9]),
    Buffer.from(allOff),
  ]);
  writeFileSync(join(runtime, "electron"), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]), {
    mode: 0o755,
  });
  const builder = join(root, "node_modules/electron-builder/cli.js");
  const set = [`-c.electronDist=${runtime}`, `-c.directories.output=${join(folder, "out")}`];
  execFileSync(process.execPath, [builder, "--linux", "dir", "--x64", "--publish", "never", ...set], {
    cwd: root,
    stdio: "pipe",
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("packaging", () => {
  it("sets every fuse", async () => {
    const { version: _, ...wire } = await getCurrentFuseWire(join(packed, "latchkey"));
    const on = Object.entries(wire).filter(([, state]) => state === FuseState.ENABLE);
    expect(on.map(([fuse]) => FuseV1Options[Number(fuse)]).sort()).toEqual([
      "EnableCookieEncryption",
      "EnableEmbeddedAsarIntegrityValidation",
      "OnlyLoadAppFromAsar",
      "WasmTrapHandlers",
    ]);
    expect(Object.keys(wire)).toHaveLength(9);
  });

  it("holds what was built and the packages it needs, and no source, test or tool", () => {
    const files = asarFiles(join(packed, "resources/app.asar"));
    const own = files.filter((file) => !file.startsWith("node_modules/"));
    expect(own).toContain("dist/electron/main/entry.js");
    expect(own).toContain("dist/electron/main/core-process.js");
    expect(own).toContain("dist/electron/main/server.js");
    expect(own).toContain("dist/electron/preload/preload.cjs");
    expect(own).toContain("dist/renderer/index.html");
    expect(own.filter((file) => !/^(package\.json|dist\/(electron|renderer)\/.*)$/.test(file))).toEqual([]);
    expect(own.filter((file) => /\.(ts|map)$/.test(file))).toEqual([]);
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const holds = (name: string) => files.includes(`node_modules/${name}/package.json`);
    expect(Object.keys(dependencies).filter((name) => !holds(name))).toEqual([]);
    // A package that tests use and that a package of the app needs itself is no tool.
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const isTool = (name: string) => packages[`node_modules/${name}`].dev === true;
    expect(Object.keys(devDependencies).filter((name) => holds(name) && isTool(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(isTool)).toContain("electron");
  });

  it("has its native parts beside the archive, where the system can load them", () => {
    const beside = join(packed, "resources/app.asar.unpacked/node_modules");
    expect(existsSync(join(beside, "better-sqlite3/prebuilds/linux-x64.node"))).toBe(true);
    expect(existsSync(join(beside, "keytar/prebuilds/linux-x64/keytar.node"))).toBe(true);
  });
});

/** The names in an asar archive: four lengths, then a tree in JSON. */
function asarFiles(archive: string): string[] {
  const file = openSync(archive, "r");
  const lengths = Buffer.alloc(16);
  readSync(file, lengths);
  const tree = Buffer.alloc(lengths.readUInt32LE(12));
  readSync(file, tree);
  closeSync(file);
  const names: string[] = [];
  const list = (entry: { files?: Record<string, object> }, path: string): void => {
    if (entry.files === undefined) names.push(path);
    for (const [name, below] of Object.entries(entry.files ?? {})) list(below, path === "" ? name : `${path}/${name}`);
  };
  list(JSON.parse(tree.toString("utf8")), "");
  return names;
}
