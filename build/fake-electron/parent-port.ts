/** Stands in front of a utility process: gives it `process.parentPort`, and takes it down when its parent is gone, as Electron does. */
import { EventEmitter } from "node:events";

type Carried = { data?: unknown; port?: number; ports?: number[]; closed?: true };

const send = process.send?.bind(process);
const waiting: Carried[] = [];
const ports = new Map<number, EventEmitter>();

/** Tells nobody before somebody listens. */
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => send?.({ data }),
});
parentPort.on("newListener", () => setImmediate(() => waiting.splice(0).forEach(take)));

function openPort(id: number): EventEmitter {
  const early: unknown[] = [];
  let isStarted = false;
  const port = Object.assign(new EventEmitter(), {
    postMessage: (data: unknown) => send?.({ port: id, data }),
    arrive: (data: unknown) => (isStarted ? port.emit("message", { data, ports: [] }) : early.push(data)),
    start() {
      isStarted = true;
      for (const data of early.splice(0)) port.emit("message", { data, ports: [] });
    },
    close: () => send?.({ port: id, closed: true }),
  });
  ports.set(id, port);
  return port;
}

function take(carried: Carried): void {
  const port = ports.get(carried.port ?? 0) as (EventEmitter & { arrive(data: unknown): void }) | undefined;
  if (carried.port === undefined)
    parentPort.emit("message", { data: carried.data, ports: (carried.ports ?? []).map(openPort) });
  else if (carried.closed) port?.emit("close");
  else port?.arrive(carried.data);
}

process.on("message", (carried: Carried) => {
  if (parentPort.listenerCount("message") === 0) waiting.push(carried);
  else take(carried);
});
process.on("disconnect", () => process.exit(0));
Object.defineProperty(process, "send", { value: undefined });
Object.defineProperty(process, "parentPort", { value: parentPort });
