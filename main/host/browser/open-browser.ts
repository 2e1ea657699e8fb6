/**
 * Opens the page in an installed Chrome, Chromium or Edge as an app window with a browser profile of its own, so that no
 * extension of the person's browser sits in it. Where there is none, the person is asked to open the address themselves.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

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

/** A browser that ends sooner has shown nothing, or handed the address to a window that stood already. */
const diesWithinMs = 2000;

/** Opens `url` as an app window; false where there is no browser for it. `died` is told of one that ends at once. */
export function openBrowser(url: string, dataDir: string, died: () => void): boolean {
  const browser = findBrowser(process.platform, process.env);
  if (browser === null) return false;
  const rootNeeds = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(
    browser,
    [
      `--app=${url}`,
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
  child.on("error", died);
  child.on("exit", () => {
    if (performance.now() - startedAt < diesWithinMs) died();
  });
  return true;
}
