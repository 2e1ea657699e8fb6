/**
 * The packed app for tests: the real electron-builder with the real configuration, on a stand-in for the Electron program that
 * holds nothing but the place of the fuses; and the same taken apart, so that Node can run it. Packed once for all tests, and
 * anew when something that goes in is newer.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extractAll } from "@electron/asar";
import { buildPage, buildShell } from "./build-app.ts";
import { root } from "./root.ts";
import { takeTurn } from "./turn.mjs";

const folder = join(root, "dist/stand-in");
const runtime = join(folder, "runtime");
/** As electron-builder leaves it. */
export const packed = join(folder, "out/linux-unpacked");
/** The archive taken apart. */
export const extracted = join(folder, "app");

/** Packs where it is stale; throws where it does not pack. */
export function packApp(): void {
  if (!buildPage() || !buildShell()) throw new Error("the app does not build");
  const giveBack = takeTurn(join(root, "dist/.packing"));
  try {
    if (isStale()) pack();
  } finally {
    giveBack();
  }
}

function isStale(): boolean {
  const done = join(folder, "done");
  if (!existsSync(done)) return true;
  const packing = readdirSync(join(root, "build")).filter((name) => /^(after-pack|packed-app|app-update)/.test(name));
  const parts = ["dist/electron", "dist/renderer", "electron-builder.yml", "package-lock.json", "package.json"];
  const newest = [...parts, ...packing.map((name) => `build/${name}`)].map(
    (path) => statSync(join(root, path)).mtimeMs,
  );
  return statSync(done).mtimeMs <= Math.max(...newest);
}

function pack(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(runtime, { recursive: true });
  const fuses = Buffer.concat([
    Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"),
    Buffer.from([1, 9]),
    Buffer.from("0".repeat(9)),
  ]);
  const program = Buffer.concat([Buffer.alloc(4096), fuses, Buffer.alloc(4096)]);
  writeFileSync(join(runtime, "electron"), program, { mode: 0o755 });
  packInto(join(folder, "out"));
  extractAll(join(packed, "resources/app.asar"), extracted);
  writeFileSync(join(folder, "done"), "");
}

/** Packs the stand-in runtime with what is built into `out`. */
function packInto(out: string): void {
  const builder = join(root, "node_modules/electron-builder/cli.js");
  const set = [`-c.electronDist=${runtime}`, `-c.directories.output=${out}`];
  execFileSync(process.execPath, [builder, "--linux", "dir", "--x64", "--publish", "never", ...set], {
    cwd: root,
    stdio: "pipe",
  });
}

/** The same once more, beside it; where it lies. `packApp` comes first. */
export function packedAgain(): string {
  const out = join(folder, "again");
  rmSync(out, { recursive: true, force: true });
  packInto(out);
  return join(out, "linux-unpacked");
}
