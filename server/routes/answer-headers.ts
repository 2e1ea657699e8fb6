/** Headers of every answer of the server, whatever its status, so that a browser sent here does nothing with it. */
import type { Server } from "node:http";

const twoYearsSeconds = 63_072_000;

const always = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

export type AnswerHeaders = Readonly<Record<string, string>>;

/** The headers; those of a server that people reach by HTTPS, its own or a proxy's, forbid the way in the clear from then on. */
export function answerHeaders(isHttps: boolean): AnswerHeaders {
  return isHttps ? { ...always, "strict-transport-security": `max-age=${twoYearsSeconds}` } : always;
}

/** Puts them on every answer, before any handler sees the request: also on those that no route makes. */
export function sendHeadersAlways(server: Server, headers: AnswerHeaders): void {
  server.prependListener("request", (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  });
}
