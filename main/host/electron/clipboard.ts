/**
 * Electron's clipboard, written by the main process because only it can set the flags that keep a text out of clipboard
 * managers and histories. Main has then held that one text (threat model); what it keeps is a keyed hash.
 */
import { createHmac, randomBytes } from "node:crypto";
import { clipboard } from "electron";

export type ElectronClipboard = { write(text: string, clearAfterMs: number): boolean; clear(): void };

/** Formats by which managers and histories know a concealed text, per platform. */
export function concealedFormats(platform: NodeJS.Platform): { format: string; bytes: Buffer }[] {
  const zero = Buffer.alloc(4);
  if (platform === "win32") {
    return [
      { format: "ExcludeClipboardContentFromMonitorProcessing", bytes: Buffer.from([1, 0, 0, 0]) },
      { format: "CanIncludeInClipboardHistory", bytes: zero },
      { format: "CanUploadToCloudClipboard", bytes: zero },
    ];
  }
  if (platform === "darwin") return [{ format: "org.nspasteboard.ConcealedType", bytes: Buffer.from("1") }];
  return [{ format: "x-kde-passwordManagerHint", bytes: Buffer.from("secret") }];
}

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
      for (const { format, bytes } of concealedFormats(process.platform)) clipboard.writeBuffer(format, bytes);
      mac = macOf(text);
      timer = setTimeout(clear, clearAfterMs);
      return true;
    },
    clear,
  };
}
