/**
 * The browser host: the whole program on 127.0.0.1, for machines where the Electron runtime cannot be had, for
 * development and for end-to-end tests. Starts the core, opens the port, opens a window; stops everything at Ctrl-C.
 */

import type { Socket } from "node:net";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { hostWords } from "../../../shared/copy/host.ts";
import { appearanceFile } from "../../node/appearance-file.ts";
import { missingClipboardTool } from "../../node/clipboard-tools.ts";
import { type BuiltIn, builtInServer, spawnServer } from "../built-in-server.ts";
import { type ClipboardGuard, guardClipboard } from "../clipboard-guard.ts";
import { type CoreLink, forkCore, linkCore } from "../core-link.ts";
import { folderTrouble } from "../data-folder.ts";
import { readPageFiles } from "../page-files.ts";
import { type Access, createAccess } from "./access.ts";
import { askRunning, leaveNote, shown } from "./instance.ts";
import { listenLoopback, serveLoopback } from "./loopback-server.ts";
import { hasDisplay, type OpenedWindow, openBrowser } from "./open-browser.ts";
import { type HostOptions, readOptions } from "./options.ts";
import { onEnter } from "./terminal.ts";
import { removeWindowFile, removeWindowFiles } from "./window-file.ts";

const builtPage = fileURLToPath(new URL("../../../dist/renderer", import.meta.url));

const options = readOptions(process.argv.slice(2), process.env);
if ("wrong" in options) stopWith(options.wrong, 2);
const trouble = folderTrouble(options.dataDir);
if (trouble !== null) stopWith(hostWords.folder[trouble](options.dataDir));
await start(options);

async function start(options: HostOptions): Promise<void> {
  const running = await askRunning(options.dataDir, options.link);
  if (running !== null) return showAgain(running, options);
  removeWindowFiles(options.dataDir);
  const { servers, port } = await listenOrStop(options.port);
  const access = createAccess(port, { now: () => Date.now(), steady: () => performance.now() });
  const guard = guardClipboard();
  const server = builtInServer(options.dataDir, spawnServer);
  const link = startCore(options, { access, guard, startServer: server.start });
  if (options.link !== null) void link.open(options.link);
  const note = leaveNote(options.dataDir, port);
  serveLoopback(servers, {
    access,
    files: readPageFiles(builtPage),
    port,
    appearance: appearanceFile(options.dataDir).get,
    channel: link.handOver,
    arrived: (token) => {
      removeWindowFile(options.dataDir, token);
      window?.arrived();
      if (!isReady && !options.json) say(hostWords.readyInWindow(sinceStart(), isTerminal));
      isReady = true;
    },
    another: (said) => note.answer(said, { address: access.address, open: link.open }),
  });
  let isStopping = false;
  // A second Ctrl-C while the clipboard is looked at must not end us in the middle: the handler stays, and does nothing.
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    link.close();
    server.close();
    const isClear = await guard.clearAndWait();
    note.remove();
    removeWindowFiles(options.dataDir);
    say(hostWords.stopped(isClear));
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  const isTerminal = onEnter(() => say(hostWords.fresh(access.address())));
  let isReady = !options.open;
  const window = show(access.address, options, isTerminal);
  if (window === null) isReady = true;
  const tool = missingClipboardTool(process.platform, process.env);
  if (tool !== null) say(hostWords.noClipboard(tool));
}

/** What stands in the way of a port that was asked for is said in a sentence. */
async function listenOrStop(port: number): ReturnType<typeof listenLoopback> {
  try {
    return await listenLoopback(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") stopWith(hostWords.port.taken(port));
    if (code === "EACCES") stopWith(hostWords.port.forbidden(port));
    throw error;
  }
}

/** A second start: the first one gave an address, which goes into one more window, or to the person. */
function showAgain(address: string, { open, json, dataDir }: HostOptions): void {
  if (address === shown) {
    if (json) process.stdout.write(`${JSON.stringify({ url: null })}\n`);
    say(hostWords.again.shown);
    return;
  }
  if (json) process.stdout.write(`${JSON.stringify({ url: address })}\n`);
  const window = mayOpen(open) ? openBrowser(address, dataDir, () => {}) : null;
  // Whether its page comes in, only the running one knows.
  window?.arrived();
  say(window === null ? hostWords.again.address(address) : hostWords.again.opened);
}

function mayOpen(open: boolean): boolean {
  return open && hasDisplay(process.platform, process.env);
}

/** Since the command was given, where that is known. */
function sinceStart(): number | null {
  const ms = Date.now() - Number(process.env.LATCHKEY_STARTED_AT ?? Number.NaN);
  return ms >= 0 && ms < 3_600_000 ? ms : null;
}

type Around = { access: Access; guard: ClipboardGuard; startServer: BuiltIn["start"] };

/** The core, and what a lock does to the pages' passes and to the clipboard. */
function startCore({ dataDir, kdf }: HostOptions, { access, guard, startServer }: Around): CoreLink<Socket> {
  let turned = false;
  /** Once per lock: older passes die, and the pages' new addresses are under the other name. */
  const turnOnce = (): void => {
    if (!turned) access.turn();
    turned = true;
  };
  return linkCore<Socket>(
    forkCore,
    { dataDir, clipboard: "tools", deviceName: hostname(), kdf },
    {
      movedTo: () => {
        turnOnce();
        return access.address();
      },
      replaced: () => {
        turnOnce();
        turned = false;
        guard.clear();
      },
      holdClipboard: guard.hold,
      startServer,
    },
  );
}

/** `address` gives one that is good for one opening; null where no window was opened. */
function show(address: () => string, { open, json, dataDir }: HostOptions, isTerminal: boolean): OpenedWindow | null {
  const url = address();
  if (json) process.stdout.write(`${JSON.stringify({ url })}\n`);
  const window = mayOpen(open) ? openBrowser(url, dataDir, (kind) => say(hostWords.trouble[kind](address()))) : null;
  if (json) return window;
  if (window !== null) say(hostWords.opening);
  else {
    if (open) say(mayOpen(open) ? hostWords.noBrowser : hostWords.noDisplay);
    say(hostWords.ready(url, isTerminal));
  }
  return window;
}

function stopWith(line: string, status = 1): never {
  say(line);
  process.exit(status);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
