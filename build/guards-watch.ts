/**
 * Runs beside a test file whose guard is dropped, in a thread of its own: a program without a guard may loop for ever or take
 * all memory, and is killed then. Heap alone is not looked at: what hostile lengths allocate lies outside of it.
 */
import { workerData } from "node:worker_threads";
import type { Limits } from "./guards-run.ts";

const { ms, bytes } = workerData as Limits;

const kill = () => process.kill(process.pid, "SIGKILL");
setTimeout(kill, ms);
setInterval(() => {
  if (process.memoryUsage.rss() > bytes) kill();
}, 50);
