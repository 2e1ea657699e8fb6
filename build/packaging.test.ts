/**
 * The real electron-builder with the real configuration, on a stand-in for the Electron program that holds nothing but the
 * place of the fuses: what lies in the package, and what can no longer be switched on, is seen without the runtime.
 */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchDir } from "../e2e/kit/scratch.ts";
import { builtAgain } from "./build-app.ts";
import { extracted, packApp, packed, packedAgain } from "./packed-app.ts";
import { listed, packedFiles } from "./packed-files.ts";
import { root } from "./root.ts";

beforeAll(packApp, 240_000);

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
    expect(files.filter((file) => /\.(map|[cm]?tsx?|gypi?|c|cc|cpp|h|hpp)$/.test(file))).toEqual([]);
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const holds = (name: string) => files.includes(`node_modules/${name}/package.json`);
    expect(Object.keys(dependencies).filter((name) => !holds(name))).toEqual([]);
    // A package that tests use and that a package of the app needs itself is no tool.
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const isTool = (name: string) => packages[`node_modules/${name}`].dev === true;
    expect(Object.keys(devDependencies).filter((name) => holds(name) && isTool(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(isTool)).toContain("electron");
  });

  it("has its native parts of this system beside the archive, and nothing else there, where no integrity is checked", () => {
    const beside = join(packed, "resources/app.asar.unpacked");
    expect(packedFiles(beside).map(({ name }) => name)).toEqual([
      "node_modules/better-sqlite3/prebuilds/linux-x64.node",
      "node_modules/keytar/prebuilds/linux-x64/keytar.node",
    ]);
  });

  it("gives the same list of files, byte by byte, a second time", () => {
    expect(listed(packedFiles(packedAgain()))).toBe(listed(packedFiles(packed)));
  }, 240_000);

  it("is built from the same sources to the same files, byte by byte", () => {
    for (const { built, again } of builtAgain(scratchDir())) {
      expect(packedFiles(built).length).toBeGreaterThan(3);
      expect(listed(packedFiles(again))).toBe(listed(packedFiles(built)));
    }
  }, 240_000);

  it("asks Electron only for names that Electron has", () => {
    const types = readFileSync(join(root, "node_modules/electron/electron.d.ts"), "utf8");
    // What `import { x } from "electron"` gives stands in this namespace.
    const [, known = ""] = /namespace CrossProcessExports \{([\s\S]*?)\n {2}\}/.exec(types) ?? [];
    const names = packedFiles(join(extracted, "dist/electron")).flatMap(({ name }) => {
      const source = readFileSync(join(extracted, "dist/electron", name), "utf8");
      expect(source).not.toMatch(
        /import\(["']electron["']\)|import \w+ from "electron"|import \* as \w+ from "electron"/,
      );
      const required = [...source.matchAll(/\belectron\.(\w+)/g)].map(([, part]) => part as string);
      // The preload is no module: it keeps the whole under this one name.
      if (name.endsWith(".cjs")) expect(source.match(/require\(.*/g)).toEqual(['require("electron");']);
      return [...source.matchAll(/import \{([^}]+)\} from "electron"/g)]
        .flatMap(([, list]) => (list as string).split(","))
        .concat(name.endsWith(".cjs") ? required : []);
    });
    expect(names).toEqual(expect.arrayContaining(["contextBridge", "ipcRenderer"]));
    expect(names.length).toBeGreaterThan(10);
    const unknown = names.filter(
      (name) => !new RegExp(`(const|class|function) ${name.trim().split(" ")[0]}\\b`).test(known),
    );
    expect(unknown).toEqual([]);
  });

  it("says to Windows the name under which its notifications stand, as the installer does", () => {
    const [, given] = /^appId: (\S+)$/m.exec(readFileSync(join(root, "electron-builder.yml"), "utf8")) ?? [];
    const entries = packedFiles(join(extracted, "dist/electron/main"))
      .filter(({ name }) => name.endsWith(".js"))
      .map(({ name }) => readFileSync(join(extracted, "dist/electron/main", name), "utf8"));
    expect(given).toMatch(/^[a-z.]+$/);
    expect(entries.some((source) => source.includes(`"${given}"`) && source.includes("setAppUserModelId"))).toBe(true);
  });

  it("gives macOS what V8 needs and nothing more", () => {
    const entitlements = readFileSync(join(root, "build/mac/entitlements.plist"), "utf8");
    const keys = [...entitlements.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual(["com.apple.security.cs.allow-jit"]);
  });

  it("switches the sandbox off in no desktop entry, argument or script", () => {
    const settings = readFileSync(join(root, "electron-builder.yml"), "utf8");
    expect(settings).toMatch(/executableArgs: \[\]/);
    expect(settings).not.toMatch(/no-sandbox/);
    for (const { name } of packedFiles(join(extracted, "dist/electron")).filter(({ name }) =>
      name.includes("main/entry"),
    ))
      expect(readFileSync(join(extracted, "dist/electron", name), "utf8")).not.toMatch(/appendSwitch/);
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
