/**
 * What electron-builder takes into the package of each system, by its own matcher over both configurations, wherever it runs: the
 * native parts of that system and of no other, and nothing that is a source. `packaging.test.ts` packs this computer's whole.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { LinuxPackager, MacPackager, Packager, WinPackager } from "electron-builder";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "./root.ts";

/** Of electron-builder's own parts, which it does not export. */
type Expand = (pattern: string) => string;
type Matcher = {
  containsOnlyIgnore(): boolean;
  prependPattern(pattern: string): void;
  createFilter(): (file: string, stat: object) => boolean;
};
type Inside = {
  info: Packager;
  platformSpecificBuildOptions: object;
  expandMacro(pattern: string, arch: string, extra: object): string;
};
type Matchers = {
  getMainFileMatchers(app: string, to: string, expand: Expand, options: object, inside: Inside, out: string): Matcher[];
  getNodeModuleFileMatcher(app: string, to: string, expand: Expand, options: object, packager: Packager): Matcher;
};
const { getMainFileMatchers, getNodeModuleFileMatcher } = createRequire(
  createRequire(import.meta.url).resolve("electron-builder"),
)("app-builder-lib/out/fileMatcher") as Matchers;

const configs = ["electron-builder.yml", "electron-builder.adhoc.yml"] as const;
const made = new Map<string, Packager>();
/** Every file of the packages that the app needs. */
let files: string[] = [];

beforeAll(async () => {
  for (const config of configs) {
    const packager = new Packager({ projectDir: root, config });
    await packager.validateConfig();
    made.set(config, packager);
  }
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: true; devOptional?: true }>;
  };
  const own = Object.keys(packages).filter((path) => path !== "" && packages[path]?.dev !== true);
  files = [...new Set(own.flatMap(filesBelow))];
}, 60_000);

/** Those of a package; one that is for another system is not installed. */
function filesBelow(path: string): string[] {
  const folder = join(root, path);
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(({ name }) => {
    const below = statSync(join(folder, name), { throwIfNoEntry: false });
    if (below === undefined) return [];
    return below.isDirectory() ? filesBelow(join(path, name)) : [join(path, name)];
  });
}

const packagers = { linux: LinuxPackager, win32: WinPackager, darwin: MacPackager };
type System = keyof typeof packagers;

/** What it takes of the packages, and which of these files beside them. */
function taken(config: string, system: System, arch: string, beside: readonly string[]) {
  const packager = made.get(config) as Packager;
  const inside = new packagers[system](packager) as unknown as Inside;
  const { platformSpecificBuildOptions: options } = inside;
  // As its `copyAppFiles` does.
  const expand: Expand = (pattern) => inside.expandMacro(pattern, arch, { "/*": "{,/**/*}" });
  const ofPackages = getNodeModuleFileMatcher(root, "", expand, options, packager).createFilter();
  const own = getMainFileMatchers(root, "", expand, options, inside, join(root, "dist/installers"));
  // As its walk through the files does: a list of exceptions alone begins with everything.
  for (const matcher of own) if (matcher.containsOnlyIgnore()) matcher.prependPattern("**/*");
  const filters = own.map((matcher) => matcher.createFilter());
  const stat = statSync(join(root, "package.json"));
  return {
    packages: files.filter((file) => ofPackages(join(root, file), stat)),
    own: beside.filter((file) => filters.some((filter) => filter(join(root, file), stat))),
  };
}

const wanted = ["package.json", "dist/electron/main/entry.js", "dist/renderer/index.html"];
const unwanted = [
  ...["main/core/app.ts", "shared/failures.ts", "build/root.ts", "package-lock.json", "README.md", "docs/model.md"],
  ...["dist/.packing", "dist/installers/x.exe", "dist/electron/main/entry.js.map", "node_modules/vite/package.json"],
];

const targets = (["linux", "win32", "darwin"] as const).flatMap((system) =>
  ["x64", "arm64"].flatMap((arch) => configs.map((config) => [system, arch, config] as const)),
);

describe("the package", () => {
  it.each(targets)("for %s-%s by %s holds that system's native parts alone, and no source", (system, arch, config) => {
    const { packages: all, own } = taken(config, system, arch, [...wanted, ...unwanted]);
    expect(own).toEqual(wanted);
    expect(all.filter((file) => file.endsWith(".node")).sort()).toEqual([
      `node_modules/better-sqlite3/prebuilds/${system}-${arch}.node`,
      `node_modules/keytar/prebuilds/${system}-${arch}/keytar.node`,
    ]);
    expect(all.filter((file) => /\.(map|[cm]?tsx?|gypi?|c|cc|cpp|h|hpp)$/.test(file))).toEqual([]);
    expect(
      all.filter((file) => /^node_modules\/(better-sqlite3\/(deps|src)|keytar\/(script|src))\//.test(file)),
    ).toEqual([]);
    for (const name of ["better-sqlite3", "keytar", "fastify", "electron-updater"])
      expect(all).toContain(`node_modules/${name}/package.json`);
    // What is taken is the same wherever it lies, but for the native parts.
    expect(all.length).toBe(taken("electron-builder.yml", "linux", "x64", []).packages.length);
  });

  it("that is made to be tried differs from the released one in its signatures alone", () => {
    const [released, tried] = configs.map((config) => made.get(config)?.config as Record<string, object>);
    const { mac, ...rest } = released ?? {};
    const unsigned = { identity: "-", hardenedRuntime: false, notarize: false };
    const { extends: _, ...own } = tried as { extends: string } & Record<string, object>;
    expect(own).toEqual({ ...rest, forceCodeSigning: false, mac: { ...mac, ...unsigned } });
    expect(released).toMatchObject({ forceCodeSigning: true, mac: { hardenedRuntime: true, notarize: true } });
  });
});

describe("the installer of Windows", () => {
  const nsis = join(root, "node_modules/app-builder-lib/templates/nsis");
  const script = readFileSync(join(root, "build/windows/links.nsh"), "utf8");
  const templates = readdirSync(nsis, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ns[hi]$/.test(name))
    .map((name) => readFileSync(join(nsis, name), "utf8"))
    .join("\n");

  it("has its part for links where electron-builder looks for it, by names that it knows", () => {
    expect(made.get("electron-builder.yml")?.config.nsis?.include).toBe("build/windows/links.nsh");
    const macros = [...script.matchAll(/^!macro (\w+)$/gm)].map(([, name]) => name as string);
    expect(macros).toEqual(["customInstall", "customUnInstall"]);
    for (const name of macros) expect(templates).toContain(`!insertmacro ${name}\n`);
    expect(script.match(/^!macroend$/gm)).toHaveLength(macros.length);
    for (const [, name] of script.matchAll(/\$\{(\w+)\}/g)) expect(templates).toContain(`\${${name}}`);
  });

  it("hands a link over as one argument behind the program, for everybody, and takes that away again", () => {
    const lines = script.split("\n").map((line) => line.trim());
    const key = '"Software\\Classes\\latchkey';
    expect(lines.filter((line) => line.startsWith("WriteRegStr"))).toEqual([
      `WriteRegStr SHCTX ${key}" "" "URL:Latchkey"`,
      `WriteRegStr SHCTX ${key}" "URL Protocol" ""`,
      `WriteRegStr SHCTX ${key}\\shell\\open\\command" "" '"$INSTDIR\\\${APP_EXECUTABLE_FILENAME}" "%1"'`,
    ]);
    expect(lines.filter((line) => line.startsWith("DeleteRegKey"))).toEqual([
      `DeleteRegKey SHCTX ${key}"`,
      `DeleteRegKey HKCU ${key}"`,
    ]);
  });
});
