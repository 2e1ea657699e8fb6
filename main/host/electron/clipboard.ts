/**
 * Electron's clipboard, written by the main process because only it can set the flags that keep a text out of clipboard
 * managers and histories. Main has then held that one text (threat model); what it keeps is a keyed hash. The watch that
 * clears is the browser host's, but inside this process: a release has no Node of its own to run another.
 */
import { randomBytes } from "node:crypto";
import { ClipboardItem, clipboard } from "electron";
import { clipboardMac } from "../../node/clipboard-mac.ts";
import { watchClipboard } from "../../node/clipboard-watch.ts";
import { nodeClock } from "../../node/node-clock.ts";
import { concealedFormats } from "./concealed-formats.ts";

export type ElectronClipboard = {
  write(text: string, clearAfterMs: number): Promise<boolean>;
  clear(): Promise<boolean>;
  /** Empties it before it returns, without a look at what is there, where a copied text may be: for a system that waits for nothing. */
  clearNow(): void;
};

/** Writes, and clears after the time, at lock and at quit, only if what is there is still ours. */
export function electronClipboard(): ElectronClipboard {
  const reach = {
    read: async () => new TextEncoder().encode(await clipboard.readText()),
    empty: async () => {
      await clipboard.clear();
      return true;
    },
  };
  const watch = watchClipboard(reach, nodeClock);
  return {
    async write(text, clearAfterMs) {
      const flags = concealedFormats(process.platform).map(({ format, bytes }) => [
        `electron application/osclipboard;format="${format}"`,
        new Blob([new Uint8Array(bytes)]),
      ]);
      const key = randomBytes(32).toString("hex");
      watch.hold({ key, mac: clipboardMac(key, new TextEncoder().encode(text)), clearAfterMs });
      await clipboard.write([new ClipboardItem({ "text/plain": text, ...Object.fromEntries(flags) })]);
      return true;
    },
    clear: watch.end,
    clearNow() {
      if (watch.isHolding()) clipboard.clear();
    },
  };
}
