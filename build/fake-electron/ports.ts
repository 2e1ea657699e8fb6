/** Message ports: each is handed over once, and then belongs to whoever took it. Real ports of Node carry what is sent. */
import { EventEmitter } from "node:events";
import { type MessagePort, MessageChannel as NodeChannel } from "node:worker_threads";
import type Electron from "electron";
import { rule } from "./rules.ts";

const raws = new WeakMap<object, MessagePort>();

/** The two ends of a channel in main. */
export function MessageChannelMain(): { port1: object; port2: object } {
  const { port1, port2 } = new NodeChannel();
  return { port1: mainEnd(port1), port2: mainEnd(port2) };
}

function mainEnd(raw: MessagePort): object {
  const port = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => raws.has(port) && raw.postMessage(message),
    start() {
      rule(raws.has(port), "the port was handed over");
      raw.on("message", (data) => port.emit("message", { data, ports: [] }));
      raw.on("close", () => port.emit("close"));
    },
    close: () => raw.close(),
  } satisfies Pick<Electron.MessagePortMain, "postMessage" | "start" | "close">);
  raws.set(port, raw);
  return port;
}

/** Takes a port out of main; a second time throws. */
export function takePort(port: object): MessagePort {
  const raw = raws.get(port);
  rule(raw !== undefined, "a port is handed over once");
  raws.delete(port);
  return raw;
}
