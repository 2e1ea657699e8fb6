/**
 * The system's own clipboard tools, started without a shell, text on stdin only (a command line is visible to every
 * process). The page's clipboard API is never used for secrets.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

type Tool = { name: string; write: string[]; read: { name: string; args: string[] } };

const powershell = ["-NoProfile", "-NonInteractive", "-Command"];
/** Keeps the text out of Windows' clipboard history and cloud clipboard, and away from clipboard monitors. */
const windowsWrite = `
$text = [Console]::In.ReadToEnd()
Add-Type -AssemblyName System.Windows.Forms
$object = New-Object System.Windows.Forms.DataObject
$object.SetText($text)
foreach ($name in 'CanIncludeInClipboardHistory','CanUploadToCloudClipboard') {
  $object.SetData($name, (New-Object System.IO.MemoryStream(,[BitConverter]::GetBytes([int]0))))
}
$object.SetData('ExcludeClipboardContentFromMonitorProcessing', (New-Object System.IO.MemoryStream(,[BitConverter]::GetBytes([int]1))))
[System.Windows.Forms.Clipboard]::SetDataObject($object, $true)`;

/** The tool for this desktop, or null where there is none. */
export function findClipboardTool(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Tool | null {
  if (platform === "darwin") return { name: "pbcopy", write: [], read: { name: "pbpaste", args: [] } };
  if (platform === "win32") {
    const read = { name: "powershell.exe", args: [...powershell, "Get-Clipboard -Raw"] };
    return { name: "powershell.exe", write: ["-STA", ...powershell, windowsWrite], read };
  }
  const has = (name: string): boolean =>
    (env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
  if (env.WAYLAND_DISPLAY && has("wl-copy") && has("wl-paste")) {
    return { name: "wl-copy", write: ["--sensitive"], read: { name: "wl-paste", args: ["--no-newline"] } };
  }
  if (env.DISPLAY && has("xclip")) {
    const args = ["-selection", "clipboard"];
    return { name: "xclip", write: args, read: { name: "xclip", args: [...args, "-o"] } };
  }
  return null;
}

/** The package that would bring one, where a desktop of Linux has none; null where there is a tool, or no desktop to copy on. */
export function missingClipboardTool(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | null {
  if (findClipboardTool(platform, env) !== null || platform !== "linux") return null;
  if (env.WAYLAND_DISPLAY) return "wl-clipboard";
  return env.DISPLAY ? "xclip" : null;
}

const withinMs = 5000;
const mostSaid = 1000;

/** Runs the tool with `input` on stdin; true when it took it. */
export function writeClipboard(tool: Tool, input: Uint8Array | string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(tool.name, tool.write, { stdio: ["pipe", "ignore", "ignore"] });
    const late = setTimeout(() => child.kill("SIGKILL"), withinMs);
    child.on("error", () => resolve(false));
    // xclip and wl-copy leave a child behind that serves the selection: `exit` is the tool's own end.
    child.on("exit", (code) => {
      clearTimeout(late);
      resolve(code === 0);
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** How the tools say that there is no text on the clipboard; any other end of theirs is no answer. */
const saysNoText = /target \S+ not available|nothing is copied|no selection|no suitable type/i;

/** What is on the clipboard now, nothing where it holds no text; null where it did not answer. */
export function readClipboard(tool: Tool): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const child = spawn(tool.read.name, tool.read.args, { stdio: ["ignore", "pipe", "pipe"] });
    const parts: Uint8Array[] = [];
    let said = "";
    const late = setTimeout(() => child.kill("SIGKILL"), withinMs);
    child.stdout.on("data", (part: Uint8Array) => parts.push(part));
    child.stderr.on("data", (part: Uint8Array) => {
      said = `${said}${part}`.slice(0, mostSaid);
    });
    child.on("error", () => resolve(null));
    child.on("close", (code) => {
      clearTimeout(late);
      if (code === 0) resolve(new Uint8Array(Buffer.concat(parts)));
      else resolve(code !== null && saysNoText.test(said) ? new Uint8Array() : null);
    });
  });
}
