/** A copied secret: through the real xclip on a real X server, off again after its time, at lock and at quit, only if ours. */

import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { type Host, person, startHost } from "./kit/browser.ts";
import { clipboardOf, startDisplay, type XClipboard } from "./kit/desktop.ts";
import { eventually } from "./kit/eventually.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { passphrase } from "./kit/must.ts";
import { needs } from "./kit/needs.ts";
import { processesNow, watchProcesses } from "./kit/processes.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";

const secret = "Ulmen-7-kupfern-Gasse";
const foreign = "a line that somebody else copied";
type Desktop = { env: { DISPLAY: string; WAYLAND_DISPLAY: string } } & XClipboard;

async function desktop(): Promise<Desktop> {
  const display = await startDisplay();
  return { env: { DISPLAY: display, WAYLAND_DISPLAY: "" }, ...clipboardOf(display) };
}

const folderWithLogin = () => filledFolder({ title: "Werkstatt", username: "dana", password: secret });

async function unlock(page: Page): Promise<void> {
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.getByRole("button", { name: /^Unlock/ }).click();
  await page.getByRole("heading", { name: "Werkstatt" }).waitFor();
}

const copyPassword = (page: Page): Promise<void> => page.getByRole("button", { name: "Copy: Password" }).click();

async function copied(page: Page, here: Desktop): Promise<void> {
  await copyPassword(page);
  await eventually(here.read, (text) => text === secret);
}

const lock = async (page: Page): Promise<void> => {
  await page.keyboard.press("Control+l");
  await page.getByRole("button", { name: /^Unlock/ }).waitFor();
};

const clearers = () => processesNow().filter(({ command }) => command.includes("clipboard-clear"));

/** The last watch over a clipboard of this computer is gone: what it had to clear is cleared. */
const watchOver = () =>
  eventually(
    () => clearers().length === 0,
    (isOver) => isOver,
    15_000,
  );

/** Ends a host as `send` does, and answers how it went. */
async function ended(host: Host, send: () => void): Promise<{ code: number | null; signal: string | null }> {
  const end = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    host.process.on("exit", (code, signal) => resolve({ code, signal })),
  );
  send();
  return end;
}

describe("a password that was copied in the page", () => {
  needs("Linux", "Chromium", "Xvfb", "xclip");

  it("is on the clipboard, in no process's arguments or environment, and leaves at lock if it is still ours", async () => {
    const here = await desktop();
    const { page } = await person({ dataDir: await folderWithLogin() }, here.env);
    await unlock(page);
    const watch = watchProcesses();
    atEnd(watch.stop);
    await copied(page, here);
    // xclip offers one form beside the X server's own: it cannot carry the hint for clipboard managers (docs/threat-model.md).
    expect(here.targets().sort()).toEqual(["TARGETS", "UTF8_STRING"]);
    await lock(page);
    await eventually(here.read, (text) => text === "");
    await unlock(page);
    await copied(page, here);
    here.write(foreign);
    expect(clearers().length).toBe(1);
    await lock(page);
    await watchOver();
    expect(here.read()).toBe(foreign);
    expect(watch.seen("xclip").length).toBeGreaterThan(2);
    expect(watch.seen(secret)).toEqual([]);
  });

  it("leaves when the host is asked to stop, however, if it is still ours", async () => {
    const here = await desktop();
    const dataDir = await folderWithLogin();
    const { page, host: first } = await person({ dataDir }, here.env);
    let host = first;
    const again = async (): Promise<void> => {
      host = await startHost(dataDir, here.env);
      await page.goto(host.url);
    };
    const pid = (): number => host.process.pid as number;
    for (const stop of [
      () => process.kill(pid(), "SIGTERM"),
      // A terminal's Ctrl-C goes to the whole group.
      () => process.kill(-pid(), "SIGINT"),
    ]) {
      for (const isOurs of [true, false]) {
        await unlock(page);
        await copied(page, here);
        // Whoever holds it (a clipboard manager takes what others copy): what counts is the text.
        here.write(isOurs ? secret : foreign);
        expect(await ended(host, stop)).toEqual({ code: 0, signal: null });
        expect(here.read()).toBe(isOurs ? "" : foreign);
        await again();
      }
    }
  });

  it("leaves although Ctrl-C is pressed again while the host stops", async () => {
    const here = await desktop();
    const dataDir = await folderWithLogin();
    const { page, host } = await person({ dataDir }, here.env);
    await unlock(page);
    await copied(page, here);
    here.write(secret);
    const end = ended(host, () => process.kill(-(host.process.pid as number), "SIGINT"));
    await eventually(clearers, (found) => found.length > 0);
    process.kill(-(host.process.pid as number), "SIGINT");
    process.kill(host.process.pid as number, "SIGTERM");
    expect(await end).toEqual({ code: 0, signal: null });
    expect(here.read()).toBe("");
    expect(existsSync(join(dataDir, "running.json"))).toBe(false);
  });

  it("leaves when the host is killed, if it is still ours", async () => {
    const here = await desktop();
    const dataDir = await folderWithLogin();
    const { page, host: first } = await person({ dataDir }, here.env);
    let host = first;
    for (const isOurs of [true, false]) {
      await unlock(page);
      await copied(page, here);
      here.write(isOurs ? secret : foreign);
      await ended(host, () => void host.process.kill("SIGKILL"));
      await watchOver();
      expect(here.read()).toBe(isOurs ? "" : foreign);
      host = await startHost(dataDir, here.env);
      await page.goto(host.url);
    }
  });

  it("stays on the clipboard at no moment at which the host is killed while it copies", async () => {
    const here = await desktop();
    const dataDir = await folderWithLogin();
    const { page, host: first } = await person({ dataDir }, here.env);
    let host = first;
    for (const afterMs of [0, 60, 120, 240]) {
      here.write(foreign);
      await unlock(page);
      await copyPassword(page);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await ended(host, () => void host.process.kill("SIGKILL"));
      await watchOver();
      expect(here.read()).not.toBe(secret);
      host = await startHost(dataDir, here.env);
      await page.goto(host.url);
    }
  });

  it("leaves after 30 seconds if it is still ours", async () => {
    const [mine, theirs] = [await desktop(), await desktop()];
    const dataDirs = [await folderWithLogin(), await folderWithLogin()];
    const [ada, eve] = [
      await person({ dataDir: dataDirs[0] as string }, mine.env),
      await person({ dataDir: dataDirs[1] as string }, theirs.env),
    ];
    await Promise.all([unlock(ada.page), unlock(eve.page)]);
    await copied(eve.page, theirs);
    theirs.write(foreign);
    const copiedAt = performance.now();
    await copied(ada.page, mine);
    await ada.page.getByText("Clipboard clears in").waitFor();
    await eventually(mine.read, (text) => text === "", 33_000);
    expect(performance.now() - copiedAt).toBeGreaterThan(29_500);
    expect(theirs.read()).toBe(foreign);
  });
});

/** The desktop's tool that opens addresses: it writes down what it was given. */
function opener(): { env: { PATH: string }; opened(): string[] } {
  const folder = scratchDir();
  const [tool, list] = [join(folder, "xdg-open"), join(folder, "opened")];
  writeFileSync(tool, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${list}'\n`);
  chmodSync(tool, 0o755);
  return {
    env: { PATH: [folder, process.env.PATH].join(delimiter) },
    opened: () => (existsSync(list) ? readFileSync(list, "utf8").trim().split("\n") : []),
  };
}

describe("what copies beside the buttons", () => {
  needs("Linux", "Chromium", "Xvfb", "xclip");
  const notice = (page: Page, text: string) => page.locator(".notice").getByText(text);

  it("is a double click, a key, the offer after a password, and the mail of an invite", async () => {
    const [here, desk] = [await desktop(), opener()];
    const dataDir = await filledFolder({
      ...{ title: "Werkstatt", username: "dana", password: secret, totp: "JBSWY3DPEHPK3PXP" },
      urls: [{ url: "https://werkstatt.example/", match: "domain" }],
    });
    const { page, violations } = await person({ dataDir }, { ...here.env, ...desk.env });
    await page.clock.install();
    await unlock(page);

    const row = page.getByRole("option", { name: "Werkstatt" });
    await row.dblclick();
    await notice(page, "Username of Werkstatt copied").waitFor();
    await eventually(here.read, (text) => text === "dana");
    await eventually(desk.opened, (all) => all.join() === "https://werkstatt.example/");

    await page.locator("#item-list").focus();
    await page.keyboard.press("k");
    await eventually(here.read, (text) => /^latchkey:\/\/item\/\w{26}$/.test(text));

    // The code is at hand for a minute, and no longer.
    await copied(page, here);
    const offer = page.locator(".notice").getByRole("button", { name: /^Copy code/ });
    await offer.waitFor();
    await page.clock.fastForward(55_000);
    expect(await offer.count()).toBe(1);
    await offer.click();
    await eventually(here.read, (text) => /^\d{6}$/.test(text));
    await copied(page, here);
    await offer.waitFor();
    await page.clock.fastForward(61_000);
    await offer.waitFor({ state: "detached" });

    await page.keyboard.press("Control+7");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByLabel("Name").fill("Ivo");
    await page.getByLabel("Work e-mail").fill("ivo@nordlicht.example");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Open in mail program" }).click();
    await eventually(desk.opened, (all) => all.at(-1) === "mailto:ivo@nordlicht.example");
    await eventually(here.read, (text) => text.includes("latchkey://join/"));
    expect(violations).toEqual([]);
  });

  it("is the report of an import, whose rows are chosen one by one, by group and all together, and which opens again", async () => {
    const here = await desktop();
    const { page, violations } = await person({ dataDir: await folderWithLogin() }, here.env);
    await unlock(page);
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: /Import/ }).click();
    await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
    await page.getByLabel("Passphrase of the file").fill("fixture-pass");
    await page.getByRole("button", { name: "Read the file" }).click();
    const take = (count: number) => page.getByRole("button", { name: new RegExp(`^Take ${count} items?`) }).waitFor();
    const rows = page.locator(".import-row");
    const group = page.locator(".import-group-name").filter({ hasText: "Marketing" });
    const shown = (count: number) =>
      eventually(
        () => rows.count(),
        (all) => all === count,
      );
    await take(5);
    const all = await rows.count();
    await group.click();
    await eventually(
      () => rows.count(),
      (seen) => seen > 0 && seen < all,
    );
    const ofGroup = await rows.count();
    await page.getByLabel(/^Take all rows shown/).uncheck();
    await take(5 - ofGroup);
    await page.getByLabel(/^Take all rows shown/).check();
    await take(5);
    await group.click();
    await shown(all);
    const left = page.getByLabel("Take Mailchimp", { exact: true });
    await left.uncheck();
    await take(4);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "Copy the report" }).click();
    await notice(page, "The report is copied").waitFor();
    await eventually(here.read, (text) => text.includes("4 ") && !text.includes(secret));
    const copy = here.read();
    await page.getByRole("button", { name: "Show the items" }).click();
    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: "Imports" }).click();
    await page.getByText("Open the report").click();
    here.write(foreign);
    await page.getByRole("button", { name: "Copy the report" }).click();
    await eventually(here.read, (text) => text === copy);
    expect(violations).toEqual([]);
  });
});

describe("where no clipboard can be had", () => {
  needs("Linux", "Chromium");

  it.each([
    ["no display", { DISPLAY: "", WAYLAND_DISPLAY: "" }],
    ["a display that is gone", { DISPLAY: ":4095", WAYLAND_DISPLAY: "" }],
  ])("says so by name and offers to reveal: %s", async (_name, env) => {
    const { page } = await person({ dataDir: await folderWithLogin() }, env);
    await unlock(page);
    await copyPassword(page);
    await page.getByText("no clipboard tool that Latchkey can use. Show the value instead.").waitFor();
    await page.getByRole("button", { name: "Show: Password" }).click();
    await eventually(
      () => page.textContent("main.detail"),
      (text) => text?.includes(secret) === true,
    );
  });
});
