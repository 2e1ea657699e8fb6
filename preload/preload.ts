/**
 * The page's two functions, and nothing else. Holds the channel's port in the isolated world; the page never sees
 * Electron, Node or the port itself. Built as one CommonJS file, because a sandboxed preload must be that.
 */
import { contextBridge, ipcRenderer } from "electron";
import { bridgeGlobal, type CoreToPage, channelRequest, type PageToCore } from "../shared/contract/bridge.ts";

const answers = new Map<number, (result: unknown) => void>();
const listeners = new Map<string, Set<(event: unknown) => void>>();
const waiting: PageToCore[] = [];
let port: MessagePort | null = null;
let calls = 0;

ipcRenderer.on(channelRequest, (event) => {
  port = event.ports[0] ?? null;
  port?.addEventListener("message", ({ data }: MessageEvent<CoreToPage>) => {
    if (data.kind === "answer") answers.get(data.id)?.(data.result);
    if (data.kind === "answer") answers.delete(data.id);
    if (data.kind === "event") for (const listener of listeners.get(data.name) ?? []) listener(data.event);
  });
  port?.start();
  for (const call of waiting.splice(0)) port?.postMessage(call);
});
ipcRenderer.send(channelRequest);

contextBridge.exposeInMainWorld(bridgeGlobal, {
  call: (name: string, input: unknown) =>
    new Promise((resolve) => {
      const call: PageToCore = { kind: "call", id: ++calls, name, input };
      answers.set(call.id, resolve);
      if (port === null) waiting.push(call);
      else port.postMessage(call);
    }),
  on: (name: string, listener: (event: unknown) => void) => {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    return () => listeners.get(name)?.delete(listener);
  },
});
