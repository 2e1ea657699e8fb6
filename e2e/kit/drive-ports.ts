/** Ports of the scriptable client: real files, database and network; keychain and clipboard in memory unless given. */

import { join } from "node:path";
import type { Clipboard, Http, Keychain, Ports, Sockets, Timers } from "../../main/core/ports.ts";
import { appearanceFile } from "../../main/node/appearance-file.ts";
import { type ChoosePlace, nodeDownloads } from "../../main/node/downloads.ts";
import { nodeHttp } from "../../main/node/http.ts";
import { keyFile } from "../../main/node/key-file.ts";
import { nodeLog } from "../../main/node/log.ts";
import { nodeClock } from "../../main/node/node-clock.ts";
import { nodeRandom, nodeTimers } from "../../main/node/node-ports.ts";
import { nodePictures } from "../../main/node/pictures.ts";
import { profileFiles } from "../../main/node/profile-files.ts";
import { secretNotes } from "../../main/node/secret-notes.ts";
import { nodeSockets } from "../../main/node/sockets.ts";
import { fail, ok } from "../../shared/failures.ts";
import { type RunningServer, startServer } from "./drive-server.ts";

/** A keychain that can be given to the next client on the same folder. */
export type MemoryKeychain = Keychain & { entries: Map<string, Uint8Array> };
export type MemoryClipboard = Clipboard & { text(): string | null; clear(): void };

/** What a test may put between client and machine. `fetch` stands in for every HTTP request. */
export type ClientPorts = {
  keychain?: MemoryKeychain;
  clipboard?: MemoryClipboard;
  /** Stands in for the system's dialog of where to save; without it files go into the folder for downloads. */
  choosePlace?: ChoosePlace;
  clock?: { now(): number; steady?(): number } & Partial<Timers>;
  fetch?: (
    url: string,
    init: {
      method: string;
      headers: Record<string, string>;
      redirect: "manual";
      signal: AbortSignal;
      body?: Uint8Array<ArrayBuffer>;
    },
  ) => Promise<Response>;
  sockets?: Sockets;
  random?: (length: number) => Uint8Array;
  /** Puts something between the client and all of its ports. */
  around?: (ports: Ports) => Ports;
};

/** An empty keychain in memory. */
export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, Uint8Array>();
  return {
    kind: "os",
    entries,
    available: async () => true,
    get: async (account) => ok(entries.get(account)?.slice() ?? null),
    set: async (account, secret) => {
      entries.set(account, secret.slice());
      return ok(true);
    },
    remove: async (account) => {
      entries.delete(account);
      return ok(true);
    },
  };
}

/** A clipboard in memory that clears by itself after its time. */
export function memoryClipboard(): MemoryClipboard {
  let held: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  return {
    available: () => true,
    text: () => held,
    clear: () => {
      held = null;
      clearTimeout(timer);
    },
    write: async (text, clearAfterMs) => {
      clearTimeout(timer);
      held = text;
      timer = setTimeout(() => {
        if (held === text) held = null;
      }, clearAfterMs);
      timer.unref();
      return ok(true);
    },
  };
}

function fetchPort(fetch: NonNullable<ClientPorts["fetch"]>): Http {
  return {
    async send({ method, url, headers, body, timeoutMs, maxBytes }) {
      try {
        const init = { method, headers, redirect: "manual" as const, signal: AbortSignal.timeout(timeoutMs) };
        const response = await fetch(url, body === null ? init : { ...init, body: new Uint8Array(body) });
        const bytes = new Uint8Array(await response.arrayBuffer());
        return bytes.length > maxBytes
          ? fail("limit", { number: bytes.length })
          : ok({ status: response.status, body: bytes });
      } catch {
        return fail("offline", undefined, "later");
      }
    },
  };
}

/** The server "for trying alone", in this process: started at the first need, kept through lock, gone with its client. */
export type BuiltInForScripts = {
  start(): Promise<{ url: string; setupCode: string }>;
  close(): Promise<void>;
  kill(): void;
};

/** Prepares it beside the client's folder. */
export function builtInServer(dataDir: string): BuiltInForScripts {
  let started: Promise<RunningServer> | null = null;
  return {
    start() {
      started ??= startServer({ dataDir: `${dataDir}/built-in-server` });
      return started;
    },
    close: async () => (await started)?.close(),
    kill: () => void started?.then((server) => server.kill()),
  };
}

/** A test's clock moves what waits; what only has to come after the answer comes at once. */
function timersOf(clock: ClientPorts["clock"]): Timers {
  const after = clock?.after;
  if (after === undefined) return nodeTimers;
  return { after: (ms, act) => (ms === 0 ? nodeTimers.after(0, act) : after(ms, act)) };
}

/** The ports of one client; `lock` builds a fresh app. */
export function scriptPorts(
  options: ClientPorts & { dataDir: string; keychain: MemoryKeychain; clipboard: MemoryClipboard },
  builtIn: BuiltInForScripts,
  lock: () => void,
): Ports {
  const { dataDir, clock } = options;
  const start = async () => ok(await builtIn.start());
  const ports: Ports = {
    profiles: profileFiles(dataDir),
    secretNotes: secretNotes(dataDir),
    keychain: options.keychain,
    keyFile: keyFile(dataDir),
    http: options.fetch === undefined ? nodeHttp() : fetchPort(options.fetch),
    sockets: options.sockets ?? nodeSockets(),
    // Where only the time of day is a test's, the other clock goes with it.
    clock: clock === undefined ? nodeClock : { steady: clock.now, ...clock },
    timers: timersOf(clock),
    random: options.random === undefined ? nodeRandom : { bytes: options.random },
    appearance: appearanceFile(dataDir),
    desktop: { ask: async () => null },
    clipboard: options.clipboard,
    downloads: nodeDownloads(dataDir, join(dataDir, "downloads"), options.choosePlace),
    log: nodeLog(),
    shell: {
      lock: () => {
        options.clipboard.clear();
        lock();
      },
      openWebsite: async () => ok(true),
      openMail: async () => ok(true),
      deviceName: () => "a scripted computer",
    },
    links: { waiting: () => null, listen: () => {}, seen: () => {}, done: () => {} },
    pictures: nodePictures(),
    builtInServer: { start, resume: start },
    kdf: "floor",
  };
  return options.around?.(ports) ?? ports;
}
