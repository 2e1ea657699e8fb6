/** The product itself: Electron's window with the welcome screen, hardened as `docs/architecture.md` says. Runs where the runtime is. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { bridgeGlobal } from "../shared/contract/bridge.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";

const root = join(import.meta.dirname, "..");
const runtime = join(root, "node_modules/electron");
const elsewhere = "https://example.org/";

/** Why Electron cannot be driven here, or null. */
function hindrance(): string | null {
  const named = join(runtime, "path.txt");
  if (!existsSync(named) || !existsSync(join(runtime, "dist", readFileSync(named, "utf8").trim())))
    return "the Electron runtime is not on this computer";
  if (process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  if (process.platform === "linux" && !process.env.DISPLAY) return "there is no display";
  const built = spawnSync(process.execPath, [join(root, "build/build-app.ts"), "shell"], {
    cwd: root,
    stdio: "ignore",
  });
  return built.status === 0 ? null : "the Electron shell could not be built";
}

const reason = hindrance();
beforeEach((context) => {
  if (reason !== null) context.skip(reason);
});

/**
 * The app with its first page. `chromiumSandbox`, because Playwright would switch the sandbox off; no path to the runtime,
 * because only without one Playwright takes its own switches out of the command line, and the product refuses them.
 */
async function open(): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await _electron.launch({ args: [root, "--data", scratchDir()], cwd: root, chromiumSandbox: true });
  atEnd(() => app.close());
  const page = await app.firstWindow();
  await page.getByRole("button", { name: /Create a team/ }).waitFor();
  return { app, page };
}

/** The only page as the main process knows it. */
const contentsOf = (app: ElectronApplication): Promise<{ id: number; pid: number; url: string }[]> =>
  app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) => ({ id: contents.id, pid: contents.getOSProcessId(), url: contents.getURL() })),
  );

describe("the Electron app", () => {
  it("opens one window with the welcome screen, whose page can do nothing but ask the core", async () => {
    const { app, page } = await open();
    expect(await contentsOf(app)).toMatchObject([{ url: "app://latchkey/" }]);
    const preferences = await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents() as unknown as {
        getLastWebPreferences(): Record<string, boolean>;
      }[];
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents?.getLastWebPreferences() ?? {};
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: webviewTag === true };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    const given = await page.evaluate((name) => {
      const globals = window as unknown as Record<string, object>;
      const node = ["require", "process", "module", "Buffer", "global"].filter((one) => one in globals);
      return { node, bridge: Object.keys(globals[name] ?? {}).sort() };
    }, bridgeGlobal);
    expect(given).toEqual({ node: [], bridge: ["call", "on"] });
  });

  it("keeps its page where it is: no navigation, no new window, no connection, no permission", async () => {
    const { app, page } = await open();
    const asked = app.evaluate(
      ({ webContents }) =>
        new Promise<boolean>((resolve) => {
          // After the product's own listener, so that its answer can be seen.
          webContents.getAllWebContents()[0]?.once("will-navigate", (event) => resolve(event.defaultPrevented));
        }),
    );
    await page.evaluate((address) => {
      location.href = address;
    }, elsewhere);
    expect(await asked).toBe(true);
    expect(await page.evaluate((address) => window.open(address), elsewhere)).toBeNull();
    expect(await contentsOf(app)).toMatchObject([{ url: "app://latchkey/" }]);
    const refused = await page.evaluate(async (address) => {
      const breach = new Promise<string>((resolve) =>
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.originalPolicy), { once: true }),
      );
      await fetch(address).catch(() => null);
      return { policy: await breach, notifications: await Notification.requestPermission() };
    }, elsewhere);
    expect(refused.notifications).toBe("denied");
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'none'", "trusted-types default"])
      expect(refused.policy.split("; ")).toContain(rule);
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
  });

  it("destroys the page at lock and shows another, in another process", async () => {
    const { app, page } = await open();
    const [before] = await contentsOf(app);
    const next = app.waitForEvent("window");
    const gone = page.waitForEvent("close");
    await app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label === "Lock")?.click();
    });
    await gone;
    await (await next).getByRole("button", { name: /Create a team/ }).waitFor();
    const [after, ...more] = await contentsOf(app);
    expect(more).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
    expect(after?.pid).not.toBe(before?.pid);
  });
});
