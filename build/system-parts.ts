/** System parts that tests use. As root on Debian the missing ones are installed; elsewhere they are named and their tests skipped. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Optional: tests run without it too, only slower; not every system has such a package. */
type Part = { name: string; isHere: () => boolean; packageName: string; isOptional?: true };

const chromiums = ["chromium", "google-chrome", "chromium-browser"];

const parts: Part[] = [
  {
    name: "Chromium (or CHROMIUM=path)",
    isHere: () => existsSync(process.env.CHROMIUM ?? "") || chromiums.some(isOnPath),
    packageName: "chromium",
  },
  ...[
    ["Xvfb", "xvfb"],
    ["xclip", "xclip"],
    ["keepassxc-cli", "keepassxc"],
    ["gnome-keyring-daemon", "gnome-keyring"],
    ["dbus-run-session", "dbus"],
    ["testssl", "testssl.sh"],
    ["oathtool", "oathtool"],
  ].map(([program = "", packageName = ""]) => ({ name: program, isHere: () => isOnPath(program), packageName })),
  {
    ...{ name: "chromium-headless-shell", packageName: "chromium-headless-shell", isOptional: true },
    isHere: () => existsSync(process.env.CHROMIUM ?? "") || isOnPath("chromium-headless-shell"),
  },
  { name: "libsecret", isHere: hasLibsecret, packageName: "libsecret-1-0" },
];

/** Installs what is missing where it can, says what stays missing. */
export function systemParts(): void {
  if (process.platform !== "linux") return;
  const missing = parts.filter(({ isHere }) => !isHere());
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && isOnPath("apt-get")) {
    const packagesOf = (optional: boolean) =>
      missing.filter(({ isOptional = false }) => isOptional === optional).map(({ packageName }) => packageName);
    for (const packages of [packagesOf(false), packagesOf(true)]) if (packages.length > 0) install(packages);
  }
  const still = missing.filter(({ isHere, isOptional }) => isOptional !== true && !isHere());
  if (still.length === 0) return;
  const names = still.map(({ name }) => name).join(", ");
  process.stderr.write(`Not here: ${names}. Tests that need them are skipped, by name. On Debian or Ubuntu:\n`);
  process.stderr.write(`  sudo apt-get install ${still.map(({ packageName }) => packageName).join(" ")}\n`);
}

function install(packages: string[]): void {
  process.stderr.write(`Installing ${packages.join(", ")} for the tests...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]])
    spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", 2], env });
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function hasLibsecret(): boolean {
  return spawnSync("sh", ["-c", "ldconfig -p | grep -q libsecret-1"]).status === 0;
}
