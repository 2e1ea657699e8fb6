/** Stands between clients and the server as a plain line, and keeps every byte in both directions. */
import { type AddressInfo, connect, createServer } from "node:net";
import { atEnd } from "./scratch.ts";

export type Recorder = {
  port: number;
  /** Where the line leads; nobody is let through before. */
  leadTo(port: number): void;
  /** Everything so far, one buffer a connection and direction. */
  recorded(): Buffer[];
};

/** Listens on a port of its own. */
export async function record(): Promise<Recorder> {
  const kept: Buffer[][] = [];
  let target = 0;
  const line = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const parts: Buffer[] = [];
      kept.push(parts);
      from.on("data", (part) => parts.push(part));
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  atEnd(() => void line.close());
  return {
    port: (line.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port;
    },
    recorded: () => kept.map((parts) => Buffer.concat(parts)),
  };
}
