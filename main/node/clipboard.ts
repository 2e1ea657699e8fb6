/** The clipboard port: has a keyed hash of the text held by the host's watch, then writes through the system's tool. */
import { randomBytes } from "node:crypto";
import { fail, ok } from "../../shared/failures.ts";
import type { Clipboard } from "../core/ports.ts";
import { clipboardMac } from "./clipboard-mac.ts";
import { findClipboardTool, writeClipboard } from "./clipboard-tools.ts";
import type { HeldText } from "./clipboard-watch.ts";

/** `hold` answers whether the watch holds the text's hash; a text that nobody would clear is not written. */
export function systemClipboard(hold: (text: HeldText) => Promise<boolean>): Clipboard {
  const tool = findClipboardTool(process.platform, process.env);
  return {
    available: () => tool !== null,
    async write(text, clearAfterMs) {
      if (tool === null) return fail("clipboard-unavailable", undefined, "after-act");
      const bytes = new TextEncoder().encode(text);
      const key = randomBytes(32).toString("hex");
      const isHeld = await hold({ key, mac: clipboardMac(key, bytes), clearAfterMs });
      const taken = isHeld && (await writeClipboard(tool, bytes));
      bytes.fill(0);
      return taken ? ok(true) : fail("clipboard-unavailable", undefined, "after-act");
    },
  };
}
