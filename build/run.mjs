/**
 * What stands before every command: needs nothing but Node 20 and npm. Installs the packages when they are missing or
 * older than the lock file, then runs the named program under the project's own Node. All it says goes to standard error.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = `${root}package-lock.json`;
const stamp = `${root}node_modules/.installed`;
const ownNode = `${root}node_modules/.bin/node${process.platform === "win32" ? ".exe" : ""}`;

if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) install();
const [program, ...args] = process.argv.slice(2);
const child = spawn(ownNode, ["--disable-warning=ExperimentalWarning", `${root}${program}`, ...args], {
  stdio: "inherit",
  cwd: process.cwd(),
});
// Ctrl-C reaches the whole group: wait for the program's own clean end instead of dying before it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal === "SIGTERM") child.kill(signal);
  });
}
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));

function install() {
  process.stderr.write("Installing packages (once, about half a minute)...\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    process.stderr.write("The packages could not be installed; npm's words above say why.\n");
    process.exit(1);
  }
  writeFileSync(stamp, "");
  utimesSync(stamp, new Date(), new Date());
}
