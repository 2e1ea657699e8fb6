/**
 * Puts the route table behind HTTP. For every route the same order: admission, keyed hash and counter, kind of session,
 * the request's schema, authority, the session's answer, step-up, handler. A route that is not in the table does not exist.
 */
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseWith } from "../../shared/encoding/canonical.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import {
  type RouteName,
  type RouteRequest,
  routes,
  sessionHeaders,
  vaultParam,
} from "../../shared/protocol/routes/routes.ts";
import { checkSessionAnswer } from "../secondfactor/session-answer.ts";
import { checkStepUp } from "../secondfactor/step-up.ts";
import { checkRequest } from "../sessions/open-session.ts";
import type { Session, SessionTable } from "../sessions/session-table.ts";
import type { Admission } from "./admission.ts";
import { failureStatus, sendAnswer } from "./answers.ts";
import { authorise, isForKind } from "./authorise.ts";
import { bodyOf, release } from "./bodies.ts";
import type { Handler, HttpRoute, RouteContext } from "./call.ts";
import { handlers } from "./handlers.ts";

const httpRoutes = (Object.keys(routes) as RouteName[]).filter((name): name is HttpRoute => name !== "live");

/** Mounts every route but the live socket. */
export function mountRoutes(app: FastifyInstance, context: RouteContext, admission: Admission): void {
  for (const name of httpRoutes) {
    const { method, path } = routes[name];
    app.route({
      method,
      url: path,
      onRequest: (request, reply) => admission.check(name, request, reply),
      handler: async (request, reply) => {
        const startedAt = performance.now();
        const answer = await answerRoute(name, context, request);
        if (!answer.ok) {
          const { code } = answer.failure;
          const ms = Math.round(performance.now() - startedAt);
          context.log.event("refused", { route: name, code, status: failureStatus(code), ms });
        }
        return sendAnswer(reply, name, answer);
      },
    });
  }
}

async function answerRoute(name: HttpRoute, context: RouteContext, request: FastifyRequest): Promise<Result<unknown>> {
  const body = bodyOf(request);
  if (!body.ok) return body;
  const call = readCall(name, context, request, body.value);
  // What was read of it are copies.
  release(body.value);
  if (!call.ok) return call;
  const answered = await checkSessionAnswer(context, name, call.value as never);
  if (!answered.ok) return answered;
  const stepped = await checkStepUp(context, name, call.value as never);
  return stepped.ok ? (handlers[name] as Handler<never>)(context, call.value as never) : stepped;
}

/** What the handler is called with, once its row let the caller through. */
function readCall(name: HttpRoute, context: RouteContext, request: FastifyRequest, body: Uint8Array): Result<object> {
  if (routes[name].sessions === null) {
    const asked = readRequest(name, request, body);
    return asked.ok ? ok({ request: asked.value }) : asked;
  }
  const checked = checkSession(context.sessions, request.raw, body);
  if (!checked.ok) return checked;
  const session = checked.value;
  const { identity } = session;
  if (!isForKind(name, identity)) return fail("role", { reason: "session" });
  const asked = readRequest(name, request, body);
  if (!asked.ok) return asked;
  const vault = vaultOf(request, asked.value);
  const team = context.teams.get(session.team);
  const standing = authorise({ route: name, identity, team, vault, now: context.now() });
  if (!standing.ok) return standing;
  return ok({ ...standing.value, session, request: asked.value, vault });
}

/** The session behind a request, by its headers: `session-binding` or `replay`. */
export function checkSession(sessions: SessionTable, request: IncomingMessage, body: Uint8Array): Result<Session> {
  const header = (name: string): string => String(request.headers[name] ?? "");
  return checkRequest(sessions, {
    method: request.method ?? "",
    path: request.url ?? "",
    body,
    session: header(sessionHeaders.session),
    counter: header(sessionHeaders.counter),
    mac: header(sessionHeaders.mac),
  });
}

/** A POST's body or a GET's query, by the route's schema; nothing unknown is taken. */
function readRequest<Name extends HttpRoute>(
  name: Name,
  request: FastifyRequest,
  body: Uint8Array,
): Result<RouteRequest<Name>> {
  const { method, request: schema, requestBytes } = routes[name];
  const query = request.query as Record<string, unknown>;
  if (method === "POST") {
    if (Object.keys(query).length > 0) return fail("encoding", { reason: "query" });
    return parseWith(schema as never, body, requestBytes);
  }
  if (body.length > 0) return fail("encoding", { reason: "body" });
  const { from } = query;
  const raw =
    typeof from === "string" && /^(0|[1-9][0-9]{0,14})$/.test(from) ? { ...query, from: Number(from) } : query;
  const parsed = schema.safeParse(raw);
  return parsed.success ? ok(parsed.data as RouteRequest<Name>) : fail("encoding", { reason: "query" });
}

/** The vault that a call names, in its path or in its body. */
function vaultOf(request: FastifyRequest, asked: unknown): VaultId | null {
  const { vault: inPath } = request.params as { vault?: string };
  if (inPath !== undefined) {
    const parsed = vaultParam.safeParse(inPath);
    return parsed.success ? parsed.data : null;
  }
  return (asked as { vault?: VaultId }).vault ?? null;
}
