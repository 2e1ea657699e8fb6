/** The HTTP port on Node's own client: follows no redirect, keeps connections, bounds time and size. */
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Http, HttpRequest, HttpResponse } from "../core/ports.ts";

/** Sends requests; `offline` where no whole answer came in time, `limit` where it is too large. */
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
        size += part.length;
        if (size > maxBytes) {
          clearTimeout(late);
          resolve(fail("limit", { number: size }));
          sent.destroy();
        } else parts.push(part);
      });
      response.on("end", () => {
        clearTimeout(late);
        resolve(ok({ status: response.statusCode ?? 0, body: new Uint8Array(Buffer.concat(parts)) }));
      });
      response.on("error", () => resolve(fail("offline", undefined, "later")));
      response.on("close", () => resolve(fail("offline", undefined, "later")));
    });
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      sent.destroy();
    }, timeoutMs);
    sent.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      // A kept connection that the other side had closed meanwhile says nothing about the server: sent once more. What had
      // arrived before is refused by its counter, and so known to be perhaps taken [protocol: Lost answers].
      if (sent.reusedSocket && !isLate && error.code === "ECONNRESET") resolve(send(request, agents));
      else resolve(fail("offline", undefined, "later"));
    });
    sent.end(body ?? undefined);
  });
}
