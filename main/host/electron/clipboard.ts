/**
 * Electron's clipboard, written by the main process, which has then held that one text (threat model); what it keeps is
 * a keyed hash. The flags that hide a text from clipboard managers are not set: Electron's calls replace the whole
 * clipboard each, so text and flag cannot stand there together (`docs/threat-model.md`).
 */
import { createHmac, randomBytes } from "node:crypto";
import { clipboard } from "electron";

export type ElectronClipboard = { write(text: string, clearAfterMs: number): boolean; clear(): void };

/** Writes, and clears after the time, at lock and at quit, only if what is there is still ours. */
export function electronClipboard(): ElectronClipboard {
  const key = randomBytes(32);
  let mac: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const macOf = (text: string): string => createHmac("sha256", key).update(text).digest("hex");
  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (mac !== null && macOf(clipboard.readText()) === mac) clipboard.clear();
    mac = null;
  };
  return {
    write(text, clearAfterMs) {
      if (timer !== null) clearTimeout(timer);
      clipboard.writeText(text);
      mac = macOf(text);
      timer = setTimeout(clear, clearAfterMs);
      return true;
    },
    clear,
  };
}
