/** How answers look on the wire: canonical CBOR, failures as `{code, retry, detail}` with the status that fits the code. */
import type { FastifyReply } from "fastify";
import { encodeWith } from "../../shared/encoding/canonical.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import type { Failure, FailureCode, Result } from "../../shared/failures.ts";
import { failureSchema, type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import type { ServerLog } from "../log/log.ts";
import { storageFailure } from "../store/database.ts";

const statusOf: Partial<Record<FailureCode, number>> = {
  "session-binding": 401,
  replay: 401,
  role: 403,
  invite: 403,
  "setup-code": 403,
  "step-up": 403,
  "not-found": 404,
  "log-gap": 409,
  manifest: 409,
  "recipient-set": 409,
  "epoch-stale": 409,
  limit: 413,
  throttled: 429,
  "server-error": 500,
  "storage-full": 507,
};

/** The HTTP status of a failure. */
export function failureStatus(code: FailureCode): number {
  return statusOf[code] ?? 400;
}

/** A failure's bytes. */
export function failureBytes({ code, retry, detail }: Failure): Buffer {
  const declared =
    detail === undefined
      ? null
      : {
          number: detail.number ?? null,
          waitMs: detail.waitMs ?? null,
          vault: (detail.vault as VaultId | undefined) ?? null,
          reason: detail.reason ?? null,
        };
  return Buffer.from(encodeWith(failureSchema, { code, retry, detail: declared }));
}

/** Sends a failure. */
export function sendFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  return reply.code(failureStatus(failure.code)).type("application/cbor").send(failureBytes(failure));
}

/** The same bytes, not a copy of them. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Sends what a handler answered. */
export function sendAnswer(reply: FastifyReply, route: RouteName, answer: Result<unknown>): FastifyReply {
  if (!answer.ok) return sendFailure(reply, answer.failure);
  return reply
    .type("application/cbor")
    .send(asBuffer(encodeWith(routes[route].response as never, answer.value as never)));
}

/** What a caught exception becomes: storage and HTTP matters by name, everything else a bug, noted without its message. */
export function failureOf(thrown: unknown, log: ServerLog): Failure {
  const stored = storageFailure(thrown);
  if (stored !== null && !stored.ok) return stored.failure;
  const { statusCode: status, code } = thrown as { statusCode?: number; code?: unknown };
  if (status === 413) return { code: "limit", retry: "never", detail: { reason: "body" } };
  if (status !== undefined && status < 500) return { code: "encoding", retry: "never", detail: { reason: "http" } };
  const fields = { kind: thrown instanceof Error ? thrown.name : "thrown", code: typeof code === "string" ? code : "" };
  log.event("bug", fields);
  return { code: "server-error", retry: "later" };
}
