import { once } from "node:events";
import { request, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openDescriptors, standAt } from "../../../e2e/kit/standing-sockets.ts";
import type { Upgrade } from "../core-messages.ts";
import { type Access, createAccess } from "./access.ts";
import { listenLoopback, serveLoopback } from "./loopback-server.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function startTestServer(): Promise<{
  port: number;
  access: Access;
  handed: { request: Upgrade; socket: Socket }[];
}> {
  const { servers, port } = await listenLoopback(0);
  open.push(...servers);
  const access = createAccess(port, { now: () => Date.now(), steady: () => performance.now() });
  const handed: { request: Upgrade; socket: Socket }[] = [];
  const files = new Map([
    [
      "/index.html",
      {
        type: "text/html",
        bytes: Buffer.from('<meta content="__COLOR_SCHEME__"><style nonce="__CSP_NONCE__"></style>'),
      },
    ],
    ["/app.js", { type: "text/javascript", bytes: Buffer.from("1") }],
  ]);
  serveLoopback(servers, {
    access,
    files,
    port,
    appearance: () => "dark",
    channel: (request, socket) => {
      handed.push({ request, socket });
      // Whoever holds the socket can write to it: that is what handing over means.
      socket.end("handed over\r\n");
    },
    arrived: () => {},
    another: async (said) => (said === "right" ? access.address() : null),
  });
  return { port, access, handed };
}

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: options.method ?? "GET",
        headers: { host: `127.0.0.1:${port}`, ...options.headers },
      },
      (response) => {
        let text = "";
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    asking.on("error", reject);
    asking.end(options.body);
  });
}

type SignedIn = { cookie: string; proofs: { page: string; host: string } };
async function signIn(port: number, access: Access, name = "127.0.0.1"): Promise<SignedIn> {
  const token = new URL(access.address()).hash.slice(1);
  const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}` };
  const answer = await ask(port, "/session", { method: "POST", headers, body: token });
  expect(answer.status).toBe(200);
  const cookie = String(answer.headers["set-cookie"]);
  expect(cookie).toMatch(new RegExp(`^__Host-latchkey-${port}=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict$`));
  return { cookie: cookie.split(";")[0] as string, proofs: JSON.parse(answer.text) };
}

async function tryChannel(port: number, headers: Record<string, string>): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const lines = [
    "GET /channel HTTP/1.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ];
  for (const [key, value] of Object.entries(headers)) lines.push(`${key}: ${value}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const [bytes] = await once(socket, "data");
  socket.destroy();
  return String(bytes).split("\r\n")[0] as string;
}

describe("access to the loopback host", () => {
  it("serves the page with a strict policy and a fresh nonce each time", async () => {
    const { port } = await startTestServer();
    const [one, two] = [await ask(port, "/"), await ask(port, "/")];
    expect(one.status).toBe(200);
    const policy = String(one.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe");
    expect(one.text).not.toBe(two.text);
    expect(policy).toContain((one.text.match(/nonce="([^"]+)"/) as string[])[1]);
    expect(one.headers["cache-control"]).toBe("no-store");
  });

  it.each<[string, number, (port: number) => string]>([
    ["ours", 200, (port) => `127.0.0.1:${port}`],
    ["foreign", 421, () => "evil.example"],
    ["foreign, with our port", 421, (port) => `evil.example:${port}`],
    ["ours without a port", 421, () => "127.0.0.1"],
    ["ours with another port", 421, (port) => `127.0.0.1:${port + 1}`],
    ["this computer's in IPv6", 421, (port) => `[::1]:${port}`],
  ])("where Host is %s (DNS rebinding), whatever else is right, answers %i", async (_name, status, hostOf) => {
    const { port, access } = await startTestServer();
    const { cookie } = await signIn(port, access);
    expect((await ask(port, "/", { headers: { host: hostOf(port), cookie } })).status).toBe(status);
  });

  it.each(["/../package.json", "/..%2f..%2fpackage.json", "//etc/passwd", "/app.js/", "/nothing"])(
    "names no file outside its table: %s",
    async (path) => {
      const { port } = await startTestServer();
      expect((await ask(port, path)).status).toBe(404);
    },
  );

  it.each<[string, (port: number) => Record<string, string>]>([
    ["no origin", () => ({})],
    ["the origin null", () => ({ origin: "null" })],
    ["a foreign origin", () => ({ origin: "http://evil.example" })],
    ["our other name for an origin", (port) => ({ origin: `http://localhost:${port}` })],
  ])("exchanges no token for %s", async (_name, headersOf) => {
    const { port, access } = await startTestServer();
    const body = new URL(access.address()).hash.slice(1);
    expect((await ask(port, "/session", { method: "POST", headers: headersOf(port), body })).status).toBe(403);
  });

  it("exchanges a token once, for the page's own origin", async () => {
    const { port, access } = await startTestServer();
    const token = new URL(access.address()).hash.slice(1);
    const origin = `http://127.0.0.1:${port}`;
    expect((await ask(port, "/session", { method: "POST", headers: { origin }, body: "x".repeat(43) })).status).toBe(
      403,
    );
    expect((await ask(port, "/session", { method: "POST", headers: { origin }, body: token })).status).toBe(200);
    expect((await ask(port, "/session", { method: "POST", headers: { origin }, body: token })).status).toBe(403);
  });

  it("hands a channel over only with Host, Origin and cookie right", async () => {
    const { port, access, handed } = await startTestServer();
    const { cookie, proofs } = await signIn(port, access);
    const host = `127.0.0.1:${port}`;
    const origin = `http://${host}`;
    expect(await tryChannel(port, { host, origin })).toContain("403");
    expect(await tryChannel(port, { host, cookie })).toContain("403");
    expect(await tryChannel(port, { host, origin: "http://evil.example", cookie })).toContain("403");
    expect(await tryChannel(port, { host: "evil.example", origin, cookie })).toContain("403");
    // The cookie of one of our names is none under the other.
    const other = `localhost:${port}`;
    expect(await tryChannel(port, { host: other, origin: `http://${other}`, cookie })).toContain("403");
    expect(handed).toHaveLength(0);
    expect(await tryChannel(port, { host, origin, cookie })).toBe("handed over");
    expect(handed).toHaveLength(1);
    expect(handed[0]?.request.headers.cookie).toBeUndefined();
    expect(handed[0]?.request.proofs).toEqual(proofs);
  });

  it("after a lock an old cookie opens nothing but the way home", async () => {
    const { port, access } = await startTestServer();
    const { cookie, proofs } = await signIn(port, access);
    const host = `127.0.0.1:${port}`;
    const origin = `http://${host}`;
    const home = (given: Record<string, string>, body: string) =>
      ask(port, "/home", { method: "POST", headers: { origin, ...given }, body });
    expect((await home({ cookie }, proofs.page)).status).toBe(204);
    access.turn();
    expect(await tryChannel(port, { host, origin, cookie })).toContain("403");
    const { text } = await home({ cookie }, proofs.page);
    expect(text.startsWith(`${proofs.host} http://localhost:${port}/#`)).toBe(true);
    await signIn(port, access, "localhost");
  });

  type Signed = Awaited<ReturnType<typeof signIn>>;
  it.each<[string, number, (signed: Signed) => { cookie?: string; body: string }]>([
    ["the old cookie and the page's proof", 200, ({ cookie, proofs }) => ({ cookie, body: proofs.page })],
    ["a guessed cookie", 403, ({ proofs }) => ({ cookie: "latchkey=guess", body: proofs.page })],
    ["no cookie", 403, ({ proofs }) => ({ body: proofs.page })],
    ["no proof", 403, ({ cookie }) => ({ cookie, body: "" })],
    ["the host's own proof", 403, ({ cookie, proofs }) => ({ cookie, body: proofs.host })],
    ["a guessed proof", 403, ({ cookie }) => ({ cookie, body: "x".repeat(43) })],
  ])("after a lock the way home with %s is answered %i", async (_name, status, give) => {
    const { port, access } = await startTestServer();
    const { body, ...given } = give(await signIn(port, access));
    access.turn();
    const headers = { origin: `http://127.0.0.1:${port}`, ...given };
    expect((await ask(port, "/home", { method: "POST", headers, body })).status).toBe(status);
  });

  const foreign = "Origin: http://evil.example";
  it.each([
    ["an upgrade", `GET /channel HTTP/1.1\r\n${foreign}\r\nConnection: Upgrade\r\nUpgrade: websocket`],
    ["a body that never comes", `POST /session HTTP/1.1\r\n${foreign}\r\nContent-Length: 43`],
    ["what is not there", "GET /nothing HTTP/1.1"],
  ])("keeps no socket open for whoever was refused %s, though they never hang up", async (_name, head) => {
    const { port } = await startTestServer();
    const before = openDescriptors();
    const standing = await standAt({ port, count: 40 }, `${head}\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    // Only the callers' own ends are left, for as long as they keep them.
    await expect.poll(() => openDescriptors(), { timeout: 3000 }).toBeLessThanOrEqual(before + standing.length + 2);
    for (const socket of standing) socket.destroy();
  });

  it("tells another start where it is, but no page", async () => {
    const { port } = await startTestServer();
    expect((await ask(port, "/another", { method: "POST", body: "wrong" })).status).toBe(403);
    expect(
      (await ask(port, "/another", { method: "POST", body: "right", headers: { origin: `http://127.0.0.1:${port}` } }))
        .status,
    ).toBe(403);
    expect((await ask(port, "/another", { method: "POST", body: "right" })).status).toBe(200);
    expect(
      (await ask(port, "/another", { method: "POST", body: "x".repeat(10_000) }).catch(() => ({ status: 403 }))).status,
    ).toBe(403);
  });
});
