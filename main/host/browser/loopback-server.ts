/**
 * The browser host's server: serves the built page on this computer only, exchanges one-time tokens for passes, and hands
 * the upgraded socket of a page with the right cookie to the core process, which asks for the page's own proof. Checks
 * `Host`, `Origin` and cookie, in that order; holds no payload of the page's channel at any time.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { PageKind } from "../../../shared/contract/page-kinds.ts";
import type { Upgrade } from "../core-messages.ts";
import type { PageFile } from "../page-files.ts";
import { fixedHeaders, indexPage, isDocument, pagePolicy } from "../page-policy.ts";
import { isSame } from "../random-word.ts";
import { type Access, type LoopbackName, readCookie } from "./access.ts";

export type Loopback = {
  access: Access;
  files: Map<string, PageFile>;
  port: number;
  /** How the window looks on this computer. */
  appearance(): "system" | "light" | "dark";
  /** An allowed page's socket, with what the core needs to finish the handshake. */
  channel(request: Upgrade, socket: Socket, page: PageKind): void;
  /** A page came in by this token, which is used now. */
  arrived(token: string): void;
  /** Another start on the same data folder asks for an address; null when its word is wrong. */
  another(said: string): Promise<string | null>;
};

/** Where each kind of page asks for its channel. Here the page itself says which it is: both have the same pass. */
const channelPaths = new Map<string, PageKind>([
  ["/channel", "main"],
  ["/channel/quick", "quick"],
]);
const maxWordBytes = 256;
/** A word with a link behind it. */
const maxSaidBytes = 5000;
/** Whoever connects and says nothing is not waited for. */
const waits = { headersTimeout: 10_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 };
const handshakeHeaders = ["host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version"];

/** Listens on both loopback addresses (`localhost` may be either), so that nobody else can stand at the other one. */
export async function listenLoopback(port: number): Promise<{ servers: Server[]; port: number }> {
  const first = createServer(waits);
  await listen(first, "127.0.0.1", port);
  const taken = (first.address() as { port: number }).port;
  const second = createServer(waits);
  try {
    await listen(second, "::1", taken);
    return { servers: [first, second], port: taken };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL") return { servers: [first], port: taken };
    first.close();
    if (port === 0) return listenLoopback(0);
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Puts the rules on the servers. */
export function serveLoopback(servers: Server[], loopback: Loopback): void {
  for (const server of servers) {
    server.on("request", (request, response) => void answer(loopback, request, response));
    server.on("upgrade", (request, socket, head) => upgrade(loopback, request, socket as Socket, head));
  }
}

function nameAsked(loopback: Loopback, request: IncomingMessage): LoopbackName | null {
  for (const name of ["127.0.0.1", "localhost"] as const) {
    if (request.headers.host === `${name}:${loopback.port}`) return name;
  }
  return null;
}

function isSameOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

async function answer(loopback: Loopback, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = nameAsked(loopback, request);
  if (name === null) return refuse(response, 421);
  const isForeign = request.headers.origin !== undefined && !isSameOrigin(request);
  if (isForeign) return refuse(response, 403);
  if (request.method === "GET") return serve(loopback, request, response);
  if (request.method !== "POST") return refuse(response, 405);
  if (request.url === "/another") return answerAnother(loopback, request, response);
  if (!isSameOrigin(request)) return refuse(response, 403);
  if (request.url === "/session") return exchange(loopback, request, response, name);
  if (request.url === "/home") return answerHome(loopback, request, response, name);
  refuse(response, 404);
}

function serve(loopback: Loopback, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url === "/" ? "/index.html" : request.url) ?? "";
  const file = loopback.files.get(path);
  if (file === undefined) {
    refuse(response, 404);
    return;
  }
  const headers = { ...fixedHeaders, "content-type": file.type };
  if (!isDocument(path)) {
    response.writeHead(200, headers).end(file.bytes);
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  response
    .writeHead(200, { ...headers, "content-security-policy": pagePolicy(nonce, "'self'") })
    .end(indexPage(file.bytes, { nonce, appearance: loopback.appearance() }));
}

async function exchange(
  loopback: Loopback,
  request: IncomingMessage,
  response: ServerResponse,
  name: LoopbackName,
): Promise<void> {
  const token = await readWord(request);
  const pass = token === null ? null : loopback.access.redeem(token, name);
  if (token === null || pass === null) return refuse(response, 403);
  loopback.arrived(token);
  const cookie = `${loopback.access.cookieName}=${pass.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict`;
  response
    .writeHead(200, { ...fixedHeaders, "content-type": "application/json", "set-cookie": cookie })
    .end(JSON.stringify(pass.proofs));
}

/**
 * A page that lost its channel asks where Latchkey is, by cookie and by its own proof: here, or, when a lock made its pass
 * worthless (Back, a second tab), at a new address. That answer begins with the host's proof, so that nobody else can send
 * the page away.
 */
async function answerHome(
  loopback: Loopback,
  request: IncomingMessage,
  response: ServerResponse,
  name: LoopbackName,
): Promise<void> {
  const { access } = loopback;
  const cookie = readCookie(request.headers.cookie, access.cookieName);
  const proof = await readWord(request);
  const pass = access.find(cookie, name);
  const stale = access.findStale(cookie, name);
  const proofs = (pass ?? stale)?.proofs;
  if (proofs === undefined || proof === null || !isSame(proofs.page, proof)) return refuse(response, 403);
  if (pass !== null) {
    response.writeHead(204, fixedHeaders).end();
    return;
  }
  response.writeHead(200, { ...fixedHeaders, "content-type": "text/plain" }).end(`${proofs.host} ${access.address()}`);
}

async function answerAnother(loopback: Loopback, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const said = await readWord(request, maxSaidBytes);
  const address = said === null || request.headers.origin !== undefined ? null : await loopback.another(said);
  if (address === null) return refuse(response, 403);
  response.writeHead(200, { ...fixedHeaders, "content-type": "text/plain" }).end(address);
}

function upgrade(loopback: Loopback, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const name = nameAsked(loopback, request);
  const cookie = readCookie(request.headers.cookie, loopback.access.cookieName);
  const page = channelPaths.get(request.url ?? "");
  const isRight = name !== null && page !== undefined && isSameOrigin(request);
  const pass = isRight ? loopback.access.find(cookie, name) : null;
  if (pass === null || page === undefined) {
    // Not only our half: whoever is refused and stands there would keep a file of ours open.
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n", () => socket.destroy());
    return;
  }
  const headers: Record<string, string> = {};
  for (const key of handshakeHeaders) {
    const value = request.headers[key];
    if (typeof value === "string") headers[key] = value;
  }
  socket.pause();
  socket.removeAllListeners();
  loopback.channel({ headers, head: head.toString("base64"), proofs: pass.proofs }, socket, page);
}

function readWord(request: IncomingMessage, mostChars = maxWordBytes): Promise<string | null> {
  return new Promise((resolve) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      text += part;
      if (text.length > mostChars) {
        resolve(null);
        request.destroy();
      }
    });
    request.on("end", () => resolve(text));
    request.on("error", () => resolve(null));
  });
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...fixedHeaders, connection: "close" }).end();
}
