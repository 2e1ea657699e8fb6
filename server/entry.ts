/** The server as a command: starts, says where it is and how to make a team on it, stops cleanly when it is asked to. */

import { copyRefusal, greeting, refusal, stopped, usage } from "../shared/copy/server-command.ts";
import { copyWords } from "../shared/copy/server-copies.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { createServer, type RunningServer } from "./app.ts";
import { copyLine, runCopyAct } from "./copies/command.ts";
import { stderrSink } from "./log/log.ts";
import { machineLine } from "./machine-line.ts";
import { type CopyAct, readCommandLine } from "./options.ts";

const isCopyAct = process.argv[2]?.startsWith("-") === false;
const line = readCommandLine(process.argv.slice(2), process.env);
if (!line.ok) stopWith((isCopyAct ? copyRefusal : refusal)(line.failure), 2);
if (line.value.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const { server, copy, json, withParent } = line.value;
if (copy !== null) await copyAndExit(copy);
// Who starts us is who may vanish; asked before anything is awaited.
const parent = process.ppid;
let isStopping = false;
let running: RunningServer | null = null;
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

const started = await createServer({ ...server, log: stderrSink() });
if (!started.ok) stopWith(refusal(started.failure), started.failure.code === "invalid-input" ? 2 : 1);
running = started.value;
if (isStopping) close(running);
else {
  if (withParent) watchParent();
  process.stdout.write(json ? machineLine(running) : greeting(running, server.dataDir));
}

/** An act on the server's copy instead of serving. Status 1: it could not be done, or what was looked at does not hold. */
async function copyAndExit(act: CopyAct): Promise<never> {
  await cryptoReady();
  const done = await runCopyAct(act);
  if (!done.ok) stopWith(copyRefusal(done.failure), done.failure.code === "invalid-input" ? 2 : 1);
  const { report, file, kept } = done.value;
  process.stdout.write(json ? copyLine(act, done.value) : copyWords({ ...act, file, kept, ...report }));
  process.exit(report.faults.length === 0 ? 0 : 1);
}

/** Asked while it still starts, it stops as soon as it has. */
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  if (running !== null) close(running);
}

function close(server: RunningServer): void {
  server.close().then(
    () => {
      if (!json) process.stdout.write(stopped);
      process.exit(0);
    },
    () => process.exit(1),
  );
}

/** Whoever started us may be killed without a word: then nobody is left to stop us, and the folder must come free. */
function watchParent(): void {
  const isGone = () => {
    try {
      return process.ppid !== parent || !process.kill(parent, 0);
    } catch {
      return true;
    }
  };
  setInterval(() => {
    if (isGone()) stop();
  }, 500).unref();
}

function stopWith(text: string, status: number): never {
  process.stderr.write(text);
  process.exit(status);
}
