/**
 * Electron's clipboard, written by the main process because only it can set the flags that keep a text out of clipboard
 * managers and histories. Main has then held that one text (threat model); what it keeps is a keyed hash.
 */
import { createHmac, randomBytes } from "node:crypto";
import { ClipboardItem, clipboard } from "electron";
import { concealedFormats } from "./concealed-formats.ts";

export type ElectronClipboard = { write(text: string, clearAfterMs: number): Promise<boolean>; clear(): Promise<void> };

/** Writes, and clears after the time, at lock and at quit, only if what is there is still ours. */
export function electronClipboard(): ElectronClipboard {
  const key = randomBytes(32);
  let mac: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const macOf = (text: string): string => createHmac("sha256", key).update(text).digest("hex");
  const clear = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const ours = mac;
    mac = null;
    if (ours !== null && macOf(await clipboard.readText()) === ours) clipboard.clear();
  };
  return {
    async write(text, clearAfterMs) {
      if (timer !== null) clearTimeout(timer);
      const flags = concealedFormats(process.platform).map(({ format, bytes }) => [
        `electron application/osclipboard;format="${format}"`,
        new Blob([new Uint8Array(bytes)]),
      ]);
      mac = macOf(text);
      timer = setTimeout(() => void clear(), clearAfterMs);
      await clipboard.write([new ClipboardItem({ "text/plain": text, ...Object.fromEntries(flags) })]);
      return true;
    },
    clear,
  };
}
