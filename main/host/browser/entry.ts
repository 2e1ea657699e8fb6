/**
 * The browser host: the whole program on 127.0.0.1, for machines where the Electron runtime cannot be had, for
 * development and for end-to-end tests. Starts the core, opens the port, opens a window; stops everything at Ctrl-C.
 */

import type { Socket } from "node:net";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { hostWords } from "../../../shared/copy/host.ts";
import { type BuiltIn, builtInServer, spawnServer } from "../built-in-server.ts";
import { type ClipboardGuard, guardClipboard } from "../clipboard-guard.ts";
import { type CoreLink, forkCore, linkCore } from "../core-link.ts";
import { readPageFiles } from "../page-files.ts";
import { type Access, createAccess } from "./access.ts";
import { askRunning, leaveNote } from "./instance.ts";
import { listenLoopback, serveLoopback } from "./loopback-server.ts";
import { type OpenedWindow, openBrowser } from "./open-browser.ts";
import { type HostOptions, readOptions } from "./options.ts";
import { removeWindowFile, removeWindowFiles } from "./window-file.ts";

const builtPage = fileURLToPath(new URL("../../../dist/renderer", import.meta.url));

const options = readOptions(process.argv.slice(2), process.env);
if ("wrong" in options) {
  say(options.wrong);
  process.exit(2);
}
await start(options);

async function start(options: HostOptions): Promise<void> {
  const running = await askRunning(options.dataDir);
  if (running !== null) {
    say(hostWords.running);
    // Whether its page comes in, only the running one knows.
    show(() => running, options)?.arrived();
    return;
  }
  removeWindowFiles(options.dataDir);
  const { servers, port } = await listenLoopback(options.port);
  const access = createAccess(port, () => Date.now());
  const guard = guardClipboard();
  const server = builtInServer(options.dataDir, spawnServer);
  const link = startCore(options, { access, guard, startServer: server.start });
  const note = leaveNote(options.dataDir, port);
  serveLoopback(servers, {
    access,
    files: readPageFiles(builtPage),
    port,
    channel: link.handOver,
    arrived: (token) => {
      removeWindowFile(options.dataDir, token);
      window?.arrived();
    },
    another: (word) => note.answer(word, access.address),
  });
  let isStopping = false;
  // A second Ctrl-C while the clipboard is looked at must not end us in the middle: the handler stays, and does nothing.
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    link.close();
    server.close();
    await guard.clearAndWait();
    note.remove();
    removeWindowFiles(options.dataDir);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  const window = show(access.address, options);
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
function show(address: () => string, { open, json, dataDir }: HostOptions): OpenedWindow | null {
  const url = address();
  if (json) process.stdout.write(`${JSON.stringify({ url })}\n`);
  const window = open ? openBrowser(url, dataDir, (kind) => say(hostWords.trouble[kind](address()))) : null;
  if (!json) say(window === null ? hostWords.ready(url) : hostWords.readyInWindow);
  return window;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
