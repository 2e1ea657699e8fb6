/** The HTTP port on a slow line: what moves goes on, what stands still ends, and nothing goes on for ever. */
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { nodeHttp } from "./http.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();
const http = nodeHttp();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A server that does with each connection what it is told. */
function serving(how: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    how(socket);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}/`));
  });
}

const answer = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

function ask(url: string, more: { timeoutMs: number; body?: Uint8Array }) {
  const { body = null, timeoutMs } = more;
  return http.send({ method: body === null ? "GET" : "PUT", url, headers: {}, body, timeoutMs, maxBytes: 1024 });
}

/** One character at a time. */
function drip(socket: Socket, text: string, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= text.length || socket.destroyed) clearInterval(timer);
    else socket.write(text.charAt(at++));
  }, everyMs);
}

describe("the HTTP port", () => {
  it("waits for an answer that comes slowly, longer than its timeout altogether", async () => {
    const url = await serving((socket) => {
      socket.write(answer("twelve bytes").slice(0, -12));
      drip(socket, "twelve bytes", 40);
    });
    const got = await ask(url, { timeoutMs: 200 });
    expect(got.ok && Buffer.from(got.value.body).toString()).toBe("twelve bytes");
  });

  it("ends where nothing moves, before and in the middle of an answer", async () => {
    const silent = await serving(() => undefined);
    expect(await ask(silent, { timeoutMs: 100 })).toMatchObject({ failure: { code: "offline" } });
    const half = await serving((socket) => void socket.write(answer("twelve bytes").slice(0, -4)));
    expect(await ask(half, { timeoutMs: 100 })).toMatchObject({ failure: { code: "offline" } });
  });

  it("does not wait for ever for one that never comes to its end", async () => {
    const url = await serving((socket) => {
      socket.write(answer("x".repeat(1000)).slice(0, -1000));
      drip(socket, "x".repeat(1000), 10);
    });
    const begun = performance.now();
    expect(await ask(url, { timeoutMs: 50 })).toMatchObject({ failure: { code: "offline" } });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("sends a body that is taken slowly, and whole", async () => {
    const body = new Uint8Array(6 * 1024 * 1024).fill(7);
    let taken = 0;
    const url = await serving((socket) => {
      socket.on("data", (bytes) => {
        taken += bytes.length;
        socket.pause();
        setTimeout(() => socket.resume(), 30);
        if (taken > body.length && !socket.writableEnded) socket.end(answer("ok"));
      });
    });
    const begun = performance.now();
    expect(await ask(url, { timeoutMs: 1000, body })).toMatchObject({ ok: true });
    expect(performance.now() - begun).toBeGreaterThan(1000);
    expect(taken).toBeGreaterThan(body.length);
  });
});
