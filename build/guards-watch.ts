/**
 * Runs beside a test file in which guards are dropped, in a thread of its own: a program without a guard may loop for ever or
 * take all memory, and is killed then. Heap alone is not looked at: what hostile lengths allocate lies outside of it.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { type Limits, tookAllMemory } from "./guards-run.ts";

const { limits, folder, file } = workerData as { limits: Limits; folder: string; file: string };

const kill = () => process.kill(process.pid, "SIGKILL");
setTimeout(kill, limits.ms);
setInterval(() => {
  if (process.memoryUsage.rss() <= limits.bytes) return;
  appendFileSync(join(folder, tookAllMemory), `${file}\n`);
  kill();
}, 50);
