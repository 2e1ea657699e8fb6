/**
 * Before a body is read: is there a session behind it, does it say how long it is, may it be that long, and does it come
 * too fast? So that a stranger can make this server hold nothing (docs/threat-model.md).
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import { createThrottle, type Throttle } from "../limits/throttle.ts";
import type { Session } from "../sessions/session-table.ts";
import { failureStatus, sendFailure } from "./answers.ts";
import { sessionHeader } from "./bodies.ts";
import type { RouteContext } from "./call.ts";

export type Admission = {
  /** Answers the request itself where it may not go on. */
  check(route: RouteName, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  sweep(): void;
};

type AdmissionContext = Pick<RouteContext, "sessions" | "limits" | "elapsed" | "log">;

/** Admission to one server. */
export function createAdmission(context: AdmissionContext): Admission {
  const { limits, elapsed } = context;
  const addresses = createThrottle(elapsed, { burst: limits.addressBurst, perSecond: limits.addressPerSecond });
  const callers = createThrottle(elapsed, { burst: limits.sessionBurst, perSecond: limits.sessionPerSecond });
  return {
    check: async (route, request, reply) => {
      const admitted = admit(context, { addresses, callers }, route, request);
      if (admitted.ok) return undefined;
      const { code } = admitted.failure;
      context.log.event("refused", { route, code, status: failureStatus(code), ms: 0 });
      return sendFailure(reply, admitted.failure);
    },
    sweep: () => {
      addresses.sweep();
      callers.sweep();
    },
  };
}

function admit(
  context: AdmissionContext,
  { addresses, callers }: { addresses: Throttle; callers: Throttle },
  route: RouteName,
  request: FastifyRequest,
): Result<true> {
  const session = routes[route].sessions === null ? null : context.sessions.find(sessionHeader(request));
  if (session === undefined) return fail("session-binding", undefined, "later");
  const waitMs = session === null ? addresses.take(request.ip) : callers.take(session.session);
  if (waitMs > 0) return fail("throttled", { waitMs, reason: "rate" }, "later");
  const { "content-length": length, "transfer-encoding": chunked } = request.headers;
  if (chunked !== undefined) return fail("encoding", { reason: "length" });
  const bytes = length === undefined ? 0 : Number(length);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return fail("encoding", { reason: "length" });
  return bytes > mostBytes(context, route, session) ? fail("limit", { number: bytes, reason: "body" }) : ok(true);
}

function mostBytes({ limits }: AdmissionContext, route: RouteName, session: Session | null): number {
  const most: number = routes[route].requestBytes;
  // Anybody can open a founder's session: it may send a new team's first entries and no more.
  return session?.identity.kind === "founder" ? Math.min(most, limits.founderPostBytes) : most;
}
