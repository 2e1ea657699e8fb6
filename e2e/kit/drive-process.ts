/** The scriptable client's core in its real process: the same entry that the hosts start, spoken to as a page would. */

import { randomUUID } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocket } from "ws";
import { type CoreLink, forkCore, linkCore } from "../../main/host/core-link.ts";
import type { ChoosePlace } from "../../main/node/downloads.ts";
import type { CoreToPage, Proofs } from "../../shared/contract/bridge.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { readFrame, writeFrame } from "../../shared/contract/frames.ts";
import { fail, type Result } from "../../shared/failures.ts";
import { builtInServer, type MemoryClipboard } from "./drive-ports.ts";

export type ProcessClient = Latchkey & { pid(): number | undefined; kill(): void; close(): Promise<void> };

/** Where a page's channel comes in: its socket goes to the core, as a host hands it over. */
async function listenForChannels(link: CoreLink<Socket>, proofs: Proofs): Promise<{ port: number; close(): void }> {
  const listener = createHttpServer();
  listener.on("upgrade", (request, socket, head) => {
    socket.pause();
    socket.removeAllListeners();
    const headers = request.headers as Record<string, string>;
    link.handOver({ headers, head: head.toString("base64"), proofs }, socket as Socket, "main");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    listener.closeAllConnections();
    listener.close();
  };
  return { port: (listener.address() as AddressInfo).port, close };
}

/**
 * Starts the core process on `dataDir` and opens a channel to it. Its keychain is a file in that folder, because a process
 * can not hold this one's memory; what it copies comes to `clipboard`; its KDF is the floor.
 */
export async function startCoreProcess({
  dataDir,
  clipboard,
  choosePlace,
}: {
  dataDir: string;
  clipboard: MemoryClipboard;
  choosePlace?: ChoosePlace | undefined;
}): Promise<ProcessClient> {
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  const answers = new Map<number, (result: Result<never>) => void>();
  const replacements: (() => void)[] = [];
  let calls = 0;
  let isOver = false;
  let channel: Promise<WebSocket> | null = null;
  const builtIn = builtInServer(dataDir);
  const link = linkCore<Socket>(
    forkCore,
    {
      dataDir,
      clipboard: "host",
      ...(choosePlace === undefined ? {} : { saving: "asks" }),
      deviceName: "a scripted computer",
      downloads: `${dataDir}/downloads`,
      keychain: "key-file",
      kdf: "floor",
    },
    {
      movedTo: () => null,
      replaced: () => {
        clipboard.clear();
        channel = null;
        settleAll();
        for (const settle of replacements.splice(0)) settle();
        for (const listener of listeners.get("session.changed") ?? []) listener({ state: "locked" });
        if (listeners.size > 0) open().catch(() => {});
      },
      writeClipboard: async (text, clearAfterMs) => (await clipboard.write(text, clearAfterMs)).ok,
      ...(choosePlace === undefined ? {} : { choosePlace }),
      startServer: builtIn.start,
    },
  );
  const proofs = { page: randomUUID(), host: randomUUID() };
  const listener = await listenForChannels(link, proofs);

  /** Whoever waits for a process that is gone is answered so. */
  function settleAll(): void {
    for (const settle of answers.values()) settle(fail("locked", undefined, "after-act"));
    answers.clear();
  }
  function open(): Promise<WebSocket> {
    channel ??= new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${listener.port}/channel`, { perMessageDeflate: false });
      socket.on("open", () => socket.send(writeFrame({ kind: "hello", proof: proofs.page })));
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("the core took no channel")));
      socket.on("message", (text) => {
        const message = readFrame(String(text)) as CoreToPage;
        if (message.kind === "hello") resolve(socket);
        else take(message);
      });
    });
    return channel;
  }
  function take(message: CoreToPage): void {
    if (message.kind === "event") for (const listener of listeners.get(message.name) ?? []) listener(message.event);
    if (message.kind !== "answer") return;
    answers.get(message.id)?.(message.result as Result<never>);
    answers.delete(message.id);
  }
  const stop = (): void => {
    isOver = true;
    settleAll();
    link.close();
    listener.close();
  };
  return {
    pid: link.pid,
    async call(name, input) {
      const socket = isOver ? null : await open().catch(() => null);
      if (socket === null) return fail("locked", undefined, "after-act");
      const id = ++calls;
      const isLock = name === "account.lock";
      const replaced = isLock ? new Promise<void>((resolve) => replacements.push(resolve)) : null;
      const result = await new Promise<Result<never>>((resolve) => {
        answers.set(id, resolve);
        socket.send(writeFrame({ kind: "call", id, name, input }));
      });
      // Whoever asked for the lock finds a fresh process afterwards.
      if (result.ok) await replaced;
      return result;
    },
    on(name, listener) {
      if (!isOver) open().catch(() => {});
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener as (event: unknown) => void));
      return () => listeners.get(name)?.delete(listener as (event: unknown) => void);
    },
    kill: () => {
      stop();
      builtIn.kill();
    },
    close: async () => {
      stop();
      await builtIn.close();
    },
  };
}
