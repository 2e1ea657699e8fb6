/**
 * Reading what the server answers: shaped by the route's schema, bounded, its failures cut to codes that a server may say.
 * It checks nothing else; a hostile server's words never reach a person.
 */
import { type BodySchema, parseWith } from "../../../shared/encoding/canonical.ts";
import {
  codeRule,
  type Failed,
  type FailureCode,
  type FailureDetail,
  fail,
  isFailureCode,
  type Result,
} from "../../../shared/failures.ts";
import {
  failureBytesMost,
  failureSchema,
  type RouteName,
  type RouteRequest,
  type RouteResponse,
  routes,
} from "../../../shared/protocol/routes/routes.ts";

/** The longest answer to this call that is taken off the wire: its own, or a failure. */
export function answerBytesMost(name: RouteName): number {
  return Math.max(routes[name].responseBytes, failureBytesMost);
}

/**
 * Codes that a server has reason to say have a status in their row. Anything else (`damaged-database`, `unlock`, ...) would be a
 * lie about this computer and is `server-error`.
 */
function isOfServer(code: string): code is FailureCode {
  return isFailureCode(code) && codeRule(code).status !== null;
}

/** The answer's value, or the failure that it stands for. Nonsense is `encoding` (200) or `server-error`. */
export function readAnswer<Name extends RouteName>(
  name: Name,
  answer: { status: number; body: Uint8Array },
): Result<RouteResponse<Name>> {
  if (answer.status !== 200) return readFailure(answer);
  const schema = routes[name].response as unknown as BodySchema<RouteResponse<Name>>;
  const parsed = parseWith(schema, answer.body, routes[name].responseBytes);
  return parsed.ok ? parsed : fail("encoding", { reason: "answer" }, "later");
}

function readFailure({ status, body }: { status: number; body: Uint8Array }): Failed {
  const failure = parseWith(failureSchema, body, failureBytesMost);
  if (!failure.ok || !isOfServer(failure.value.code)) return fail("server-error", { number: status }, "later");
  const { code, retry, detail } = failure.value;
  const told: FailureDetail = {};
  if (detail?.number != null) told.number = detail.number;
  if (detail?.waitMs != null) told.waitMs = detail.waitMs;
  if (detail?.vault != null) told.vault = detail.vault;
  // A kebab-case word at most: it chooses a sentence of ours, it is never one.
  if (detail?.reason != null && /^[a-z-]{1,40}$/.test(detail.reason)) told.reason = detail.reason;
  return { ok: false, failure: { code: code as FailureCode, retry, detail: told } };
}

/** Path and query of a call; the keyed hash of the request covers exactly this text. */
export function pathOf<Name extends RouteName>(
  name: Name,
  request: RouteRequest<Name>,
  vault: string | undefined,
): string {
  const path = routes[name].path.replace(":vault", vault ?? "");
  if (routes[name].method !== "GET") return path;
  const query = Object.entries(request).map(([key, value]) => `${key}=${String(value)}`);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}
