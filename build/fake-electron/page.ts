/** A page: its document comes from the session's protocol, the preload runs with nothing but `electron`, and calls go through its bridge. */
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { compileFunction, createContext } from "node:vm";
import type { MessagePort } from "node:worker_threads";
import type Electron from "electron";
import { ipcMain } from "./parts.ts";
import { takePort } from "./ports.ts";
import { forbidden, type Part, rule, tell } from "./rules.ts";
import { answered, type FakeSession } from "./sessions.ts";

type Bridge = { call(name: string, input: unknown): Promise<unknown>; on(name: string, listener: unknown): unknown };
type OpenHandler = (details: Electron.HandlerDetails) => { action: "deny" | "allow" };
type Frame = { url: string; parent: object | null };
export type Page = {
  contents: EventEmitter;
  session: FakeSession;
  bridge(): Bridge | null;
  load(address: string): Promise<void>;
  /** Tries whatever a page may not do; the names of what it could. */
  tried(): string[];
  destroy(): void;
};

/** Set to an error number, the next page does not load. */
export const loading = { failsWith: null as number | null };
let count = 0;

/** The contents of a new window. */
export function openPage(preload: string, session: FakeSession): Page {
  const received = new EventEmitter();
  const frame = { url: "", parent: null };
  const ports: MessagePort[] = [];
  let bridge: Bridge | null = null;
  let isGone = false;
  let opens: OpenHandler = () => ({ action: "allow" });
  const contents = Object.assign(new EventEmitter(), {
    ...{ id: ++count, mainFrame: frame },
    setWindowOpenHandler(handler: OpenHandler) {
      opens = handler;
    },
    isDestroyed: () => isGone,
    getURL: () => frame.url,
    postMessage(channel: string, data: unknown, given: object[] = []) {
      rule(!isGone, "Object has been destroyed");
      const taken = given.map(takePort);
      ports.push(...taken);
      setImmediate(() => received.emit(channel, { ports: taken }, data));
    },
  } satisfies Part<Electron.WebContents>);
  const electron = preloadPart(received, {
    expose(given) {
      rule(bridge === null, "a bridge is exposed once");
      bridge = given;
    },
    send: (channel, given) => isGone || ipcMain.emit(channel, { sender: contents, senderFrame: frame }, ...given),
  });
  const limited = (name: string): unknown => {
    rule(name === "electron", `a sandboxed preload may not require ${name}`);
    return electron;
  };
  return {
    contents,
    session,
    bridge: () => bridge,
    async load(address) {
      await new Promise(setImmediate);
      const failed = loading.failsWith;
      loading.failsWith = null;
      const answer = failed === null ? await answered(session, address) : null;
      if (isGone) return;
      if (answer === null || !answer.ok) {
        tell("contents", contents, "did-fail-load", {}, failed ?? -6, "ERR_FILE_NOT_FOUND", address, true, 1, 1);
        throw new Error(`ERR_FAILED (${failed}) loading '${address}'`);
      }
      rule((await answer.text()).includes("<html"), "the page is a document");
      frame.url = address;
      const parsingContext = createContext({ Promise, Map, Set });
      compileFunction(readFileSync(preload, "utf8"), ["require", "exports", "module"], { parsingContext })(
        limited,
        {},
        {},
      );
      tell("contents", contents, "did-finish-load");
    },
    tried: () => [...tries(contents, opens), ...asked(contents, frame, () => ports.length)],
    destroy() {
      isGone = true;
      bridge = null;
      for (const port of ports) port.close();
      tell("contents", contents, "destroyed");
    },
  };
}

/** What `electron` is to a preload. */
function preloadPart(
  received: EventEmitter,
  { expose, send }: { expose(bridge: Bridge): void; send(channel: string, given: unknown[]): void },
) {
  return {
    contextBridge: { exposeInMainWorld: (_name: string, given: Bridge) => expose(given) },
    ipcRenderer: {
      on: (channel: string, listener: (event: Electron.IpcRendererEvent, ...given: unknown[]) => void) =>
        received.on(channel, listener),
      send: (channel: string, ...given: unknown[]) => setImmediate(() => send(channel, given)),
    },
  } satisfies { contextBridge: Part<Electron.ContextBridge>; ipcRenderer: Part<Electron.IpcRenderer> };
}

/** Tries to leave the document, to embed and to open; the names of what nobody hindered. */
function tries(contents: EventEmitter, opens: OpenHandler): string[] {
  const happened: string[] = forbidden.filter((name) => {
    let isPrevented = false;
    tell("contents", contents, name, { preventDefault: () => (isPrevented = true) }, "https://example.org/");
    return !isPrevented;
  });
  const { action } = opens({ url: "https://example.org/" } as Electron.HandlerDetails);
  return action === "deny" ? happened : [...happened, "window"];
}

/** Who asks for a channel beside the page's own main frame, and gets one; `nobody` where not even that frame does. */
function asked(contents: EventEmitter, own: Frame, given: () => number): string[] {
  const stranger = Object.assign(new EventEmitter(), { postMessage: (_name: string, _data: unknown) => strange++ });
  let strange = 0;
  const gets = (sender: EventEmitter, senderFrame: Frame | null): boolean => {
    const before = given() + strange;
    for (const name of ipcMain.eventNames()) ipcMain.emit(name, { sender, senderFrame });
    return given() + strange > before;
  };
  return [
    ...(gets(contents, { url: "https://example.org/", parent: null }) ? ["foreign frame"] : []),
    ...(gets(contents, { url: own.url, parent: own }) ? ["inner frame"] : []),
    ...(gets(contents, null) ? ["no frame"] : []),
    ...(gets(stranger, own) ? ["foreign page"] : []),
    ...(gets(contents, own) ? [] : ["nobody"]),
  ];
}
