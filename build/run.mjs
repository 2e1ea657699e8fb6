/**
 * What stands before every command: needs nothing but Node 20 and npm. Installs the packages when they are missing or not
 * those of the lock file, then runs the named program under the project's own Node. All it says goes to standard error,
 * because standard output belongs to the program.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { relay } from "./relay.mjs";
import { takeTurn } from "./turn.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = join(root, "node_modules");
const stamp = join(packages, ".installed");
const isWindows = process.platform === "win32";
const ownNode = join(packages, "node/bin", isWindows ? "node.exe" : "node");

if (!isInstalled()) {
  const giveBack = takeTurn(join(packages, ".installing"));
  const isDone = isInstalled() || install();
  giveBack();
  if (!isDone) process.exit(1);
}
const [program = "", ...args] = process.argv.slice(2);
relay(ownNode, ["--disable-warning=ExperimentalWarning", join(root, program), ...args], {
  env: { ...process.env, PATH: [join(packages, ".bin"), process.env.PATH ?? ""].join(delimiter) },
});

/** The stamp holds what the lock file said when the packages were installed. */
function isInstalled() {
  return existsSync(ownNode) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
}

function wanted() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return `${process.platform}-${process.arch} ${createHash("sha256").update(lock).digest("hex")}\n`;
}

function install() {
  process.stderr.write("Installing packages (once, about half a minute)...\n");
  // Not `npm ci`: a mirror may lack other systems' optional packages, and it would then refuse the lock.
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  // Whatever the person's own npm settings leave out, these commands need.
  const whole = ["--include=dev", "--include=optional", "--ignore-scripts=false"];
  const done = spawnSync(isWindows ? "npm.cmd" : "npm", ["install", ...quiet, ...whole], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: isWindows,
  });
  if (done.status !== 0 || !existsSync(ownNode)) {
    process.stderr.write("The packages could not be installed; npm's words above say why.\n");
    return false;
  }
  writeFileSync(stamp, wanted());
  return true;
}
