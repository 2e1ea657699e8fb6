/**
 * The packed app, taken out of its archive, runs whole under a fake of Electron that keeps its rules (`fake-electron`): real main
 * process, real core and server, real ports and files. What a platform does not tell is not told here either.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAlive, type Shell } from "./shell-driver.ts";
import {
  begun,
  drawn,
  makeTeam,
  opened,
  packedOnce,
  passphrase,
  saveLogin,
  scratch,
  secret,
  withLogin,
} from "./shell-scenes.ts";

packedOnce();

const cores = ({ started }: Awaited<ReturnType<Shell["until"]>>) =>
  started.filter(({ service }) => service === "Latchkey core");
const fresh = (shell: Shell, count: number) =>
  shell.until((state) => cores(state).length === count && state.windows[0]?.hasBridge === true);

/** What would steer Node, Electron or the system's loader, and what is none of their business. */
const steering = {
  ...{ ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "--no-deprecation", NODE_EXTRA_CA_CERTS: "/x" },
  ...{ LD_PRELOAD: "", SECRET: "1" },
};

const concealed = {
  linux: { "x-kde-passwordManagerHint": [...Buffer.from("secret")] },
  darwin: { "org.nspasteboard.ConcealedType": [1], "org.nspasteboard.TransientType": [1] },
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: [1, 0, 0, 0],
    CanIncludeInClipboardHistory: [0, 0, 0, 0],
    CanUploadToCloudClipboard: [0, 0, 0, 0],
  },
};

describe("the packed app under Electron's rules", () => {
  it("starts, makes a team on the built-in server, saves, copies, locks, unlocks and quits", async () => {
    const shell = await opened({ env: { ...steering, FAKE_KDF: "calibrated" } });
    await makeTeam(shell);
    const item = await saveLogin(shell);
    await shell.call("item.copyField", { item, field: "password" });
    const { clipboard } = await shell.act("state");
    expect(clipboard).toMatchObject({ text: secret, formats: concealed.linux });
    expect(await shell.act("menu", "Lock")).toBe(true);
    await fresh(shell, 2);
    await shell.until((state) => cores(state)[0]?.isOver === true && cores(state)[1]?.isOver === false);
    // The clipboard first: the core that stood still stands when it is asked.
    const { asks } = (await shell.until((state) => state.clipboard.text === "")).clipboard;
    expect(asks[clipboard.asks.length]).toBe(true);
    expect(await shell.call("account.status", {})).toMatchObject({ state: "locked" });
    await shell.call("account.unlock", { passphrase });
    expect(await shell.call("item.list", {})).toMatchObject({ total: 1 });
    const { started } = await shell.act("state");
    expect(new Set(started.map(({ service }) => service)).size).toBe(2);
    for (const { env } of started) expect(Object.keys(env).sort()).toEqual(["HOME", "PATH", "TMPDIR"]);
    await shell.act("quit");
    expect(await shell.ended).toBe(0);
    for (const { realPid } of started) await expect.poll(() => isAlive(realPid)).toBe(false);
    expect(shell.said()).not.toMatch(/Error|Rejection/);
  });

  it("opens a website, and saves a file, through the desktop's own ways", async () => {
    const dataDir = scratch();
    const { shell, item } = await withLogin({ dataDir });
    await shell.call("item.openWebsite", { item, index: 0 });
    expect((await shell.act("state")).opened).toEqual(["https://example.org/"]);
    const bytes = new Uint8Array([1, 2, 3]);
    const { file } = await shell.call("attachment.begin", { item, name: "plan.txt", size: bytes.length });
    await shell.call("attachment.write", { file, from: 0, bytes });
    await shell.call("attachment.add", { file });
    // Nobody chose a place: nothing is written, and the page is told no path.
    expect(await shell.act("call", "attachment.save", { item, file })).toMatchObject({
      failure: { code: "cancelled" },
    });
    const path = join(scratch(), "chosen.txt");
    await shell.act("chooses", path);
    expect(await shell.call("attachment.save", { item, file })).toEqual({ name: "chosen.txt", place: "chosen" });
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
    const { saving } = await shell.act("state");
    expect(saving).toHaveLength(2);
    // The name is the file's own, in the folder for downloads, and the dialog asks before it replaces something.
    for (const one of saving) {
      expect(one.defaultPath).toBe(join(dataDir, "electron/downloads/plan.txt"));
      expect(one.properties).toContain("showOverwriteConfirmation");
    }
  });
});

describe("the lock", () => {
  it.each([
    ["linux", ["suspend", "shutdown"]],
    ["darwin", ["suspend", "lock-screen", "shutdown", "user-did-resign-active"]],
    ["win32", ["suspend", "lock-screen"]],
  ] as const)("on %s is over when the listener of each event comes back: %s", async (platform, events) => {
    const shell = await opened({ platform });
    for (const [at, event] of events.entries()) {
      const core = cores(await shell.act("state"))[at];
      expect([event, await shell.act("powerTells", event)]).toEqual([event, true]);
      await expect.poll(() => isAlive(core?.realPid ?? 0), { interval: 5 }).toBe(false);
      await fresh(shell, at + 2);
    }
  });

  it("comes on Linux when the desktop says it is locked, once for each time", async () => {
    const shell = await opened();
    await shell.act("idle", "locked");
    await fresh(shell, 2);
    await new Promise((resolve) => setTimeout(resolve, 5500));
    expect(cores(await shell.act("state"))).toHaveLength(2);
  });

  it.each(["query-session-end", "session-end"])("comes on Windows with %s, where no quit is told", async (event) => {
    const shell = await opened({ platform: "win32" });
    expect(await shell.act("windowTells", event)).toBe(true);
  });

  it("of a person who logs off on Windows empties the clipboard before the system goes on", async () => {
    const { shell, item } = await withLogin({ platform: "win32" });
    await shell.call("item.copyField", { item, field: "password" });
    expect((await shell.act("state")).clipboard).toMatchObject({ text: secret, formats: concealed.win32 });
    // Whatever takes time would be too late.
    await shell.act("clipboardHangs");
    await shell.act("windowTells", "query-session-end");
    expect((await shell.act("state")).clipboard.text).toBe("");
  });

  it("ends a core also before it is told that it runs", async () => {
    const shell = await opened();
    await shell.act("spawnTakes", 400);
    await shell.act("menu", "Lock");
    const { started } = await shell.act("state");
    await shell.act("powerTells", "suspend");
    await expect.poll(() => isAlive(started[1]?.realPid ?? 0)).toBe(false);
    await fresh(shell, 3);
  });

  it("comes when the page's process is gone", async () => {
    const shell = await opened();
    expect(await shell.act("pageGone", "crashed")).toBe(true);
    await fresh(shell, 2);
  });
});

describe("what dies", () => {
  it("is started again, and after three ends in ten seconds told instead", async () => {
    const shell = await opened({ platform: "darwin" });
    for (let ended = 1; ended < 3; ended++) {
      await shell.act("killCore");
      await fresh(shell, ended + 1);
    }
    await shell.act("killCore");
    const { boxes, started } = await shell.until((state) => state.boxes.length > 0);
    expect(boxes[0]).toMatchObject({ type: "error", buttons: ["Try again", "Quit"] });
    // Whatever the system or the person does meanwhile: the box is answered first.
    for (const event of ["suspend", "lock-screen", "shutdown"]) await shell.act("powerTells", event);
    await shell.act("menu", "Lock");
    for (const label of ["Lock", "Quick Access", "Show Latchkey"]) await shell.act("tray", label);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await shell.act("state")).toMatchObject({ started: { length: started.length }, windows: [] });
    await shell.act("clickBox", 0);
    await fresh(shell, started.length + 1);
    expect((await shell.act("state")).boxes).toHaveLength(1);
  });

  it("quits from that box, or goes on", async () => {
    const shell = await opened();
    await shell.act("answers", 0, 1);
    for (let ended = 1; ended < 4; ended++) {
      await shell.act("killCore");
      await fresh(shell, ended + 1);
    }
    expect((await shell.act("state")).boxes).toHaveLength(1);
    for (let ended = 4; ended < 6; ended++) {
      await shell.act("killCore");
      await fresh(shell, ended + 1);
    }
    await shell.act("killCore");
    expect(await shell.ended).toBe(0);
  });

  it("takes the keys with it when a page ends three times in ten seconds", async () => {
    const shell = await opened();
    for (let ended = 1; ended < 3; ended++) {
      await shell.act("pageGone", "oom");
      await fresh(shell, ended + 1);
    }
    expect(await shell.act("pageGone", "oom")).toBe(true);
    const { boxes, windows, started } = await shell.until((state) => state.boxes.length > 0);
    expect({ boxes: boxes.length, windows, cores: started.length }).toEqual({ boxes: 1, windows: [], cores: 3 });
  });

  it("is told of a page that does not answer, with the lock as a way out", async () => {
    const shell = await opened();
    await shell.act("answers", 1);
    await shell.act("windowTells", "unresponsive");
    const { boxes } = await fresh(shell, 2);
    expect(boxes[0]).toMatchObject({ buttons: ["Wait", "Lock"] });
  });

  it("is told of a page that does not load", async () => {
    const shell = await opened();
    await shell.act("nextPageFails", -6);
    await shell.act("answers", 0);
    await shell.act("menu", "Lock");
    const { boxes } = await shell.until((state) => state.boxes.length > 0);
    expect(boxes[0]).toMatchObject({ type: "error", buttons: ["Try again", "Quit"] });
    await drawn(shell);
  });

  it("hinders no quit on macOS: a clipboard that hangs is waited for three seconds at most", async () => {
    const { shell, item } = await withLogin({ platform: "darwin" });
    await shell.call("item.copyField", { item, field: "password" });
    expect((await shell.act("state")).clipboard).toMatchObject({ text: secret, formats: concealed.darwin });
    await shell.act("clipboardHangs");
    const beganAt = performance.now();
    await shell.act("quit");
    expect(await shell.ended).toBe(0);
    expect(performance.now() - beganAt).toBeLessThan(4500);
  });
});

describe("a quit", () => {
  it.each(["linux", "win32", "darwin"] as const)(
    "on %s takes three seconds at most, with a core that hangs and an open box",
    async (platform) => {
      const shell = await opened({ platform });
      const [core] = cores(await shell.act("state"));
      await shell.act("hangCore");
      await shell.act("windowTells", "unresponsive");
      const beganAt = performance.now();
      await shell.act("quit");
      expect(await shell.ended).toBe(0);
      expect(performance.now() - beganAt).toBeLessThan(4500);
      await expect.poll(() => isAlive(core?.realPid ?? 0)).toBe(false);
    },
  );
});

describe("the window", () => {
  const place = { x: 40, y: 50, width: 1000, height: 700 };

  it("keeps its place, and that it fills the screen, over a lock and over a quit", async () => {
    const dataDir = scratch();
    const shell = await opened({ dataDir });
    await shell.act("shape", { bounds: place, isMaximized: true });
    await shell.act("menu", "Lock");
    expect((await fresh(shell, 2)).windows).toMatchObject([{ bounds: place, isMaximized: true }]);
    await shell.act("shape", { isMaximized: true, bounds: { ...place, x: 60 } });
    await shell.act("quit");
    await shell.ended;
    expect(JSON.parse(readFileSync(join(dataDir, "window.json"), "utf8"))).toMatchObject({ x: 60 });
    const again = await opened({ dataDir });
    expect((await again.act("state")).windows).toMatchObject([{ bounds: { ...place, x: 60 }, isMaximized: true }]);
  });

  it("stays small over a lock, and takes no focus while the person works elsewhere", async () => {
    const shell = await opened();
    await shell.act("focusElsewhere");
    const { focusTaken } = await shell.act("state");
    await shell.act("powerTells", "suspend");
    await fresh(shell, 2);
    expect(await drawn(shell)).toMatchObject({ focusTaken, windows: [{ isFocused: false }] });
    await shell.act("shape", { isMinimized: true });
    await shell.act("powerTells", "suspend");
    await fresh(shell, 3);
    expect(await drawn(shell)).toMatchObject({ focusTaken, windows: [{ isMinimized: true }] });
  });

  it("comes to the front for a second start, which ends", async () => {
    const dataDir = scratch();
    const shell = await opened({ dataDir });
    await shell.act("focusElsewhere");
    const second = begun({ dataDir, args: ["latchkey://item/x"] });
    expect(await second.ended).toBe(0);
    await shell.until(({ windows }) => windows[0]?.isFocused === true);
    expect(cores(await shell.act("state"))).toHaveLength(1);
  });
});

describe("the pages", () => {
  it("go nowhere, open and embed nothing, and nobody else gets their channel", async () => {
    const shell = await opened();
    await shell.act("tray", "Quick Access");
    await shell.until(({ windows }) => windows.length === 2 && windows[1]?.hasBridge === true);
    expect(await shell.act("triedOnPages")).toEqual([[], []]);
  });
});

describe("the sessions", () => {
  it("keep nothing, give nothing and reach nothing but the page's own files, the default one not even those", async () => {
    const shell = await opened();
    const own = "app://latchkey/";
    const others = ["https://example.org/", "http://127.0.0.1:7423/", "file:///etc/passwd", "app://other/", "data:,x"];
    expect(await shell.act("triedOnSessions", own, ...others)).toEqual([
      { partition: "page", happened: [], reached: [own] },
      { partition: "", happened: [], reached: [] },
    ]);
  });
});

describe("the start", () => {
  it.each([
    "--inspect",
    "--INSPECT-brk=1",
    "-remote-debugging-port=0",
    "--no-sandbox",
    "--proxy-server=x",
    "--made-up",
  ])("is refused with %s", async (arg) => {
    const shell = begun({ args: [arg] });
    expect(await shell.ended).toBe(2);
    expect(shell.said()).toContain(arg.split("=")[0]);
  });

  it("is refused with a switch in the place of the folder", async () => {
    const shell = begun({ args: ["--data", "--browser-subprocess-path=/x"] });
    expect(await shell.ended).toBe(2);
    expect(shell.said()).toContain("--browser-subprocess-path");
  });

  it("is refused with a switch that only Chromium saw", async () => {
    const shell = begun({ env: { FAKE_SWITCHES: "remote-debugging-port" } });
    expect(await shell.ended).toBe(2);
    expect(shell.said()).toContain("--remote-debugging-port");
  });

  it("is refused where the sandbox is switched off by the environment", async () => {
    const shell = begun({ env: { ELECTRON_DISABLE_SANDBOX: "1" } });
    expect(await shell.ended).toBe(2);
    expect(shell.said()).toContain("[box] Latchkey: Latchkey does not start while ELECTRON_DISABLE_SANDBOX is set.");
  });

  it.each([
    ["linux", ["--no-sandbox"], true],
    ["linux", ["--no-sandbox", "--gpu-launcher=/x"], false],
    ["win32", ["--gpu-launcher=/x"], true],
    ["darwin", ["--data=/dev/null"], true],
    ["linux", ["--data=/dev/null"], true],
  ] as const)(
    "that is refused on %s with %s is told in a box, unless Chromium would come up with it: %s",
    async (...one) => {
      const [platform, args, isTold] = one;
      const shell = begun({ platform, args: [...args] });
      expect(await shell.ended).toBe(2);
      expect(shell.said().includes("[box] Latchkey: ")).toBe(isTold);
      expect(shell.said()).not.toContain("ready in its own window");
    },
  );
});
