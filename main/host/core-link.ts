/**
 * The host's end of the core process: starts it, hands it the pages' channels, replaces it at lock. Lock means that the
 * process which held keys is killed and a fresh, locked one stands in its place; nothing is carried over.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { AppLink } from "../../shared/model/app-links.ts";
import type { HeldText } from "../node/clipboard-watch.ts";
import { nodeClock } from "../node/node-clock.ts";
import { type CoreSetup, type CoreToHost, type HostToCore, released, type Upgrade } from "./core-messages.ts";
import { waitingLink } from "./waiting-link.ts";

/** One running core process, however it was started (Node `fork` here, `utilityProcess` in the Electron host). */
export type CoreProcess<Handle> = {
  send(message: HostToCore, handle?: Handle): void;
  kill(): void;
  pid(): number | undefined;
};
export type StartCore<Handle> = (events: { message(message: CoreToHost): void; exit(): void }) => CoreProcess<Handle>;

export type CoreLink<Handle> = {
  handOver(request: Upgrade | null, handle: Handle): void;
  /** Kills the core and puts a fresh one in its place; pages are sent where `movedTo` says. */
  lock(): void;
  /** A link that the system handed over waits from now on; whether a page saw that, within half a second. */
  open(link: AppLink): Promise<boolean>;
  close(): void;
  pid(): number | undefined;
};

export type LinkEvents = {
  /** A place for one page that must leave; null where the host destroys pages itself. */
  movedTo(): string | null;
  /** The core is gone, a fresh one stands. */
  replaced(): void;
  /** Browser host only: whether a text that is about to be written is held by the watch that clears it. */
  holdClipboard?(text: HeldText): Promise<boolean>;
  /** Electron only: its main writes, and has then held that one text. */
  writeClipboard?(text: string, clearAfterMs: number): Promise<boolean>;
  startServer(): Promise<{ url: string; setupCode: string } | null>;
};

/** How long pages get to leave before the core is killed anyway. */
const leaveWithinMs = 300;
/** Between the core's last word to its pages and its end: their frames leave the kernel. */
const flushMs = 50;
/** A core that dies again within this time is started after a pause, so that a crash is no busy loop. */
const restPauseMs = 1000;

/** How long a page has to see that a link waits. */
const seenWithinMs = 500;

/** Starts a core and keeps one standing until `close`. */
export function linkCore<Handle>(start: StartCore<Handle>, setup: CoreSetup, events: LinkEvents): CoreLink<Handle> {
  let closed = false;
  let startedAt = 0;
  /** Pages that came while the old core was on its way out: they belong to the next one. */
  const waiting: (() => void)[] = [];
  let isLeaving = false;
  const link = waitingLink(nodeClock);
  let linkSeen: (isSeen: boolean) => void = () => {};
  let current = launch();

  function launch(): CoreProcess<Handle> {
    startedAt = performance.now();
    const core = start({
      message: (message) => take(core, message),
      exit: () => {
        if (closed || core !== current) return;
        const pause = performance.now() - startedAt < restPauseMs ? restPauseMs : 0;
        setTimeout(() => {
          if (closed || core !== current) return;
          current = launch();
          events.replaced();
        }, pause);
      },
    });
    core.send({ kind: "setup", setup });
    // It waits through a lock.
    const waits = link.get();
    if (waits !== null) core.send({ kind: "link", link: waits });
    return core;
  }

  function replace(core: CoreProcess<Handle>): void {
    if (closed || core !== current) return;
    core.kill();
    current = launch();
    isLeaving = false;
    events.replaced();
    for (const handOver of waiting.splice(0)) handOver();
  }

  function take(core: CoreProcess<Handle>, message: CoreToHost): void {
    if (core !== current) return;
    if (message.kind === "lock") {
      isLeaving = true;
      core.send({ kind: "moved", urls: placesFor(message.channels, events) });
      setTimeout(() => replace(core), leaveWithinMs);
    } else if (message.kind === "left") setTimeout(() => replace(core), flushMs);
    else if (message.kind === "link-seen") linkSeen(true);
    else if (message.kind === "link-done") link.done();
    else serveCore(core, message, events);
  }

  return {
    handOver: (request, handle) => {
      const handOver = (): void => current.send({ kind: "channel", request }, handle);
      if (isLeaving) waiting.push(handOver);
      else handOver();
    },
    open(opened) {
      link.arrive(opened);
      current.send({ kind: "link", link: opened });
      return new Promise((resolve) => {
        linkSeen = resolve;
        setTimeout(() => resolve(false), seenWithinMs);
      });
    },
    lock: () => take(current, { kind: "lock", channels: 32 }),
    close: () => {
      closed = true;
      current.kill();
    },
    pid: () => current.pid(),
  };
}

/** Where each page goes, for at most 32 of them. */
function placesFor(pages: number, events: LinkEvents): (string | null)[] {
  return Array.from({ length: Math.min(pages, 32) }, () => events.movedTo());
}

type Request = Exclude<CoreToHost, { kind: "lock" | "left" | "link-seen" | "link-done" }>;

/** What the core asks of its host, answered to the core that asked. */
function serveCore<Handle>(core: CoreProcess<Handle>, message: Request, events: LinkEvents): void {
  /** What this host does not do is refused. */
  const done = (id: number, act: Promise<boolean> = Promise.resolve(false)): void =>
    void act.catch(() => false).then((taken) => core.send({ kind: "clipboard-done", id, taken }));
  if (message.kind === "clipboard-hold") done(message.id, events.holdClipboard?.(message.text));
  else if (message.kind === "clipboard-write") {
    done(message.id, events.writeClipboard?.(message.text, message.clearAfterMs));
  } else if (message.kind === "server-start") {
    void events.startServer().then((server) => {
      core.send(
        server === null
          ? { kind: "server-failed", id: message.id }
          : { kind: "server-started", id: message.id, ...server },
      );
    });
  }
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
