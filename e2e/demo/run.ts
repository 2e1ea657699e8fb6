/**
 * `npm run demo`: a filled demo team to click through. A real server and seven people's computers are made in a folder of
 * their own, then Latchkey opens as one of them; when it is closed, everything is taken away again. `--as ivo` opens it as
 * somebody else, `--keep DIR` makes it in a folder that stays; what else is given goes to `npm start`.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type RunningServer, startServer } from "../drive.ts";
import { passphrase } from "../kit/must.ts";
import { fillDemo } from "./fill.ts";
import { firstName, people } from "./nordlicht.ts";

const given = process.argv.slice(2);
const who = option("--as") ?? "dana";
const kept = option("--keep");
const names = people.map(({ name }) => firstName(name));
if (!names.includes(who)) end(`There is nobody called ${who}; there are ${names.join(", ")}.`, 2);
const folder = kept === null ? mkdtempSync(join(tmpdir(), "latchkey-demo-")) : resolve(kept);
const isThere = existsSync(join(folder, who));
say(
  isThere ? "Opening the demo team that is there." : "Making the demo team: seven people, their vaults, one server...",
);
const server = await openServer();
open();

/** Made fresh, or the one of last time with the port that its clients know. */
async function openServer(): Promise<RunningServer> {
  const started = await startServer({ dataDir: join(folder, "server") });
  if (!isThere) await fillDemo(folder, started);
  return started;
}

function open(): void {
  say(`You are ${people.find(({ name }) => firstName(name) === who)?.name}. The passphrase: ${passphrase}`);
  const start = join(import.meta.dirname, "../../build/start.ts");
  const child = spawn(process.execPath, [start, "--data", join(folder, who), ...given], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    void server.close().then(() => {
      if (kept === null) rmSync(folder, { recursive: true, force: true });
      say(kept === null ? "The demo team is gone again." : `The demo team stays in ${folder}.`);
      process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Takes an option and its value out of what was given. */
function option(name: string): string | null {
  const at = given.indexOf(name);
  return at < 0 ? null : (given.splice(at, 2)[1] ?? null);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function end(line: string, status: number): never {
  say(line);
  process.exit(status);
}
