/**
 * Keeps the promise that a copied secret leaves the clipboard: after its time, at lock and at quit, and only if what is
 * there is still ours. The host holds a keyed hash of what was written, never the text, so this works after the core
 * that wrote it is gone; the look and the clearing happen in a short-lived child.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { coreEnvironment } from "./core-link.ts";

export type ClipboardGuard = {
  key: string;
  written(mac: string, clearAfterMs: number): void;
  /** Clears now, without waiting for it. */
  clear(): void;
  /** Clears now and waits: for quit. */
  clearAndWait(): void;
};

const clearer = fileURLToPath(new URL("../node/clipboard-clear.ts", import.meta.url));
const quitWithinMs = 3000;

/** Makes the guard; its key is random and lives as long as the host. */
export function guardClipboard(): ClipboardGuard {
  const key = randomBytes(32).toString("hex");
  let mac: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  // A group of its own: Ctrl-C goes to every process of the terminal's, and must not end the look half done.
  const options = () => ({ env: coreEnvironment(process.env), detached: true });
  const take = (): string | null => {
    const input = mac === null ? null : JSON.stringify({ key, mac });
    if (timer !== null) clearTimeout(timer);
    timer = null;
    mac = null;
    return input;
  };
  const clear = (): void => {
    const input = take();
    if (input === null) return;
    const child = spawn(process.execPath, [clearer], { ...options(), stdio: ["pipe", "ignore", "ignore"] });
    child.on("error", () => {});
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  };
  return {
    key,
    written(newMac, clearAfterMs) {
      if (timer !== null) clearTimeout(timer);
      mac = newMac;
      timer = setTimeout(clear, clearAfterMs);
    },
    clear,
    clearAndWait() {
      const input = take();
      if (input !== null)
        spawnSync(process.execPath, [clearer], {
          ...options(),
          input,
          stdio: ["pipe", "ignore", "ignore"],
          timeout: quitWithinMs,
        });
    },
  };
}
