/** The scriptable client's core in its real process: the same entry that the hosts start, spoken to as a page would. */

import { createServer as createHttpServer } from "node:http";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { forkCore, linkCore } from "../main/host/core-link.ts";
import type { CoreToPage } from "../shared/contract/bridge.ts";
import { readFrame, writeFrame } from "../shared/contract/frames.ts";
import type { Latchkey } from "../shared/contract/outputs.ts";
import { fail, type Result } from "../shared/result.ts";

export type ProcessClient = Latchkey & { pid(): number | undefined; kill(): void; close(): Promise<void> };

/** Starts the core process on `dataDir` and opens a channel to it. Its keychain is the key file, its KDF the floor. */
export async function startCoreProcess(dataDir: string): Promise<ProcessClient> {
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  const answers = new Map<number, (result: Result<never>) => void>();
  let calls = 0;
  let channel: Promise<WebSocket> | null = null;
  const link = linkCore<Socket>(
    forkCore,
    { dataDir, clipboardKey: "00".repeat(32), clipboard: "tools", deviceName: "a scripted computer", kdf: "floor" },
    {
      movedTo: () => null,
      replaced: () => {
        channel = null;
        for (const settle of answers.values()) settle(fail("locked"));
        answers.clear();
      },
      clipboardWritten: () => {},
      startServer: async () => null,
    },
  );
  const door = createHttpServer();
  door.on("upgrade", (request, socket, head) => {
    socket.pause();
    socket.removeAllListeners();
    link.handOver(
      { headers: request.headers as Record<string, string>, head: head.toString("base64") },
      socket as Socket,
    );
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as { port: number };

  function open(): Promise<WebSocket> {
    channel ??= new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, { perMessageDeflate: false });
      socket.on("open", () => resolve(socket));
      socket.on("error", reject);
      socket.on("message", (text) => take(readFrame(String(text)) as CoreToPage));
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
    link.close();
    door.closeAllConnections();
    door.close();
  };
  return {
    pid: link.pid,
    async call(name, input) {
      const socket = await open();
      const id = ++calls;
      return new Promise((resolve) => {
        answers.set(id, resolve as (result: Result<never>) => void);
        socket.send(writeFrame({ kind: "call", id, name, input }));
      });
    },
    on(name, listener) {
      void open();
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener as (event: unknown) => void));
      return () => listeners.get(name)?.delete(listener as (event: unknown) => void);
    },
    kill: stop,
    close: async () => stop(),
  };
}
