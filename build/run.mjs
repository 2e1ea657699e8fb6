/**
 * What stands before every command: needs nothing but Node 20 and npm. Installs the packages when they are missing or not
 * those of the lock file, then runs the named program under the project's own Node. All it says goes to standard error,
 * because standard output belongs to the program.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { help, installWords } from "./command-help.mjs";
import { relay } from "./relay.mjs";
import { takeTurn } from "./turn.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = join(root, "node_modules");
const stamp = join(packages, ".installed");
const isWindows = process.platform === "win32";
const ownNode = join(packages, "node/bin", isWindows ? "node.exe" : "node");

const [program = "", ...args] = process.argv.slice(2);
const startedAt = Date.now();
const oldestNode = 20;
const tellEveryMs = 15_000;

const asked = help[program];
if (asked !== undefined && (args.includes("--help") || args.includes("-h"))) {
  process.stdout.write(asked);
  process.exit(0);
}
if (Number(process.versions.node.split(".")[0]) < oldestNode) stopWith(installWords.oldNode(process.version));
if (!isInstalled()) {
  if (!isWritable(root)) stopWith(installWords.notWritable(root));
  const giveBack = takeTurn(join(packages, ".installing"));
  if (!isInstalled()) await install();
  giveBack();
}
relay(ownNode, ["--disable-warning=ExperimentalWarning", join(root, program), ...args], {
  env: {
    ...process.env,
    LATCHKEY_STARTED_AT: String(startedAt),
    PATH: [join(packages, ".bin"), process.env.PATH ?? ""].join(delimiter),
  },
});

/** The stamp holds what the lock file said when the packages were installed. */
function isInstalled() {
  return existsSync(ownNode) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
}

function wanted() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return `${process.platform}-${process.arch} ${createHash("sha256").update(lock).digest("hex")}\n`;
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says how long it takes while it takes it; npm's own progress is for terminals that it knows. */
async function install() {
  const beganAt = Date.now();
  say(installWords.installing);
  // Not `npm ci`: a mirror may lack other systems' optional packages, and it would then refuse the lock.
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  // Whatever the person's own npm settings leave out, these commands need.
  const whole = ["--include=dev", "--include=optional", "--ignore-scripts=false"];
  const telling = setInterval(() => say(installWords.stillInstalling(Date.now() - beganAt)), tellEveryMs);
  const status = await new Promise((resolve) => {
    const npm = spawn(isWindows ? "npm.cmd" : "npm", ["install", ...quiet, ...whole], {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: isWindows,
    });
    npm.on("error", () => resolve("missing"));
    npm.on("exit", resolve);
  });
  clearInterval(telling);
  if (status === "missing") stopWith(installWords.noNpm);
  if (status !== 0 || !existsSync(ownNode)) stopWith(installWords.notInstalled);
  writeFileSync(stamp, wanted());
  say(installWords.installed(Date.now() - beganAt));
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * @param {string} why
 * @returns {never}
 */
function stopWith(why) {
  say(why);
  process.exit(1);
}
