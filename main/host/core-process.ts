/**
 * The entry of the core process: composes the app from `main/core` and `main/node`, takes the pages' channels from the
 * host, and dies at lock. It is started by a host (Node `fork` or Electron `utilityProcess`) and by nobody else; it
 * reads no command line and no environment of its own.
 */
import { WebSocketServer } from "ws";
import { eventNames } from "../../shared/contract/commands.ts";
import type { AppLink } from "../../shared/model/app-links.ts";
import { createApp } from "../core/app.ts";
import { nodeClock } from "../node/node-clock.ts";
import { createNodePorts } from "../node/node-ports.ts";
import type { CoreToHost, HostToCore } from "./core-messages.ts";
import { connectHost, type Handle } from "./host-line.ts";
import { type Channel, type ChannelApp, openChannel } from "./page-channel.ts";
import { acceptSocket, maxFrameBytes } from "./socket-channel.ts";
import { waitingLink } from "./waiting-link.ts";

// Whatever this process writes is for its owner alone, also the files that SQLite makes by itself.
process.umask(0o077);
const channels = new Set<Channel>();
const host = connectHost();
const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
const serverStarts = new Map<number, (answer: { url: string; setupCode: string } | null) => void>();
const addressAnswers = new Map<number, (opened: boolean) => void>();
const clipboardAnswers = new Map<number, (taken: boolean) => void>();
const placeAnswers = new Map<number, (path: string | null) => void>();
let asked = 0;
let app: ChannelApp | null = null;
const link = waitingLink(nodeClock);
let linkHeard: () => void = () => {};
/** Channels that came before the app stood. */
const early: (() => void)[] = [];

host.listen((message, handle) => {
  if (message.kind === "setup") void compose(message);
  else if (message.kind === "channel") whenComposed(() => addChannel(message, handle));
  else if (message.kind === "moved") leave(message.urls);
  else if (message.kind === "clipboard-done") settleClipboard(message);
  else if (message.kind === "place-chosen") settlePlace(message);
  else if (message.kind === "link") takeLink(message.link);
  else if (message.kind === "address-opened") settleAddress(message);
  else settleServerStart(message);
});
tellHost({ kind: "ready" });

function tellHost(message: CoreToHost): void {
  host.tell(message);
}

async function compose(message: Extract<HostToCore, { kind: "setup" }>): Promise<void> {
  const ports = createNodePorts({
    ...message.setup,
    lock: () => tellHost({ kind: "lock", channels: channels.size }),
    holdClipboard: (text) => askClipboard((id) => ({ kind: "clipboard-hold", id, text })),
    writeByHost: (text, clearAfterMs) => askClipboard((id) => ({ kind: "clipboard-write", id, text, clearAfterMs })),
    choosePlace: (name) =>
      new Promise((resolve) => {
        const id = ++asked;
        placeAnswers.set(id, resolve);
        tellHost({ kind: "place-ask", id, name });
      }),
    links: {
      waiting: link.get,
      listen: (heard) => {
        linkHeard = heard;
      },
      seen: () => tellHost({ kind: "link-seen" }),
      done: (address) => {
        link.done(address);
        linkHeard();
        tellHost({ kind: "link-done", address });
      },
    },
    ...(message.setup.opens === "host" ? { openByHost: askToOpen } : {}),
    startServer: () =>
      new Promise((resolve) => {
        const id = ++asked;
        serverStarts.set(id, resolve);
        tellHost({ kind: "server-start", id });
      }),
  });
  app = createApp(ports) as unknown as ChannelApp;
  for (const act of early.splice(0)) act();
}

function takeLink(next: AppLink): void {
  link.arrive(next);
  linkHeard();
}

function askToOpen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const id = ++asked;
    addressAnswers.set(id, resolve);
    tellHost({ kind: "open-address", id, address });
  });
}

function settleAddress({ id, opened }: Extract<HostToCore, { kind: "address-opened" }>): void {
  addressAnswers.get(id)?.(opened);
  addressAnswers.delete(id);
}

function askClipboard(message: (id: number) => CoreToHost): Promise<boolean> {
  return new Promise((resolve) => {
    const id = ++asked;
    clipboardAnswers.set(id, resolve);
    tellHost(message(id));
  });
}

function settleClipboard({ id, taken }: Extract<HostToCore, { kind: "clipboard-done" }>): void {
  clipboardAnswers.get(id)?.(taken);
  clipboardAnswers.delete(id);
}

function settlePlace({ id, path }: Extract<HostToCore, { kind: "place-chosen" }>): void {
  placeAnswers.get(id)?.(path);
  placeAnswers.delete(id);
}

function whenComposed(act: () => void): void {
  if (app === null) early.push(act);
  else act();
}

function addChannel(message: Extract<HostToCore, { kind: "channel" }>, handle: Handle): void {
  if (app === null || handle === null) return;
  const composed = app;
  if ("postMessage" in handle) {
    const port = handle;
    const channel = openChannel(composed, eventNames, (frame) => port.postMessage(frame));
    channels.add(channel);
    port.on("message", (event) => channel.take(event.data));
    port.on("close", () => drop(channel));
    port.start();
    return;
  }
  acceptSocket(sockets, handle, message.request, {
    open: (send) => {
      const channel = openChannel(composed, eventNames, send);
      channels.add(channel);
      return channel;
    },
    closed: drop,
  });
}

function drop(channel: Channel): void {
  channel.close();
  channels.delete(channel);
}

/** The host has a place for every page: tell them, then say so and wait for the kill. */
function leave(urls: (string | null)[]): void {
  let at = 0;
  for (const channel of channels) channel.leave(urls[at++] ?? null);
  tellHost({ kind: "left" });
}

function settleServerStart(message: Extract<HostToCore, { kind: "server-started" | "server-failed" }>): void {
  const settle = serverStarts.get(message.id);
  settle?.(message.kind === "server-started" ? { url: message.url, setupCode: message.setupCode } : null);
}
