/**
 * `npm run release`: what whoever holds a release key does once the installers of every system lie in one folder
 * (`docs/operations.md`). The key never comes near the computer that builds.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { randomBytes } from "../shared/crypto/random.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { signingKeys } from "../shared/crypto/sign.ts";
import type { EpochMs } from "../shared/encoding/ids.ts";
import { compareVersions } from "../shared/protocol/release/newer.ts";
import { type ReleaseFile, readRelease, signRelease } from "../shared/protocol/release/statement.ts";
import { hexText } from "../shared/text.ts";
import { givenOptions } from "./given-options.ts";
import { releaseFile, releaseName } from "./release-names.ts";

const { values, positionals } = givenOptions("npm run release", {
  allowPositionals: true,
  options: {
    key: { type: "string" },
    public: { type: "string" },
    version: { type: "string" },
    help: { type: "boolean" },
  },
});
const [act, folder] = positionals;
await cryptoReady();
if (act === "key" && values.key !== undefined) makeKey(values.key);
else if (act === "sign" && values.key !== undefined && folder !== undefined && values.version !== undefined)
  sign(folder, { keyFile: values.key, version: values.version });
else if (act === "check" && values.public !== undefined && folder !== undefined) check(folder, values.public);
else end("See npm run release -- --help.");

function end(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function makeKey(path: string): void {
  const seed = randomBytes(32);
  try {
    writeFileSync(path, hexText(seed), { mode: 0o600, flag: "wx" });
  } catch (error) {
    end(`${path} was not written (${(error as NodeJS.ErrnoException).code}). A key is never written over another.`);
  }
  process.stdout.write(`The secret half is in ${path}: keep it off every network, with a copy in another place.\n`);
  process.stdout.write(`For keys in main/host/updates/source.ts:\n${hexText(signingKeys(seed).signPk)}\n`);
}

function sign(folder: string, { keyFile, version }: { keyFile: string; version: string }): void {
  const seed = Buffer.from(readText(keyFile).trim(), "hex");
  if (seed.length !== 32) end(`${keyFile} holds no release key.`);
  const keys = signingKeys(new Uint8Array(seed));
  const files = filesIn(folder, version);
  if (files.length === 0) end(`${folder} holds no installer of ${version}.`);
  const before = readPublished(folder, hexText(keys.signPk));
  if (before !== null && compareVersions(version, before.version) <= 0)
    end(`${folder} holds ${before.version} already, and no release may follow a newer one.`);
  const bytes = signRelease(keys.signKey, { version, at: Date.now() as EpochMs, files });
  // What was written is read as an app reads it: a release that no app would take is none.
  const read = readRelease([keys.signPk], bytes);
  if (!read.ok) end(`This cannot be released: ${read.failure.detail?.reason}.`);
  writeFileSync(join(folder, releaseName), bytes);
  report(version, files);
}

function check(folder: string, publicKey: string): void {
  const release = readPublished(folder, publicKey);
  if (release === null) end(`${folder} holds no release of this key.`);
  const here = filesIn(folder, release.version);
  const same = (one: ReleaseFile) =>
    here.some(
      ({ name, size, sha512 }) => name === one.name && size === one.size && hexText(sha512) === hexText(one.sha512),
    );
  const missing = release.files.filter((file) => !same(file)).map(({ name }) => name);
  if (missing.length > 0) end(`Not what was signed: ${missing.join(", ")}`);
  report(release.version, release.files);
}

function report(version: string, files: readonly ReleaseFile[]): void {
  for (const { name, size, sha512 } of files)
    process.stdout.write(`${hexText(sha512).slice(0, 32)}  ${size}  ${name}\n`);
  process.stdout.write(`${version}: ${files.length} files, signed in ${releaseName}.\n`);
}

function filesIn(folder: string, version: string): ReleaseFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const place = releaseFile(name, version);
      if (place === null) return [];
      const bytes = readFileSync(join(folder, name));
      const sha512 = new Uint8Array(createHash("sha512").update(bytes).digest());
      return [{ name: basename(name), ...place, size: bytes.length, sha512 }];
    });
}

function readPublished(folder: string, publicKey: string) {
  if (!readdirSync(folder).includes(releaseName)) return null;
  const key = new Uint8Array(Buffer.from(publicKey, "hex"));
  const read = readRelease([key], new Uint8Array(readFileSync(join(folder, releaseName))));
  return read.ok ? read.value : null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return end(`${path} cannot be read.`);
  }
}
