/**
 * A line to the server that breaks where a test says: bytes between real sockets, so that a client meets what it meets in the
 * world. The server is told that the line's address is its own, since clients pin the origin.
 */
import { connect, createServer, type Socket } from "node:net";
import { type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import type { RunningServer } from "../drive.ts";
import { atEnd, scratchDir } from "./scratch.ts";
import { server } from "./team.ts";

/** Where a request's connection ends: nothing arrived; taken, not a byte of the answer; half of the answer; taken, then reset. */
export const breaks = ["before-it-is-sent", "after-it-is-taken", "in-the-answer", "with-a-reset"] as const;
export type Break = (typeof breaks)[number];

export type BreakingLine = {
  running: RunningServer;
  /** The next request of this route breaks so; `then` is called at that moment. */
  breakNext(route: RouteName, how: Break, then?: () => void): void;
  /** No connection is made, and those that stand end. */
  cut(isCut: boolean): void;
  /** What is sent to the server takes its time on each connection; null: it does not. */
  slow(bytesPerSecond: number | null): void;
  /** How many requests broke. */
  broken(): number;
};

type Plan = { pattern: RegExp; how: Break; then: () => void };

/** A server behind a line that is whole until a test says otherwise. */
export async function breakingLine(options: Parameters<typeof server>[0] = {}): Promise<BreakingLine> {
  const open = new Set<Socket>();
  let isCut = false;
  let plan: Plan | null = null;
  let broken = 0;
  let target = 0;
  let rate: number | null = null;

  /** Takes the plan if this request is what it waits for. */
  function planned(request: Buffer): Plan | null {
    if (plan === null || !plan.pattern.test(request.toString("latin1", 0, 200))) return null;
    const found = plan;
    plan = null;
    broken += 1;
    return found;
  }

  const line = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(target, "127.0.0.1");
    let breaking: Plan | null = null;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (bytes) => {
      breaking = planned(bytes) ?? breaking;
      if (rate !== null) {
        client.pause();
        setTimeout(() => client.resume(), (1000 * bytes.length) / rate);
      }
      if (breaking?.how !== "before-it-is-sent") return void upstream.write(bytes);
      breaking.then();
      client.destroy();
    });
    upstream.on("data", (bytes) => {
      if (breaking === null) return void client.write(bytes);
      breaking.then();
      if (breaking.how === "with-a-reset") client.resetAndDestroy();
      else if (breaking.how !== "in-the-answer") client.destroy();
      else client.write(bytes.subarray(0, bytes.length >> 1), () => client.destroy());
    });
  });
  const port = await new Promise<number>((resolve) => {
    line.listen(0, "127.0.0.1", () => resolve((line.address() as { port: number }).port));
  });
  const origin = `http://127.0.0.1:${port}`;
  const running = await server({ dataDir: scratchDir(), origin, ...options });
  target = Number(new URL(running.url).port);
  const end = (): void => {
    for (const socket of open) socket.destroy();
  };
  atEnd(() => {
    end();
    line.close();
  });
  return {
    running: { ...running, url: origin },
    breakNext(route, how, then = () => {}) {
      const { method, path } = routes[route];
      plan = { pattern: new RegExp(`^${method} ${path.replace(":vault", "[0-9a-z]{26}")}[? ]`), how, then };
    },
    cut(now) {
      isCut = now;
      if (now) end();
    },
    slow(bytesPerSecond) {
      rate = bytesPerSecond;
    },
    broken: () => broken,
  };
}
