/**
 * The Electron host: one instance, one window, one core. It checks who asks (the main frame of our own page), hands the
 * page's channel to the core, and never sees a payload. Lock kills the core and destroys the page's process.
 */

import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { app, ipcMain, MessageChannelMain, type MessagePortMain, nativeTheme, type WebContents } from "electron";
import { channelRequest } from "../../../shared/contract/bridge.ts";
import type { PageKind } from "../../../shared/contract/page-kinds.ts";
import { hostWords } from "../../../shared/copy/host.ts";
import { appearanceFile } from "../../node/appearance-file.ts";
import { builtInServer } from "../built-in-server.ts";
import { type CoreLink, linkCore } from "../core-link.ts";
import type { CoreSetup } from "../core-messages.ts";
import { chosenDataDir, folderTrouble, readDataOption } from "../data-folder.ts";
import type { UpdateState } from "../updates/rounds.ts";
import { electronClipboard } from "./clipboard.ts";
import { type DesktopChoices, desktopChoices } from "./desktop-choices.ts";
import { hardenContents, isOwnFrame, neverSwitches, refusedSwitches, refusedVariable } from "./hardening.ts";
import { type MenuActs, setMenu } from "./menu.ts";
import { type Notices, offerNotices } from "./notices.ts";
import { openOutside } from "./open-outside.ts";
import { registerPageScheme, servePage } from "./page-protocol.ts";
import { quickWindow } from "./quick-window.ts";
import { isWithoutEffect, refuseStart } from "./refused-start.ts";
import { choosePlace } from "./save-place.ts";
import { openSessions } from "./sessions.ts";
import { claimLinks, type SystemLinks, systemLinks } from "./system-links.ts";
import { onSystemLock } from "./system-lock.ts";
import { offerTray } from "./tray.ts";
import { startUpdates, type UpdateEvents } from "./updates.ts";
import { startUtilityCore, startUtilityServer } from "./utility-process.ts";
import { whatEnds } from "./what-ends.ts";
import { type OneWindow, oneWindow } from "./window.ts";

const built = {
  core: join(import.meta.dirname, "core-process.js"),
  server: join(import.meta.dirname, "server.js"),
  preload: join(import.meta.dirname, "../preload/preload.cjs"),
  page: join(import.meta.dirname, "../../renderer"),
  tray: join(import.meta.dirname, "../../renderer/tray.png"),
};

/** How long a quit waits for the clipboard. */
const quitWithinMs = 3000;
const given = process.argv.slice(1);
const refused = everyRefusedSwitch()[0] ?? null;
const variable = refusedVariable(process.env);
const chosen = readDataOption(given);
const isHarmless = everyRefusedSwitch().every(isWithoutEffect);
if (refused !== null)
  refuseStart(isOfDeveloper(refused) ? hostWords.badOption(refused) : hostWords.refusedSwitch(refused), isHarmless);
else if (variable !== null) refuseStart(hostWords.refusedVariable(variable), isHarmless);
else if (chosen === null) refuseStart(hostWords.badData, isHarmless);
else openIn(chosenDataDir(chosen, process.env));

/** From a checkout, what is no danger is only not known: said as the browser host says it. */
function isOfDeveloper(name: string): boolean {
  return !app.isPackaged && !neverSwitches.some((never) => name === `--${never}`);
}

/** The names of all that may not be given, in the order of the arguments; then what only Chromium saw. */
function everyRefusedSwitch(): string[] {
  return [...refusedSwitches(given, process.platform).map((arg) => arg.split("=")[0] as string), ...hiddenSwitches()];
}

/** What Chromium took for a switch, however it was spelt. Only in a release: tests drive the others through such switches. */
function hiddenSwitches(): string[] {
  const found = app.isPackaged ? neverSwitches.filter((name) => app.commandLine.hasSwitch(name)) : [];
  return found.map((name) => `--${name}`);
}

function openIn(dataDir: string): void {
  const trouble = folderTrouble(dataDir);
  if (trouble === null) open(dataDir);
  else refuseStart(hostWords.folder[trouble](dataDir), isHarmless);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One app per data folder: Electron keeps its lock below `userData`, so that place is set before the lock is asked for. */
function open(dataDir: string): void {
  const userData = join(dataDir, "electron");
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath("userData", userData);
  if (!app.requestSingleInstanceLock()) {
    say(hostWords.again.front);
    app.exit(0);
    return;
  }
  registerPageScheme();
  app.enableSandbox();
  const links = systemLinks(given);
  void app.whenReady().then(() => {
    claimLinks();
    start(dataDir, links);
  });
}

function start(dataDir: string, links: SystemLinks): void {
  const appearance = appearanceFile(dataDir).get;
  const guard = electronClipboard();
  const server = builtInServer(dataDir, (args) => startUtilityServer(built.server, args));
  const lock = (): void => {
    void guard.clear();
    link.lock();
  };
  const takeAway = (): void => {
    void guard.clear();
    link.stop();
    window.leave();
    quick.leave();
  };
  const ends = whatEnds({ lock, takeAway, again: () => link.start(), quit: () => app.quit() });
  const window = oneWindow(built.preload, join(dataDir, "window.json"), {
    shown: sayOnce(hostWords.readyInWindow(null, false)),
    ...ends.page,
    sessionEnds: () => {
      guard.clearNow();
      lock();
    },
    closed: () => void goOnOrQuit(choices, notices),
    lost: () => app.quit(),
  });
  const front = (): void => {
    notices.seen();
    window.front();
  };
  const quick = quickWindow(built.preload, { ...ends.page, mayOpen: () => !ends.isAsking() });
  const show = (): void => showAs(appearance(), window);
  const choices = desktopChoices(dataDir, dataArgs(dataDir), quick.toggle);
  const notices = offerNotices({ isWanted: () => choices.notifies() && !window.isInSight(), front });
  const link: CoreLink<MessagePortMain> = linkCore(startUtilityCore(built.core), coreSetup(dataDir), {
    movedTo: () => null,
    replaced: () => {
      void guard.clear();
      quick.leave();
      show();
    },
    ended: () => void guard.clear(),
    gaveUp: ends.coreGaveUp,
    ...{ writeClipboard: guard.write, openAddress: openOutside, askDesktop: choices.ask },
    ...{ waits: notices.waits, startServer: server.start },
    choosePlace: (name) => choosePlace(app.getPath("downloads"), name),
  });
  servePages(link, appearance, (contents) => (window.owns(contents) ? "main" : quick.owns(contents) ? "quick" : null));
  offerMenu(dataDir, { lock, quick: quick.toggle }, { beforeInstall: takeAway, installFailed: () => link.start() });
  const tray = offerTray(built.tray, { show: front, quick: quick.toggle, lock, quit: () => app.quit() });
  onSystemLock(lock);
  links.follow(link.open, front);
  app.on("activate", front);
  closeAtQuit([{ close: window.keepPlace }, link, server, { close: () => tray.destroy() }], guard.clear);
  show();
}

function coreSetup(dataDir: string): CoreSetup {
  return {
    ...{ dataDir, clipboard: "host", deviceName: hostname(), kdf: "calibrated" },
    ...{ opens: "host", downloads: app.getPath("downloads"), saving: "asks", desktop: "host" },
  };
}

/** The window's own frame and background, before the page draws. */
function showAs(appearance: "system" | "light" | "dark", window: OneWindow): void {
  nativeTheme.themeSource = appearance;
  window.show();
}

/** The window was closed: Latchkey goes on beside the clock, which is said the first time, or ends. */
async function goOnOrQuit(choices: DesktopChoices, notices: Notices): Promise<void> {
  if (!(await choices.staysOpen())) app.quit();
  // On macOS programs go on without a window, and everybody knows it.
  else if (process.platform !== "darwin" && choices.isFirstClose()) notices.goesOn();
}

/** What a start at login is to be given, so that it opens the same folder. */
function dataArgs(dataDir: string): string[] {
  return chosen === undefined ? [] : ["--data", dataDir];
}

/** Pages from their files alone, each with a channel to the core that stands, as the page that it is. */
function servePages(
  link: CoreLink<MessagePortMain>,
  appearance: () => "system" | "light" | "dark",
  kindOf: (contents: WebContents) => PageKind | null,
): void {
  servePage(openSessions(), built.page, appearance);
  app.on("web-contents-created", (_event, contents) => hardenContents(contents));
  ipcMain.on(channelRequest, (event) => {
    const page = kindOf(event.sender);
    if (page === null || !isOwnFrame(event.senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    link.handOver(null, port1, page);
    event.sender.postMessage(channelRequest, null, [port2]);
  });
}

/** The menu, and in it what is to say of updates. */
function offerMenu(dataDir: string, acts: MenuActs, events: Omit<UpdateEvents, "changed">): void {
  const changed = ({ ready, refused }: UpdateState): void => {
    const reason = refused === null ? null : (refused.detail?.reason ?? refused.code);
    setMenu(acts, { ready, refused: reason, restart: () => restart() });
  };
  const restart = startUpdates(dataDir, { ...events, changed });
  setMenu(acts, null);
}

function sayOnce(line: string): () => void {
  let isSaid = false;
  return () => {
    if (!isSaid) say(line);
    isSaid = true;
  };
}

/** Holds a quit back until the processes are told to close and the clipboard is cleared, or took too long. */
function closeAtQuit(processes: readonly { close(): void }[], clearClipboard: () => Promise<boolean>): void {
  let quitting = false;
  // Whether it ends is decided where the app's own window closes: a window of quick access does not keep it.
  app.on("window-all-closed", () => {});
  app.on("before-quit", (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    const cleared = clearClipboard().catch(() => false);
    for (const running of processes) running.close();
    void Promise.race([cleared, delay(quitWithinMs, false)]).then((isClear) => {
      say(hostWords.stopped(isClear));
      app.exit(0);
    });
  });
}
