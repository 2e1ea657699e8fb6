/**
 * The host's end of the core process: starts it, hands it the pages' channels, replaces it at lock. Lock means that the
 * process which held keys is killed and a fresh, locked one stands in its place; nothing is carried over.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { PageKind } from "../../shared/contract/page-kinds.ts";
import type { AppLink } from "../../shared/model/app-links.ts";
import type { Desktop, DesktopChanges } from "../../shared/model/desktop-choices.ts";
import type { HeldText } from "../node/clipboard-watch.ts";
import { type CoreSetup, type CoreToHost, type HostToCore, released, type Upgrade } from "./core-messages.ts";
import { countEnds } from "./ends-too-often.ts";
import { type LinkWord, openedLinks } from "./opened-links.ts";

/** One running core process, however it was started (Node `fork` here, `utilityProcess` in the Electron host). */
export type CoreProcess<Handle> = {
  send(message: HostToCore, handle?: Handle): void;
  kill(): void;
  pid(): number | undefined;
};
export type StartCore<Handle> = (events: { message(message: CoreToHost): void; exit(): void }) => CoreProcess<Handle>;

export type CoreLink<Handle> = {
  /** `page`: whose channel it is, which decides what it may ask. */
  handOver(request: Upgrade | null, handle: Handle, page: PageKind): void;
  /**
   * Kills the core before it returns and puts a fresh one in its place: a system that goes to sleep waits for nothing. Where none
   * stands, there is nothing to lock.
   */
  lock(): void;
  /** A link that the system handed over waits from now on; whether a page saw that, within half a second. */
  open(link: AppLink): Promise<boolean>;
  /** Kills the core and leaves its place empty until `start`. */
  stop(): void;
  /** Puts a fresh core into the place of one that was stopped. */
  start(): void;
  close(): void;
  pid(): number | undefined;
};

export type LinkEvents = {
  /** A place for one page that must leave; null where the host destroys pages itself. */
  movedTo(): string | null;
  /** Electron only: the core ended by itself; nothing stands in its place yet. */
  ended?(): void;
  /** The core is gone, a fresh one stands. */
  replaced(): void;
  /** Electron only: the core ended three times in ten seconds and is not started again before `start`. Elsewhere it is, for ever. */
  gaveUp?(): void;
  /** Browser host only: whether a text that is about to be written is held by the watch that clears it. */
  holdClipboard?(text: HeldText): Promise<boolean>;
  /** Electron only: its main writes, and has then held that one text. */
  writeClipboard?(text: string, clearAfterMs: number): Promise<boolean>;
  /** Where a file is to be saved, by the system's own dialog; null where the person chose nothing. */
  choosePlace?(name: string): Promise<string | null>;
  /** Electron only: what is chosen of the desktop app, after these changes. */
  askDesktop?(changes: DesktopChanges | null): Promise<Desktop>;
  /** Electron only: something waits for the person. */
  waits?(): void;
  /** Electron only: hands a website or a mail to the desktop. */
  openAddress?(address: string): Promise<boolean>;
  startServer(): Promise<{ url: string; setupCode: string } | null>;
};

/** How long pages get to leave before the core is killed anyway. */
const leaveWithinMs = 300;
/** Between the core's last word to its pages and its end: their frames leave the kernel. */
const flushMs = 50;
/** A core that dies again within this time is started after a pause, so that a crash is no busy loop. */
const restPauseMs = 1000;

/** Starts a core and keeps one standing until `close`. */
export function linkCore<Handle>(start: StartCore<Handle>, setup: CoreSetup, events: LinkEvents): CoreLink<Handle> {
  let closed = false;
  const pages = pagesBetween();
  const isTooOften = countEnds();
  const links = openedLinks();
  let current = launch();

  function launch(): CoreProcess<Handle> {
    const startedAt = performance.now();
    const core = start({
      message: (message) => take(core, message),
      exit: () => {
        if (closed || core !== current) return;
        events.ended?.();
        if (isTooOften(performance.now()) && events.gaveUp !== undefined) events.gaveUp();
        else setTimeout(() => replace(core), pauseAfter(startedAt));
      },
    });
    core.send({ kind: "setup", setup });
    links.tell(core.send);
    return core;
  }

  function replace(core: CoreProcess<Handle>): void {
    if (closed || core !== current) return;
    core.kill();
    current = launch();
    events.replaced();
    pages.open();
  }

  const replaceIf = (isWanted: boolean): void => void (isWanted && replace(current));

  function take(core: CoreProcess<Handle>, message: CoreToHost): void {
    if (core !== current) return;
    if (message.kind === "lock") {
      pages.hold();
      core.send({ kind: "moved", urls: placesFor(message.channels, events) });
      setTimeout(() => replace(core), leaveWithinMs);
    } else if (message.kind === "left") setTimeout(() => replace(core), flushMs);
    else if (!links.takes(message)) serveCore(core, message, events);
  }

  return {
    handOver: (request, handle, page) => pages.pass(() => current.send({ kind: "channel", request, page }, handle)),
    open: (link) => links.open(link, current.send),
    lock: () => replaceIf(current !== nobody),
    start: () => replaceIf(current === nobody),
    stop: () => {
      current.kill();
      current = nobody;
    },
    close: () => {
      closed = true;
      current.kill();
    },
    pid: () => current.pid(),
  };
}

/** How long the next core waits after one that was started then. */
function pauseAfter(startedAt: number): number {
  return performance.now() - startedAt < restPauseMs ? restPauseMs : 0;
}

/** Pages that come while the old core is on its way out belong to the next one, and wait for it. */
function pagesBetween() {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  return {
    hold() {
      isHeld = true;
    },
    open() {
      isHeld = false;
      for (const handOver of waiting.splice(0)) handOver();
    },
    pass(handOver: () => void) {
      if (isHeld) waiting.push(handOver);
      else handOver();
    },
  };
}

/** In the place of a core that was stopped. */
const nobody = { send: () => {}, kill: () => {}, pid: () => undefined };

/** Where each page goes, for at most 32 of them. */
function placesFor(pages: number, events: LinkEvents): (string | null)[] {
  return Array.from({ length: Math.min(pages, 32) }, () => events.movedTo());
}

type Request = Exclude<CoreToHost, { kind: "lock" | "left" } | LinkWord>;

/** What the core asks of its host, answered to the core that asked. */
function serveCore<Handle>(core: CoreProcess<Handle>, message: Request, events: LinkEvents): void {
  if (message.kind === "ready") return;
  if (message.kind === "waits") {
    events.waits?.();
    return;
  }
  const { id } = message;
  /** What this host does not do, or fails to do, is refused. */
  const answer = <Value>(act: Promise<Value> | undefined, refused: Value, tell: (value: Value) => HostToCore): void =>
    void (act ?? Promise.resolve(refused)).catch(() => refused).then((value) => core.send(tell(value)));
  const done = (act: Promise<boolean> | undefined): void =>
    answer(act, false, (taken) => ({ kind: "clipboard-done", id, taken }));
  if (message.kind === "clipboard-hold") done(events.holdClipboard?.(message.text));
  else if (message.kind === "clipboard-write") done(events.writeClipboard?.(message.text, message.clearAfterMs));
  else if (message.kind === "place-ask")
    answer(events.choosePlace?.(message.name), null, (path) => ({ kind: "place-chosen", id, path }));
  else if (message.kind === "desktop-ask")
    answer<Desktop | null>(events.askDesktop?.(message.changes), null, (desktop) => ({
      kind: "desktop-told",
      id,
      desktop,
    }));
  else if (message.kind === "open-address")
    answer(events.openAddress?.(message.address), false, (opened) => ({ kind: "address-opened", id, opened }));
  else
    answer(events.startServer(), null, (server) =>
      server === null ? { kind: "server-failed", id } : { kind: "server-started", id, ...server },
    );
}

/** Starts the core with Node's `fork`; it gets no arguments, and of the environment only what the system tools need. */
export const forkCore: StartCore<Socket> = (events) => {
  const child: ChildProcess = fork(fileURLToPath(new URL("./core-process.ts", import.meta.url)), [], {
    env: coreEnvironment(process.env),
    execArgv: [],
    stdio: ["ignore", 2, 2, "ipc"],
  });
  child.on("message", (message) => events.message(message as CoreToHost));
  child.on("exit", () => events.exit());
  return {
    send: (message, handle) => {
      if (!child.connected) handle?.destroy();
      else {
        child.send(message, handle, { keepOpen: false }, () => {});
        if (handle !== undefined) child.send(released, () => {});
      }
    },
    kill: () => child.kill("SIGKILL"),
    pid: () => child.pid,
  };
};

const passedOn = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "XDG_RUNTIME_DIR",
  "XDG_CURRENT_DESKTOP",
  "DBUS_SESSION_BUS_ADDRESS",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "APPDATA",
  "LOCALAPPDATA",
  "USERPROFILE",
];

/** The environment without anything that could steer Node (`NODE_OPTIONS` and its like) or carry a secret. */
export function coreEnvironment(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(passedOn.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
