/** System parts that tests use. As root on Debian they are installed; elsewhere the missing ones are named and their tests skipped. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const parts = [
  { program: "chromium", names: ["chromium", "google-chrome", "chromium-browser"], packageName: "chromium" },
  { program: "Xvfb", names: ["Xvfb"], packageName: "xvfb" },
  { program: "xclip", names: ["xclip"], packageName: "xclip" },
  { program: "keepassxc-cli", names: ["keepassxc-cli"], packageName: "keepassxc" },
  { program: "gnome-keyring-daemon", names: ["gnome-keyring-daemon"], packageName: "gnome-keyring" },
  { program: "dbus-run-session", names: ["dbus-run-session"], packageName: "dbus" },
];

/** Whether a program is on the PATH. */
export function has(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Installs what is missing where it can, says what stays missing. */
export function systemParts(): void {
  const missing = parts.filter(({ names }) => !names.some(has));
  const noLibsecret =
    process.platform === "linux" && spawnSync("sh", ["-c", "ldconfig -p | grep -q libsecret-1"]).status !== 0;
  const packages = [...missing.map(({ packageName }) => packageName), ...(noLibsecret ? ["libsecret-1-0"] : [])];
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && has("apt-get")) {
    process.stderr.write(`Installing ${packages.join(", ")} for the tests...\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", 2], env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
      stdio: ["ignore", "ignore", 2],
      env,
    });
  }
  const still = parts.filter(({ names }) => !names.some(has)).map(({ program }) => program);
  if (still.length > 0)
    process.stderr.write(`Not here: ${still.join(", ")}. Tests that need them are skipped, by name.\n`);
}
