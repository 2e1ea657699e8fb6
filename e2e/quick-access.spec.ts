/** Quick access in a real Chromium, by the keyboard alone: unlock, find, copy; the clipboard is the X server's. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeFaults } from "./kit/axe.ts";
import { type Person, person } from "./kit/browser.ts";
import { clipboardOf, startDisplay, type XClipboard } from "./kit/desktop.ts";
import { eventually } from "./kit/eventually.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { passphrase } from "./kit/must.ts";
import { needs } from "./kit/needs.ts";
import { clippedText } from "./screens/clipped.ts";

const secret = "Ulmen-7-kupfern-Gasse";
const seed = "JBSWY3DPEHPK3PXP";
const pictures = join(import.meta.dirname, "../test-results/screens");
type Here = Person & { clipboard: XClipboard };

async function begun(): Promise<Here> {
  const display = await startDisplay();
  const dataDir = await filledFolder({
    ...{ title: "Werkstatt", username: "dana", password: secret, totp: seed },
  });
  const here = await person({ dataDir }, { DISPLAY: display, WAYLAND_DISPLAY: "" });
  await here.page.getByLabel("Passphrase").waitFor();
  return { ...here, clipboard: clipboardOf(display) };
}

const size = { width: 640, height: 440 };

/** Its window, as large as the desktop app makes it. The page that opened it has the pass that it needs. */
async function openQuick({ page, context }: Here): Promise<Page> {
  const [quick] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open("/quick.html", "_blank", "width=640,height=440")),
  ]);
  await quick.setViewportSize(size);
  return quick;
}

async function unlock(quick: Page): Promise<void> {
  await quick.getByLabel("Passphrase").waitFor();
  await quick.keyboard.type(passphrase);
  await quick.keyboard.press("Enter");
  await quick.getByRole("option", { name: /Werkstatt/ }).waitFor();
}

/** The window closes by this key, and may be gone before the key is up again. */
const pressToClose = (quick: Page, key: string): Promise<unknown> =>
  Promise.all([quick.waitForEvent("close"), quick.keyboard.press(key).catch(() => {})]);

/** One picture in each theme; what axe finds, and what nobody could read at 200 % zoom. */
async function looked(quick: Page, name: string): Promise<string[]> {
  mkdirSync(pictures, { recursive: true });
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await quick.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await quick.screenshot({ path: join(pictures, `quick-${name}-${colorScheme}.png`) });
    faults.push(...(await axeFaults(quick)).map((fault) => `${name} ${colorScheme}: ${fault}`));
  }
  await quick.setViewportSize({ width: size.width / 2, height: size.height / 2 });
  faults.push(...(await clippedText(quick)).map((fault) => `${name}: ${fault}`));
  await quick.screenshot({ path: join(pictures, `quick-${name}-zoomed.png`) });
  await quick.setViewportSize(size);
  return faults;
}

describe("quick access", () => {
  needs("Linux", "Chromium", "Xvfb", "xclip");

  it("unlocks, finds and copies password and code by the keyboard alone, and closes after each", async () => {
    const here = await begun();
    const first = await openQuick(here);
    await first.getByLabel("Passphrase").waitFor();
    const faults = await looked(first, "locked");
    await unlock(first);
    await first.keyboard.type("werk");
    await first.getByRole("option", { name: /Werkstatt/, selected: true }).waitFor();
    faults.push(...(await looked(first, "found")));
    await pressToClose(first, "Enter");
    await eventually(here.clipboard.read, (text) => text === secret);

    const second = await openQuick(here);
    await second.getByRole("option", { name: /Werkstatt/, selected: true }).waitFor();
    await second.keyboard.type("zzzz");
    await second.getByText("Nothing found for “zzzz”").waitFor();
    faults.push(...(await looked(second, "none")));
    await second.keyboard.press("Control+a");
    await second.keyboard.type("werk");
    await second.getByRole("option", { name: /Werkstatt/, selected: true }).waitFor();
    await pressToClose(second, "Control+Shift+O");
    await eventually(here.clipboard.read, (text) => /^\d{6}$/.test(text));
    expect(faults).toEqual([]);
    expect(here.violations).toEqual([]);
  });

  it("says what cannot be copied and stays; Escape closes it, and a lock asks for the passphrase again", async () => {
    const here = await begun();
    const quick = await openQuick(here);
    await unlock(quick);
    await quick.keyboard.type("nothing like that");
    await quick.getByText(/^Nothing found/).waitFor();
    await quick.keyboard.press("Enter");
    expect(quick.isClosed()).toBe(false);
    await quick.keyboard.press("Control+l");
    await quick.getByLabel("Passphrase").waitFor();
    await pressToClose(quick, "Escape");
  });
});
