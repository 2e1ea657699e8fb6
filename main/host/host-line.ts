/**
 * The core process's line to its host: Node's IPC under the browser host, Electron's parent port under Electron. A host
 * that goes away takes the core with it, so that no unlocked core is left behind.
 */
import { Socket } from "node:net";
import { type CoreToHost, type HostToCore, released } from "./core-messages.ts";

/** The part of Electron's `MessagePortMain` that is used here; the type itself would import electron. */
export type PagePort = {
  postMessage(message: unknown): void;
  on(name: "message", listener: (event: { data: unknown }) => void): void;
  on(name: "close", listener: () => void): void;
  start(): void;
};
export type Handle = Socket | PagePort | null;
export type HostLine = {
  tell(message: CoreToHost): void;
  listen(take: (message: HostToCore, handle: Handle) => void): void;
};

type ParentPort = {
  postMessage(message: unknown): void;
  on(name: "message", listener: (event: { data: unknown; ports: PagePort[] }) => void): void;
};

/** Finds the line that this process was started with; throws where it was started by hand. */
export function connectHost(): HostLine {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    return {
      tell: (message) => parentPort.postMessage(message),
      listen: (take) => parentPort.on("message", (event) => take(event.data as HostToCore, event.ports[0] ?? null)),
    };
  }
  if (process.send === undefined) throw new Error("the core process is started by a host");
  process.on("disconnect", () => process.exit(0));
  // Ctrl-C goes to the whole process group: the host decides when the core ends, so that the clipboard is cleared first.
  process.on("SIGINT", () => {});
  return {
    tell: (message) => {
      if (process.connected) process.send?.(message);
    },
    listen: (take) => {
      const held: (() => void)[] = [];
      process.on("message", (message, handle) => {
        if (message === released) held.shift()?.();
        else if (handle instanceof Socket) held.push(() => take(message as HostToCore, handle));
        else take(message as HostToCore, null);
      });
    },
  };
}
