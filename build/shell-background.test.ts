/** The packed app with its window closed: it goes on beside the clock or ends, locks all the same, and says that something waits. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../e2e/kit/eventually.ts";
import { client, isIn, must } from "../e2e/kit/team.ts";
import type { Shell, Start } from "./shell-driver.ts";
import { begun, opened, packedOnce, passphrase, scratch, withLogin } from "./shell-scenes.ts";

packedOnce();

const outOfSight = (shell: Shell) => shell.until(({ windows }) => windows[0]?.isShown === false);
const inFront = (shell: Shell) => shell.until(({ windows }) => windows[0]?.isFocused === true);

/** Linux with a desktop that shows icons beside the clock: what it answers is the system tool's word. */
function withTray(): Partial<Start> {
  const tools = join(scratch(), "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "dbus-send"), '#!/bin/sh\necho "   boolean true"\n', { mode: 0o755 });
  return { platform: "linux", env: { PATH: `${tools}:${process.env.PATH}` } };
}

const goesOn = "Latchkey goes on beside the clock. Quit is in its menu there.";
const waits = "Something waits for you in Latchkey";
const titles = async (shell: Shell) => (await shell.act("state")).notices.map(({ title }) => title);

describe("a closed window", () => {
  it.each([
    ["Linux with a place for icons", withTray, [goesOn]],
    ["Windows", (): Partial<Start> => ({ platform: "win32" }), [goesOn]],
    ["macOS", (): Partial<Start> => ({ platform: "darwin" }), []],
  ])("is out of sight on %s, and that Latchkey goes on is said once at most", async (_name, options, said) => {
    const shell = await opened(options());
    await shell.act("firstCloses");
    await outOfSight(shell);
    await shell.until(({ notices }) => notices.length === said.length);
    await shell.act("tray", "Show Latchkey");
    await inFront(shell);
    await shell.act("firstCloses");
    await outOfSight(shell);
    expect(await titles(shell)).toEqual(said);
    await shell.act("tray", "Quit");
    expect(await shell.ended).toBe(0);
  });

  it("is the end where its person chose that, and is not where they chose otherwise", async () => {
    const dataDir = scratch();
    const { shell } = await withLogin({ dataDir, platform: "win32" });
    expect(await shell.call("desktop.get", {})).toMatchObject({ staysOpen: true, notifies: true });
    expect(await shell.call("desktop.set", { staysOpen: false })).toMatchObject({ staysOpen: false });
    await shell.act("firstCloses");
    expect(await shell.ended).toBe(0);
    writeFileSync(join(dataDir, "closing"), "stays\n");
    const again = await opened({ dataDir });
    await again.act("firstCloses");
    await again.until(({ notices }) => notices.length === 1);
    expect((await again.act("state")).windows).toMatchObject([{ isShown: false }]);
  });

  it("stays closed over a lock, and comes back where it was for a second start", async () => {
    const dataDir = scratch();
    const { shell } = await withLogin({ dataDir, platform: "win32" });
    const place = { x: 40, y: 50, width: 1000, height: 700 };
    await shell.act("shape", { bounds: place, isMaximized: true });
    await shell.act("firstCloses");
    const { focusTaken } = await outOfSight(shell);
    // As its time would: the core asks for it.
    await shell.call("account.lock", {});
    await shell.until(({ started, windows }) => started.length === 3 && windows[0]?.hasBridge === true);
    expect(await shell.call("account.status", {})).toMatchObject({ state: "locked" });
    expect(await shell.act("powerTells", "suspend")).toBe(true);
    await shell.until(({ started, windows }) => started.length === 4 && windows[0]?.hasBridge === true);
    expect(await shell.act("state")).toMatchObject({ focusTaken, windows: [{ isShown: false }] });
    expect(await begun({ dataDir, platform: "win32" }).ended).toBe(0);
    await inFront(shell);
    expect((await shell.act("state")).windows).toMatchObject([{ isShown: true, isMaximized: true, bounds: place }]);
  });

  it("leaves no black space on macOS, and comes back by the dock", async () => {
    const shell = await opened({ platform: "darwin" });
    await shell.act("shape", { isFullScreen: true });
    await shell.act("firstCloses");
    await outOfSight(shell);
    await shell.act("dock");
    await inFront(shell);
  });
});

describe("a notification", () => {
  it("says that something waits and not what, once, while no window is in sight, where it is wanted", async () => {
    const { shell } = await withLogin({ platform: "win32" });
    await shell.act("shape", { isMinimized: true });
    await joined(shell, "Bob Geheim");
    await shell.until(({ notices }) => notices.length === 1);
    await joined(shell, "Cleo");
    expect(await titles(shell)).toEqual([waits]);
    await shell.act("clickNotice");
    await inFront(shell);
    expect((await shell.act("state")).notices).toMatchObject([{ isStanding: false }]);
    await joined(shell, "Dora");
    await shell.call("desktop.set", { notifies: false });
    await shell.act("shape", { isMinimized: true });
    await joined(shell, "Emil");
    await eventually(
      () => shell.call("member.list", {}),
      (people) => Object.keys(people).length === 5,
    );
    expect(await titles(shell)).toEqual([waits]);
  });
});

/** Somebody whom this app's person invited, and who is in when it comes back: the app let them in itself. */
async function joined(shell: Shell, name: string): Promise<void> {
  const { code } = await shell.call("invite.create", { name });
  const person = await client();
  await must(person, "team.join", { code: code as string, passphrase });
  await isIn(person);
}
