/**
 * Bodies of requests: bytes of one type, counted as they arrive against the shares of their address and their caller. What
 * is announced and never comes costs nobody else anything. Answers count for the same shares until they have gone, for
 * whoever asks and does not read lets them lie here (docs/threat-model.md).
 */
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { sessionHeaders } from "../../shared/protocol/routes/routes.ts";
import { joinBytes } from "../../shared/text.ts";
import { createCapacity, type Held } from "../limits/capacity.ts";
import type { ServerLimits } from "../limits/limits.ts";
import type { SessionTable } from "../sessions/session-table.ts";
import { failureBytes, failureStatus } from "./answers.ts";

type Pace = Pick<ServerLimits, "bodyPaceMs" | "bodyPaceBytes">;

/** Refusals are shorter, and always said. */
const uncountedBytes = 4096;

/** Every body becomes what `bodyOf` gives; a connection ends with the answer that leaves some of a body unread. */
export function takeBodies(app: FastifyInstance, context: { sessions: SessionTable; limits: ServerLimits }): void {
  const { sessions, limits } = context;
  const capacity = createCapacity(limits);
  const held = new WeakMap<FastifyRequest, Held>();
  app.removeAllContentTypeParsers();
  app.addHook("preParsing", async (request, reply) => {
    const session = sessions.find(sessionHeader(request));
    const at = capacity.open({ address: request.ip, caller: session?.session ?? request.ip });
    held.set(request, at);
    // Its bytes are worked on until the answer is out or the caller gone.
    reply.raw.once("close", at.leave);
  });
  app.addContentTypeParser("application/cbor", (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, held.get(request) as Held, limits),
  );
  app.addHook("onSend", async (request, reply, payload) => {
    const { raw } = request;
    if (!raw.complete && announcesBody(raw)) reply.header("connection", "close");
    const bytes = payload instanceof Uint8Array ? payload.length : 0;
    if (bytes <= uncountedBytes || held.get(request)?.take(bytes) !== false) return payload;
    const { failure } = noSpace("busy");
    reply.code(failureStatus(failure.code));
    return failureBytes(failure);
  });
}

/** The session that a request names; a name proves nothing yet. */
export function sessionHeader(request: FastifyRequest): string {
  return String(request.headers[sessionHeaders.session] ?? "");
}

/** What the parser made of a request's body: `throttled` where there was no space for it, or it came too slowly. */
export function bodyOf({ body }: FastifyRequest): Result<Uint8Array> {
  return body === undefined || body === null ? ok(new Uint8Array()) : (body as Result<Uint8Array>);
}

/**
 * Gives the memory of bytes back at once: to be called by their only holder, who looks at them no more. The collector would
 * come after a hundred times as many, and what it gives back late stays with the process.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
  // Small ones may lie in memory that Node shares among many.
  if (byteLength > 0 && byteLength === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
}

function noSpace(reason: string): Failed {
  return fail("throttled", { waitMs: 1000, reason }, "later");
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || !["0", undefined].includes(headers["content-length"]);
}

/** Reads to the end, as long as the shares allow it and each stretch of time brings some of it. */
function readBody(raw: IncomingMessage, held: Held, { bodyPaceMs, bodyPaceBytes }: Pace): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let arrived = 0;
    const end = (result: Result<Uint8Array>) => {
      clearInterval(pace);
      for (const part of parts.splice(0)) release(part);
      resolve(result);
    };
    const refuse = (reason: string) => {
      raw.removeAllListeners("data");
      raw.pause();
      end(noSpace(reason));
    };
    const pace = setInterval(() => {
      if (arrived < bodyPaceBytes) refuse("slow");
      arrived = 0;
    }, bodyPaceMs);
    raw.on("data", (part: Buffer) => {
      if (!held.take(part.length)) return refuse("busy");
      arrived += part.length;
      parts.push(part);
    });
    raw.once("end", () => end(ok(joinBytes(parts))));
    raw.once("close", () => end(fail("encoding", { reason: "length" })));
  });
}
