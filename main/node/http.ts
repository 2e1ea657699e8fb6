/** The HTTP port on Node's own client: follows no redirect, keeps connections, bounds silence, time and size. */
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Http, HttpRequest, HttpResponse } from "../core/ports.ts";

/** A request may take so many times its timeout while something moves. */
const timesMost = 20;
/** A body is given to the system in such pieces. */
const pieceBytes = 64 * 1024;
/** So much the system takes at once, of a body whose sending is then not seen; on the slowest line it goes at this rate. */
const unseenBytes = 1024 * 1024;
const slowestBytesPerSecond = 16 * 1024;

/** Sends requests; `offline` where nothing moved for too long or no whole answer came, `limit` where it is too large. */
export function nodeHttp(): Http & { close(): void } {
  const agents = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };
  return {
    send: (request) => send(request, agents),
    close: () => {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}

function send(
  request: HttpRequest,
  agents: { "http:": HttpAgent; "https:": HttpsAgent },
): Promise<Result<HttpResponse>> {
  const { method, url, headers, body, timeoutMs, maxBytes } = request;
  return new Promise((resolve) => {
    const isTls = url.startsWith("https:");
    const length = body === null ? {} : { "content-length": String(body.length) };
    const options = { method, headers: { ...headers, ...length }, agent: isTls ? agents["https:"] : agents["http:"] };
    const sent = (isTls ? httpsRequest : httpRequest)(url, options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on("data", (part: Buffer) => {
        silence.moved();
        size += part.length;
        if (size > maxBytes) {
          silence.end();
          resolve(fail("limit", { number: size }));
          sent.destroy();
        } else parts.push(part);
      });
      response.on("end", () => {
        silence.end();
        // Answered before all of it was read: the rest is not sent into a connection that others would use after it.
        if (!sent.writableEnded) sent.destroy();
        resolve(ok({ status: response.statusCode ?? 0, body: new Uint8Array(Buffer.concat(parts)) }));
      });
      response.on("error", () => resolve(fail("offline", undefined, "later")));
      response.on("close", () => {
        silence.end();
        resolve(fail("offline", undefined, "later"));
      });
    });
    let isLate = false;
    const silence = boundSilence(timeoutMs, () => {
      isLate = true;
      sent.destroy();
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      silence.end();
      // A kept connection that the other side had closed meanwhile says nothing about the server: sent once more. What had
      // arrived before is refused by its counter, and so known to be perhaps taken [protocol: Lost answers].
      if (sent.reusedSocket && !isLate && error.code === "ECONNRESET") resolve(send(request, agents));
      else resolve(fail("offline", undefined, "later"));
    });
    writeBody(sent, body ?? new Uint8Array(), silence.moved);
  });
}

/** Calls `late` once nothing moved for so long, or all of it took too long. */
function boundSilence(timeoutMs: number, late: () => void): { moved(moreMs?: number): void; end(): void } {
  let isOver = false;
  const begun = performance.now();
  const bounded = (ms: number): NodeJS.Timeout => {
    const left = begun + timesMost * timeoutMs - performance.now();
    return setTimeout(late, Math.max(0, Math.min(ms, left)));
  };
  let timer = bounded(timeoutMs);
  return {
    moved(moreMs = 0) {
      clearTimeout(timer);
      if (!isOver) timer = bounded(timeoutMs + moreMs);
    },
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** Piece by piece, each when the one before it has left this process. */
function writeBody(sent: ClientRequest, body: Uint8Array, moved: (moreMs?: number) => void): void {
  let at = 0;
  const next = (error?: Error | null): void => {
    if (error != null || sent.destroyed) return;
    if (at >= body.length) {
      // What the system holds is not seen moving any more.
      moved((1000 * Math.min(body.length, unseenBytes)) / slowestBytesPerSecond);
      sent.end();
      return;
    }
    if (at > 0) moved();
    const piece = body.subarray(at, at + pieceBytes);
    at += piece.length;
    sent.write(piece, next);
  };
  next();
}
