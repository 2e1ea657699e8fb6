/** `npm run release` as whoever holds a key runs it: what it signs an app reads, and what is not right is not signed. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { scratchDir } from "../e2e/kit/scratch.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { readRelease } from "../shared/protocol/release/statement.ts";
import { releaseFile, releaseName } from "./release-names.ts";
import { root } from "./root.ts";

beforeAll(cryptoReady);
let folder: string;
let keyFile: string;
let publicKey: string;

function run(...args: string[]): { status: number | null; said: string } {
  const done = spawnSync(process.execPath, [join(root, "build/release.ts"), ...args], { encoding: "utf8" });
  return { status: done.status, said: done.stdout + done.stderr };
}
const sign = (version = "1.2.3") => run("sign", "--key", keyFile, "--version", version, folder);
const published = () =>
  readRelease([new Uint8Array(Buffer.from(publicKey, "hex"))], new Uint8Array(readFileSync(join(folder, releaseName))));

describe("npm run release", () => {
  beforeEach(() => {
    folder = scratchDir();
    keyFile = join(scratchDir(), "release-key");
    publicKey = run("key", "--key", keyFile).said.trim().split("\n").at(-1) ?? "";
    for (const end of ["linux-x86_64.AppImage", "linux-amd64.deb", "win-arm64.exe", "mac-universal.zip"])
      writeFileSync(join(folder, `Latchkey-1.2.3-${end}`), `the installer ${end}`);
    for (const other of ["Latchkey-1.2.2-linux-x64.deb", "builder-debug.yml", "Latchkey-1.2.3-linux-x64.deb.blockmap"])
      writeFileSync(join(folder, other), "not of this release");
  });

  it("signs the installers of one version, which an app then reads, and checks them", () => {
    expect(sign()).toMatchObject({ status: 0 });
    const read = published();
    expect(read.ok && read.value.files.map(({ name, system, processor }) => [name, system, processor])).toEqual([
      ["Latchkey-1.2.3-linux-amd64.deb", "linux", "x64"],
      ["Latchkey-1.2.3-linux-x86_64.AppImage", "linux", "x64"],
      ["Latchkey-1.2.3-mac-universal.zip", "darwin", "universal"],
      ["Latchkey-1.2.3-win-arm64.exe", "win32", "arm64"],
    ]);
    expect(run("check", "--public", publicKey, folder)).toMatchObject({ status: 0 });
  });

  it("finds an installer that is no longer what was signed, and a release of another key", () => {
    sign();
    writeFileSync(join(folder, "Latchkey-1.2.3-linux-amd64.deb"), "another");
    expect(run("check", "--public", publicKey, folder)).toEqual({
      status: 2,
      said: "Not what was signed: Latchkey-1.2.3-linux-amd64.deb\n",
    });
    expect(run("check", "--public", "00".repeat(32), folder)).toMatchObject({ status: 2 });
  });

  it("signs no older version over a newer one, nothing without installers, and nothing with what is no key", () => {
    sign();
    const before = readFileSync(join(folder, releaseName));
    expect(sign()).toMatchObject({ status: 2 });
    expect(sign("1.2.2")).toMatchObject({ status: 2 });
    expect(sign("9.9.9")).toMatchObject({ status: 2, said: `${folder} holds no installer of 9.9.9.\n` });
    writeFileSync(keyFile, "abc");
    expect(sign("1.2.4")).toMatchObject({ status: 2, said: `${keyFile} holds no release key.\n` });
    expect(readFileSync(join(folder, releaseName))).toEqual(before);
  });

  it("writes no key over another, and the secret half for its owner alone", () => {
    const before = readFileSync(keyFile, "utf8");
    expect(run("key", "--key", keyFile)).toMatchObject({ status: 2 });
    expect(readFileSync(keyFile, "utf8")).toBe(before);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it("says where help is for anything else", () => {
    for (const args of [[], ["sign", folder], ["publish", "--key", keyFile, folder]])
      expect(run(...args)).toEqual({ status: 2, said: "See npm run release -- --help.\n" });
  });
});

describe("an installer's name", () => {
  it.each([
    "Latchkey-1.2.3-linux-x64.exe.sh",
    "Latchkey-1.2.3-beos-x64.deb",
    "Latchkey-1.2.3-linux-mips.deb",
    "latchkey-1.2.3-linux-x64.deb",
    "Latchkey-1.2.30-linux-x64.deb",
    "Latchkey-1.2.3-toString-x64.deb",
  ])("%s is none", (name) => {
    expect(releaseFile(name, "1.2.3")).toBeNull();
  });
});
