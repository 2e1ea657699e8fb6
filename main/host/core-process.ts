/**
 * The entry of the core process: composes the app from `main/core` and `main/node`, takes the pages' channels from the
 * host, and dies at lock. It is started by a host (Node `fork` or Electron `utilityProcess`) and by nobody else; it
 * reads no command line and no environment of its own.
 */
import { WebSocketServer } from "ws";
import type { AppLink } from "../../shared/model/app-links.ts";
import type { Desktop, DesktopChanges } from "../../shared/model/desktop-choices.ts";
import { createApp } from "../core/app.ts";
import { nodeClock } from "../node/node-clock.ts";
import { createNodePorts } from "../node/node-ports.ts";
import type { CoreToHost, HostToCore } from "./core-messages.ts";
import { connectHost, type Handle } from "./host-line.ts";
import { type Channel, type ChannelApp, openChannel } from "./page-channel.ts";
import { questions } from "./questions.ts";
import { acceptSocket, maxFrameBytes } from "./socket-channel.ts";
import { waitingLink } from "./waiting-link.ts";

// Whatever this process writes is for its owner alone, also the files that SQLite makes by itself.
process.umask(0o077);
const channels = new Set<Channel>();
const host = connectHost();
const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
const serverStarts = questions<{ url: string; setupCode: string } | null>();
const openedAddresses = questions<boolean>();
const clipboardWrites = questions<boolean>();
const desktops = questions<Desktop | null>();
const chosenPlaces = questions<string | null>();
let app: ChannelApp | null = null;
const link = waitingLink(nodeClock);
let linkHeard: () => void = () => {};
/** Channels that came before the app stood. */
const early: (() => void)[] = [];

host.listen((message, handle) => {
  if (message.kind === "setup") void compose(message);
  else if (message.kind === "channel") whenComposed(() => addChannel(message, handle));
  else if (message.kind === "moved") leave(message.urls);
  else if (message.kind === "link") takeLink(message.link);
  else if (message.kind === "clipboard-done") clipboardWrites.settle(message.id, message.taken);
  else if (message.kind === "place-chosen") chosenPlaces.settle(message.id, message.path);
  else if (message.kind === "desktop-told") desktops.settle(message.id, message.desktop);
  else if (message.kind === "address-opened") openedAddresses.settle(message.id, message.opened);
  else if (message.kind === "server-failed") serverStarts.settle(message.id, null);
  else serverStarts.settle(message.id, { url: message.url, setupCode: message.setupCode });
});
tellHost({ kind: "ready" });

function tellHost(message: CoreToHost): void {
  host.tell(message);
}

async function compose(message: Extract<HostToCore, { kind: "setup" }>): Promise<void> {
  const ports = createNodePorts({
    ...message.setup,
    lock: () => tellHost({ kind: "lock", channels: channels.size }),
    holdClipboard: (text) => clipboardWrites.ask((id) => tellHost({ kind: "clipboard-hold", id, text })),
    writeByHost: (text, clearAfterMs) =>
      clipboardWrites.ask((id) => tellHost({ kind: "clipboard-write", id, text, clearAfterMs })),
    choosePlace: (name) => chosenPlaces.ask((id) => tellHost({ kind: "place-ask", id, name })),
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
    ...(message.setup.desktop === "host"
      ? {
          askDesktop: (changes) => askDesktop(changes as DesktopChanges | null),
          waits: () => tellHost({ kind: "waits" }),
        }
      : {}),
    ...(message.setup.opens === "host" ? { openByHost: askToOpen } : {}),
    startServer: () => serverStarts.ask((id) => tellHost({ kind: "server-start", id })),
  });
  app = createApp(ports) as unknown as ChannelApp;
  for (const act of early.splice(0)) act();
}

function takeLink(next: AppLink): void {
  link.arrive(next);
  linkHeard();
}

function askDesktop(changes: DesktopChanges | null): Promise<Desktop | null> {
  return desktops.ask((id) => tellHost({ kind: "desktop-ask", id, changes }));
}

function askToOpen(address: string): Promise<boolean> {
  return openedAddresses.ask((id) => tellHost({ kind: "open-address", id, address }));
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
    const channel = openChannel(composed, message.page, (frame) => port.postMessage(frame));
    channels.add(channel);
    port.on("message", (event) => channel.take(event.data));
    port.on("close", () => drop(channel));
    port.start();
    return;
  }
  acceptSocket(sockets, handle, message.request, {
    open: (send) => {
      const channel = openChannel(composed, message.page, send);
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
