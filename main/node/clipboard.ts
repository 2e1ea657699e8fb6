/** The clipboard port: writes through the system's tool and tells the host a keyed hash, so that it can clear later. */
import { fail, ok } from "../../shared/failures.ts";
import type { Clipboard } from "../core/ports.ts";
import { clipboardMac } from "./clipboard-mac.ts";
import { findClipboardTool, writeClipboard } from "./clipboard-tools.ts";

/** `written` gets the keyed hash of every text that reached the clipboard, and when it must go. */
export function systemClipboard(keyHex: string, written: (mac: string, clearAfterMs: number) => void): Clipboard {
  const tool = findClipboardTool(process.platform, process.env);
  return {
    available: () => tool !== null,
    async write(text, clearAfterMs) {
      if (tool === null) return fail("clipboard-unavailable", undefined, "after-act");
      const bytes = new TextEncoder().encode(text);
      // Told before the write: a core killed in between must not leave a text that nobody clears.
      written(clipboardMac(keyHex, bytes), clearAfterMs);
      const taken = await writeClipboard(tool, bytes);
      bytes.fill(0);
      return taken ? ok(true) : fail("clipboard-unavailable", undefined, "after-act");
    },
  };
}
