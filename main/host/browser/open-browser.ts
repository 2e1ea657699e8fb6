/**
 * Opens the page in an installed Chrome, Chromium or Edge as an app window with a browser profile of its own, so that no
 * extension of the person's browser sits in it. Where there is none, the person is asked to open the address themselves.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { leaveWindowFile } from "./window-file.ts";

const names: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** Where an app-capable browser is, or null. */
export function findBrowser(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? "").split(delimiter);
  for (const name of names[platform] ?? []) {
    const places = name.includes("/") || name.includes("\\") ? [name] : folders.map((folder) => join(folder, name));
    const found = places.find((place) => existsSync(place));
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a window could be seen: elsewhere than on Linux there is always a desktop. */
export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** A browser that ends sooner has shown nothing, or handed the address to a window that stood already. */
const diesWithinMs = 2000;
/** One that may not read our file stands there with an error, and does not end. */
const arrivesWithinMs = 20_000;

/** `ended`: the browser ended at once; `late`: it stands, and no page of it has come in. */
export type Trouble = "ended" | "late";
export type OpenedWindow = { arrived(): void };

/**
 * Opens `address` as an app window; null where there is no browser for it. The address itself stands in no argument and no
 * environment. `trouble` comes at most once, and not after `arrived`.
 */
export function openBrowser(address: string, dataDir: string, trouble: (kind: Trouble) => void): OpenedWindow | null {
  const browser = findBrowser(process.platform, process.env);
  if (browser === null) return null;
  const rootNeeds = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(
    browser,
    [
      `--app=${leaveWindowFile(dataDir, address)}`,
      `--user-data-dir=${join(dataDir, "browser")}`,
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-sync",
      "--disable-extensions",
      "--disable-background-networking",
      ...rootNeeds,
    ],
    { stdio: "ignore" },
  );
  const startedAt = performance.now();
  const late = setTimeout(() => trouble("late"), arrivesWithinMs).unref();
  const ended = (): void => {
    clearTimeout(late);
    if (performance.now() - startedAt < diesWithinMs) trouble("ended");
  };
  child.on("error", ended);
  child.on("exit", ended);
  return { arrived: () => clearTimeout(late) };
}
