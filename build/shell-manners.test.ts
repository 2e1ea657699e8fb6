/** Quick access, the tray and the menus of the packed app, under the same fake of Electron as `shell-contract.test.ts`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../e2e/kit/eventually.ts";
import { countIn, filesBelow, formsOf } from "../e2e/kit/scan.ts";
import type { Shell } from "./shell-driver.ts";
import { begun, opened, packedOnce, passphrase, scratch, secret, withLogin } from "./shell-scenes.ts";

const shortcut = "CommandOrControl+Shift+Space";

packedOnce();

/** Quick access in sight, over the app's window. */
const quickShown = (shell: Shell) =>
  shell.until(({ windows }) => windows.length === 2 && windows[1]?.hasBridge === true && windows[1].isFocused);

describe("quick access", () => {
  it("comes by its key, finds and copies, and may ask the core for nothing that shows or changes", async () => {
    const { shell, item } = await withLogin();
    expect(await shell.act("shortcut", shortcut)).toBe(true);
    await quickShown(shell);
    expect(await shell.call("item.list", { text: "router" })).toMatchObject({ total: 1 });
    await shell.call("item.copyField", { item, field: "password" });
    expect((await shell.act("state")).clipboard.text).toBe(secret);
    const refused = { ok: false, failure: { code: "invalid-input", detail: { field: "name" } } };
    expect(await shell.act("call", "item.reveal", { item, field: "password" })).toMatchObject(refused);
    expect(await shell.act("call", "vault.list", {})).toMatchObject(refused);
  });

  it.each([
    ["Escape", (shell: Shell) => shell.act("key", "Escape")],
    ["its page", (shell: Shell) => shell.act("pageCloses")],
    ["its key once more", (shell: Shell) => shell.act("shortcut", shortcut)],
    ["another window that gets the focus", (shell: Shell) => shell.act("focusElsewhere")],
  ] as const)("goes out of sight with %s, and keeps its page for the next time", async (_name, leave) => {
    const shell = await opened();
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
    await leave(shell);
    await shell.until(({ windows }) => windows[1]?.isShown === false);
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
  });

  it("stays with another key", async () => {
    const shell = await opened();
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
    await shell.act("key", "a");
    expect((await shell.act("state")).windows[1]).toMatchObject({ isShown: true });
  });

  it("unlocks, and its page's process ends at the next lock", async () => {
    const { shell } = await withLogin();
    await shell.act("menu", "Lock");
    await shell.until(({ windows }) => windows.length === 1 && windows[0]?.hasBridge === true);
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
    await shell.call("account.unlock", { passphrase });
    expect(await shell.call("item.list", {})).toMatchObject({ total: 1 });
    await shell.act("powerTells", "suspend");
    const { windows } = await shell.until(
      (state) => state.windows.length === 1 && state.windows[0]?.hasBridge === true,
    );
    expect(windows).toHaveLength(1);
    expect(await shell.call("account.status", {})).toMatchObject({ state: "locked" });
  });

  it.each([
    ["is gone", (shell: Shell) => shell.act("pageGone", "crashed"), 0],
    ["does not answer", (shell: Shell) => shell.act("windowTells", "unresponsive"), 1],
  ] as const)("locks where its page %s", async (_name, happens, boxes) => {
    const shell = await opened();
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
    await shell.act("answers", 1);
    await happens(shell);
    await shell.until(({ started, windows }) => started.length === 2 && windows.length === 1);
    expect((await shell.act("state")).boxes).toHaveLength(boxes);
  });

  it("says that its page did not load", async () => {
    const shell = await opened();
    await shell.act("nextPageFails", -6);
    await shell.act("shortcut", shortcut);
    const { boxes } = await shell.until((state) => state.boxes.length > 0 && state.windows.length === 0);
    expect(boxes[0]).toMatchObject({ type: "error", buttons: ["Try again", "Quit"] });
  });

  it("does not keep the app when its window is closed", async () => {
    const shell = await opened();
    await shell.act("shortcut", shortcut);
    await quickShown(shell);
    await shell.act("key", "Escape");
    await shell.act("firstCloses");
    expect(await shell.ended).toBe(0);
  });
});

const other = "CommandOrControl+Alt+Space";

describe("what is chosen of the desktop app", () => {
  it("is another key, kept over a start, or none", async () => {
    const dataDir = scratch();
    const { shell } = await withLogin({ dataDir });
    expect(await shell.call("desktop.get", {})).toEqual({
      ...{ shortcut, isTaken: false, startsAtLogin: false, notifies: true, staysOpen: false },
    });
    expect(await shell.call("desktop.set", { shortcut: other })).toMatchObject({ shortcut: other, isTaken: false });
    expect(await shell.act("shortcut", shortcut)).toBe(false);
    await shell.act("quit");
    await shell.ended;
    const again = await opened({ dataDir });
    expect(await again.act("shortcut", other)).toBe(true);
    await quickShown(again);
    await again.act("key", "Escape");
    await again.act("firstCloses");
    await again.ended;
  });

  it("says that another program has the key, and tells no other page; none at all is a choice", async () => {
    const { shell } = await withLogin({ env: { FAKE_TAKEN: shortcut } });
    expect(await shell.call("desktop.get", {})).toMatchObject({ shortcut, isTaken: true });
    expect(await shell.call("desktop.set", { shortcut: "off" })).toMatchObject({ shortcut: "off", isTaken: false });
    await shell.act("tray", "Quick Access");
    await quickShown(shell);
    expect(await shell.act("call", "desktop.get", {})).toMatchObject({ ok: false });
  });

  it.each(["linux", "darwin", "win32"] as const)("is a start at login on %s, and its end", async (platform) => {
    const dataDir = join(scratch(), "of Ada");
    const { shell } = await withLogin({ platform, dataDir });
    expect(await shell.call("desktop.set", { startsAtLogin: true })).toMatchObject({ startsAtLogin: true });
    // The folder of this start, whole: on Windows the arguments are one line, on Linux a line of a desktop entry.
    const entry = join(dataDir, "electron/appData/autostart/latchkey.desktop");
    if (platform === "linux") expect(readFileSync(entry, "utf8")).toMatch(`"--data" "${dataDir}"`);
    else
      expect((await shell.act("state")).login).toEqual({
        isOn: true,
        args: ["--data", platform === "win32" ? `"${dataDir}"` : dataDir],
      });
    expect(await shell.call("desktop.set", { startsAtLogin: false })).toMatchObject({ startsAtLogin: false });
    expect(existsSync(entry)).toBe(false);
  });
});

describe("a link of the system", () => {
  const code = "abcd-7319-wxyz-5520-kmnp";
  const address = `latchkey://join/${code}`;
  /** How often the code stands in any file of a folder. */
  const written = (dataDir: string) => {
    const forms = formsOf(code);
    return filesBelow(dataDir).filter(({ bytes }) => countIn(bytes, forms) > 0);
  };
  const waits = (shell: Shell) =>
    eventually(
      () => shell.call("link.waiting", {}),
      (link) => link !== null,
    );

  it.each([
    ["the arguments of the first start", "linux", { args: [address] }, async () => {}],
    [
      "a second start",
      "win32",
      {},
      async (_shell: Shell, dataDir: string) => {
        expect(await begun({ dataDir, platform: "win32", args: [address] }).ended).toBe(0);
      },
    ],
    ["an event of macOS", "darwin", {}, (shell: Shell) => shell.act("opensUrl", address)],
  ] as const)(
    "comes by %s, waits through a lock, is written nowhere, and is forgotten at quit",
    async (_name, platform, options, open) => {
      const dataDir = scratch();
      const shell = await opened({ dataDir, platform, ...options, args: [...("args" in options ? options.args : [])] });
      await open(shell, dataDir);
      expect(await waits(shell)).toEqual({ kind: "join", address });
      await shell.act("menu", "Lock");
      await shell.until(({ started, windows }) => started.length === 2 && windows[0]?.hasBridge === true);
      expect(await waits(shell)).toEqual({ kind: "join", address });
      expect(written(dataDir)).toEqual([]);
      await shell.act("quit");
      await shell.ended;
      expect(written(dataDir)).toEqual([]);
      // The search finds what is written.
      writeFileSync(join(dataDir, "found"), `x ${address}`);
      expect(written(dataDir)).toHaveLength(1);
      const again = await opened({ dataDir, platform });
      expect(await again.call("link.waiting", {})).toBe(null);
    },
  );
});

describe("the tray", () => {
  it("locks, brings quick access and the window, and quits", async () => {
    const shell = await opened();
    expect(await shell.act("tray", "Lock")).toBe(true);
    await shell.until(({ started, windows }) => started.length === 2 && windows[0]?.hasBridge === true);
    await shell.act("tray", "Quick Access");
    await quickShown(shell);
    await shell.act("tray", "Show Latchkey");
    await shell.until(({ windows }) => windows[0]?.isFocused === true && windows[1]?.isShown === false);
    await shell.act("tray", "Quit");
    expect(await shell.ended).toBe(0);
  });
});

describe("the menu", () => {
  it.each(["linux", "darwin", "win32"] as const)("on %s locks and brings quick access", async (platform) => {
    const shell = await opened({ platform });
    await shell.act("menu", "Quick Access");
    await quickShown(shell);
    expect(await shell.act("menu", "Lock")).toBe(true);
  });
});
