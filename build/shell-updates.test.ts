/**
 * Updates of the packed app under the fake of Electron: a copy of the program that names a place of releases asks it by itself, shows
 * what it refuses and what is ready, and hands what was signed to each system's installer when its person says so.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type ReleasePlace, releaseFile, releaseName, releasePlace } from "../e2e/kit/release-place.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { signingKeys } from "../shared/crypto/sign.ts";
import type { ReleaseFile } from "../shared/protocol/release/statement.ts";
import { extracted } from "./packed-app.ts";
import { root } from "./root.ts";
import type { Shell } from "./shell-driver.ts";
import { begun, packedOnce, scratch } from "./shell-scenes.ts";

packedOnce();

/** The packed app with another `main/host/updates/source.ts`, as whoever releases fills it in. */
function programOf(folder: string, place: ReleasePlace, key: Uint8Array): string {
  const [app, main] = [join(folder, "app"), "dist/electron/main"];
  for (const part of ["node_modules", "dist/renderer", "dist/electron/preload", "package.json"]) {
    mkdirSync(join(app, part, ".."), { recursive: true });
    symlinkSync(join(extracted, part), join(app, part));
  }
  cpSync(join(extracted, main), join(app, main), { recursive: true });
  const sources = readdirSync(join(app, main)).filter((name) => /^source-.*\.js$/.test(name));
  expect(sources).toHaveLength(1);
  const releaseSource = { feed: place.address, keys: [Buffer.from(key).toString("hex")] };
  writeFileSync(
    join(app, main, sources[0] as string),
    `export const releaseSource = ${JSON.stringify(releaseSource)};
    export const looks = { firstAfterMs: 50, everyMs: 200 };`,
  );
  return app;
}

/** What lies beside the program: its settings for updates, and on Windows who asks for an administrator. */
function resourcesOf(folder: string): string {
  const resources = join(folder, "resources");
  mkdirSync(resources);
  cpSync(join(root, "build/app-update.yml"), join(resources, "app-update.yml"));
  writeFileSync(join(resources, "elevate.exe"), '#!/bin/sh\nexec sh "$1"\n', { mode: 0o755 });
  return resources;
}

const shows = (shell: Shell, label: string) =>
  expect.poll(() => shell.act("menuLabels"), { timeout: 30_000 }).toContain(label);

it.each([
  ["linux", "AppImage"],
  ["win32", "exe"],
  ["darwin", "zip"],
] as const)(
  "on %s refuse what was not signed and what is older, and hand the signed one to the installer when told",
  async (system, ending) => {
    await cryptoReady();
    const [folder, dataDir] = [scratch(), scratch()];
    const place = await releasePlace();
    const [own, foreign] = [1, 2].map((byte) => signingKeys(new Uint8Array(32).fill(byte)));
    const mark = join(folder, "ran");
    const publish = (keys: typeof own, version: string, at: number): Uint8Array => {
      const bytes = Buffer.from(`#!/bin/sh\necho ${version} >> '${mark}'\n`);
      const file = releaseFile(
        `Latchkey-${version}-x64.${ending}`,
        bytes,
        system,
        process.arch as ReleaseFile["processor"],
      );
      place.publish((keys as NonNullable<typeof own>).signKey, version, at, { file, bytes });
      return bytes;
    };
    writeFileSync(join(folder, "Latchkey.AppImage"), "the version that runs");
    publish(foreign, "0.2.0", 5);
    const shell = begun({
      ...{ dataDir, platform: system, app: programOf(folder, place, own?.signPk as Uint8Array) },
      env: { APPIMAGE: join(folder, "Latchkey.AppImage"), FAKE_RESOURCES: resourcesOf(folder) },
    });
    await shows(shell, "Update Refused: Not Signed by Latchkey");
    const signed = publish(own, "0.3.0", 6);
    await shows(shell, "Restart to Update to 0.3.0");
    publish(own, "0.2.0", 7);
    await shows(shell, "Update Refused: Older Than One Seen Before");
    // It never interrupts: what is ready waits, and a place that is away takes nothing back.
    place.answers[releaseName] = { status: 503 };
    expect(await shell.act("menuLabels")).toContain("Restart to Update to 0.3.0");
    expect(existsSync(mark)).toBe(false);
    await shell.act("menu", "Restart to Update to 0.3.0");
    expect(await shell.ended).toBe(0);
    if (system === "darwin") expect(shell.said()).toContain(`[installs] ${Buffer.from(signed).toString("hex")}\n`);
    else await expect.poll(() => existsSync(mark) && readFileSync(mark, "utf8"), { timeout: 30_000 }).toBe("0.3.0\n");
    expect(shell.said()).not.toMatch(/Error|Rejection/);
  },
);
