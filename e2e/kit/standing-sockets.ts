/** Callers who stand at a port: they say one thing, answer nothing and never hang up by themselves. */
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";

/** Where they stand, how many of them, and (this computer has many loopback addresses) from which address. */
type Stand = { port: number; count: number; from?: string };

/** Opens sockets, each of which writes `text` and then stands there until it is destroyed. */
export function standAt({ port, count, from = "127.0.0.1" }: Stand, text: string): Promise<Socket[]> {
  const one = () =>
    new Promise<Socket>((resolve, reject) => {
      // Half open: that the other side has ended is heard and not answered.
      const socket = connect({ port, host: "127.0.0.1", localAddress: from, allowHalfOpen: true }, () => {
        socket.write(text);
        socket.resume();
        resolve(socket);
      });
      socket.once("error", reject);
      socket.on("error", () => undefined);
    });
  return Promise.all(Array.from({ length: count }, one));
}

/** How many files and sockets a process of this computer has open. */
export function openDescriptors(pid: number | "self" = "self"): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
