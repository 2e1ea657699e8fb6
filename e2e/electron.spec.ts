/** The product itself: Electron's window with the doors, hardened as `docs/architecture.md` says. Runs where the runtime is. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { expect, it } from "vitest";
import { atEnd, scratchDir } from "./scratch.ts";

const root = join(import.meta.dirname, "..");
const runtime = join(root, "node_modules/electron");

/** Why Electron cannot be driven here, or null. */
function hindrance(): string | null {
  const named = join(runtime, "path.txt");
  if (!existsSync(named) || !existsSync(join(runtime, "dist", readFileSync(named, "utf8").trim())))
    return "the Electron runtime is not on this computer";
  if (!existsSync(join(root, "dist/electron/main/entry.js"))) return "the Electron shell is not built";
  if (process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  return process.env.DISPLAY || process.platform !== "linux" ? null : "there is no display";
}

it("opens its window with the doors; the page can do nothing but ask the core", async ({ skip }) => {
  const reason = hindrance();
  if (reason !== null) return skip(reason);
  const app = await _electron.launch({ args: [root, "--data", scratchDir()], cwd: root });
  atEnd(() => app.close());
  const page = await app.firstWindow();
  await page.getByRole("button", { name: /Create a team/ }).waitFor();
  expect(page.url()).toMatch(/^app:\/\//);
  const inPage = await page.evaluate(() => {
    const globals = window as unknown as Record<string, unknown>;
    return {
      require: typeof globals.require,
      process: typeof globals.process,
      opened: window.open("https://example.org"),
    };
  });
  expect(inPage).toEqual({ require: "undefined", process: "undefined", opened: null });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, boolean>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  await page.evaluate(() => {
    location.href = "https://example.org/";
  });
  expect(page.url()).toMatch(/^app:\/\//);
});
