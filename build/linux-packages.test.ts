/** What electron-builder writes around the app for Linux: desktop entries, install scripts, the profile by which the sandbox stands. */
import { readFileSync } from "node:fs";
import { LinuxPackager, Packager } from "electron-builder";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "./root.ts";

/** Of a target of electron-builder, which keeps these to itself. */
type Inside = {
  name: string;
  options: object;
  helper: { computeDesktopEntry(options: object): Promise<string>; getDesktopFileName(): string };
  checkOptions(): Promise<unknown>;
  /** Deb and rpm. */
  scriptFiles?: Promise<{ afterInstall: string; appArmor: string }>;
  /** AppImage. */
  desktopEntry?: { value: Promise<string> };
};
const names = ["deb", "rpm", "appimage"];
const targets = new Map<string, Inside>();

beforeAll(async () => {
  const packager = new Packager({ projectDir: root });
  await packager.validateConfig();
  new LinuxPackager(packager).createTargets(names, (name, make) => targets.set(name, make(root) as unknown as Inside));
}, 60_000);

const of = (name: string): Inside => targets.get(name) as Inside;

describe.each(names)("the %s", (name) => {
  it("starts Latchkey with no argument that weakens it, takes its links, and owns its window", async () => {
    const { helper, options, desktopEntry } = of(name);
    const entry = await (desktopEntry?.value ?? helper.computeDesktopEntry(options));
    const program = name === "appimage" ? "AppRun" : "/opt/Latchkey/latchkey";
    expect(entry.split("\n")).toEqual(
      expect.arrayContaining([
        `Exec=${program} %U`,
        "MimeType=x-scheme-handler/latchkey;",
        "StartupWMClass=latchkey",
        "Terminal=false",
      ]),
    );
    expect(entry).not.toMatch(/sandbox/);
    const { desktopName } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
    expect(desktopName).toBe(`${helper.getDesktopFileName()}.desktop`);
  });

  it("can be made: whoever it needs to name is named", async () => {
    await of(name).checkOptions();
  });
});

describe.each(["deb", "rpm"])("the %s", (name) => {
  it("brings the profile that gives the sandbox its user namespaces, and makes nothing else root's", async () => {
    const files = await of(name).scriptFiles;
    const [install, profile] = [files?.afterInstall, files?.appArmor].map((file) =>
      readFileSync(file as string, "utf8"),
    );
    expect(profile).toMatch(/profile "latchkey" "\/opt\/Latchkey\/latchkey" flags=\(unconfined\) \{\s+userns,/);
    expect(install).toContain("APPARMOR_PROFILE_TARGET='/etc/apparmor.d/latchkey'");
    expect(install?.match(/chmod \d+ '[^']+'/g)).toEqual([
      "chmod 4755 '/opt/Latchkey/chrome-sandbox'",
      "chmod 0755 '/opt/Latchkey/chrome-sandbox'",
    ]);
  });
});
