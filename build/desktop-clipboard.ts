/** What lies on the system's clipboard, by the names of its formats, and which marks of a secret are not among them. */
import { execFileSync } from "node:child_process";
import { concealedFormats } from "../main/host/electron/concealed-formats.ts";

/** By which a clipboard history knows that it must not keep a text. */
export function marksOf(platform: NodeJS.Platform): string[] {
  return concealedFormats(platform).map(({ format }) => format);
}

/** The formats that are there now. Throws where the system's tool for it is missing. */
export function clipboardFormats(platform = process.platform): { there: string[]; missing: string[] } {
  const there = ask(platform)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  return { there, missing: marksOf(platform).filter((mark) => !there.includes(mark)) };
}

function ask(platform: NodeJS.Platform): string {
  if (platform === "win32") return run("powershell", ["-NoProfile", "-Sta", "-Command", windowsFormats]);
  if (platform === "darwin") return run("osascript", ["-l", "JavaScript", "-e", appleFormats]);
  const isWayland = (process.env.WAYLAND_DISPLAY ?? "") !== "";
  return isWayland ? run("wl-paste", ["-l"]) : run("xclip", ["-selection", "clipboard", "-o", "-t", "TARGETS"]);
}

const windowsFormats =
  "Add-Type -AssemblyName System.Windows.Forms; [Windows.Forms.Clipboard]::GetDataObject().GetFormats()";
const appleFormats = "ObjC.import('AppKit'); ObjC.deepUnwrap($.NSPasteboard.generalPasteboard.types).join('\\n')";

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", timeout: 20_000 });
}
