/**
 * The browser host: the whole program on 127.0.0.1, for machines where the Electron runtime cannot be had, for
 * development and for end-to-end tests. Starts the core, opens the port, opens a window; stops everything at Ctrl-C.
 */

import type { Socket } from "node:net";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { hostWords } from "../../../shared/copy/host.ts";
import { builtInServer, spawnServer } from "../built-in-server.ts";
import { guardClipboard } from "../clipboard-guard.ts";
import { forkCore, linkCore } from "../core-link.ts";
import { readPageFiles } from "../page-files.ts";
import { createAccess } from "./access.ts";
import { askRunning, leaveNote } from "./instance.ts";
import { listenLoopback, serveLoopback } from "./loopback-server.ts";
import { openBrowser } from "./open-browser.ts";
import { type HostOptions, readOptions } from "./options.ts";

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
    show(() => running, options);
    return;
  }
  const { servers, port } = await listenLoopback(options.port);
  const access = createAccess(port, () => Date.now());
  const guard = guardClipboard();
  const server = builtInServer(options.dataDir, spawnServer);
  const link = linkCore<Socket>(
    forkCore,
    { dataDir: options.dataDir, clipboardKey: guard.key, clipboard: "tools", deviceName: hostname(), kdf: options.kdf },
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
      clipboardWritten: guard.written,
      startServer: server.start,
    },
  );
  const note = leaveNote(options.dataDir, port);
  let turned = false;
  /** Once per lock: older cookies die, and the pages' new addresses are under the other name. */
  function turnOnce(): void {
    if (!turned) access.turn();
    turned = true;
  }
  serveLoopback(servers, {
    access,
    files: readPageFiles(builtPage),
    port,
    channel: link.handOver,
    another: (word) => (note.knows(word) ? access.address() : null),
  });
  let isStopping = false;
  // A second Ctrl-C while the clipboard is looked at must not end us in the middle: the handler stays, and does nothing.
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    link.close();
    server.close();
    guard.clearAndWait();
    note.remove();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  show(access.address, options);
}

/** `address` gives one that is good for one opening. */
function show(address: () => string, options: HostOptions): void {
  const url = address();
  if (options.json) process.stdout.write(`${JSON.stringify({ url })}\n`);
  const isOpened =
    options.open &&
    openBrowser(url, options.dataDir, () => {
      say(hostWords.windowEnded(address()));
    });
  if (options.json) return;
  if (isOpened) say(hostWords.readyInWindow);
  else say(hostWords.ready(url));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
