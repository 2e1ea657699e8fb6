/**
 * The clipboard's watch as a program of its own, which outlives the host that started it: reads held texts (hashes, a line
 * each) on standard input and answers each with a line once it is held. When the input ends (lock, quit, or a host that was
 * killed) it empties the clipboard if what is there is still ours, and is gone.
 */
import { createInterface } from "node:readline";
import { findClipboardTool, readClipboard, writeClipboard } from "./clipboard-tools.ts";
import { type HeldText, watchClipboard } from "./clipboard-watch.ts";
import { nodeClock } from "./node-clock.ts";

const tool = findClipboardTool(process.platform, process.env);
if (tool === null) process.exit(1);
const reach = {
  read: () => readClipboard(tool),
  empty: () => writeClipboard(tool, ""),
};
const watch = watchClipboard(reach, nodeClock);

/** How it ends where the clipboard did not answer. */
const textMayBeLeft = 3;
let isEnding = false;
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const held = readHeld(line);
    if (held === null) return;
    watch.hold(held);
    process.stdout.write("held\n");
  })
  .on("close", end);
// A host that was killed reads no answer.
process.stdout.on("error", () => {});
// Whoever ends the session ends everything with it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

function end(): void {
  if (isEnding) return;
  isEnding = true;
  void watch.end().then(
    (isGone) => process.exit(isGone ? 0 : textMayBeLeft),
    () => process.exit(textMayBeLeft),
  );
}

/** Null for a line that the host was killed in the middle of: its text was not written. */
function readHeld(line: string): HeldText | null {
  try {
    return JSON.parse(line) as HeldText;
  } catch {
    return null;
  }
}
