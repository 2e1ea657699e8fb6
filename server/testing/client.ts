/** A bare client for the server's own tests: real sockets, signed requests, and every part of a request can be tampered with. */
import { request as httpRequest } from "node:http";
import { randomBytes } from "../../shared/crypto/random.ts";
import { bodyHash, encapsulate, requestKey, requestMac, transcriptHash } from "../../shared/crypto/session-keys.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../shared/crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../shared/encoding/canonical.ts";
import type { Hash, TeamId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../shared/failures.ts";
import {
  failureBytesMost,
  failureSchema,
  type Identity,
  type RouteName,
  type RouteRequest,
  type RouteResponse,
  routes,
  sessionAnswerSchema,
  sessionBodySchema,
  sessionHeaders,
} from "../../shared/protocol/routes/routes.ts";
import { hexText } from "../../shared/text.ts";

export type Place = { url: string; origin: string; serverKeys: Hash };
export type Caller = { team: TeamId; identity: Identity; signKey: SigningKey };
export type Answer = { status: number; body: Uint8Array; headers: Record<string, unknown> };
export type OpenSession = {
  /** Whose it is; null: nobody's. */
  of: Pick<Caller, "team" | "identity"> | null;
  session: string;
  key: Uint8Array;
  counter: number;
  time: number;
};

/** One HTTP request and its answer; a connection that breaks rejects. */
export function send(
  url: string,
  asked: { method: string; path: string; headers?: Record<string, string>; body?: Uint8Array | null },
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const { method, path, headers = {}, body = null } = asked;
    const length = body === null ? {} : { "content-length": String(body.length) };
    const sent = httpRequest({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body: new Uint8Array(Buffer.concat(parts)),
          headers: response.headers,
        }),
      );
    });
    sent.end(body ?? undefined);
  });
}

/** The bytes of a route's request. */
export function requestBody<Name extends RouteName>(name: Name, request: RouteRequest<Name>): Uint8Array | null {
  if (routes[name].method === "GET") return null;
  return encodeWith(routes[name].request as unknown as BodySchema<RouteRequest<Name>>, request);
}

/** A route's path with its vault and query. */
export function pathOf<Name extends RouteName>(name: Name, request: RouteRequest<Name>, vault?: string): string {
  const path = routes[name].path.replace(":vault", vault ?? "");
  const query = routes[name].method === "GET" ? new URLSearchParams(request as Record<string, string>).toString() : "";
  return query === "" ? path : `${path}?${query}`;
}

/** A route's answer, or the failure that the server named. */
export function readAnswer<Name extends RouteName>(name: Name, answer: Answer): Result<RouteResponse<Name>> {
  const schema = routes[name].response as unknown as BodySchema<RouteResponse<Name>>;
  if (answer.status === 200) return parseWith(schema, answer.body, routes[name].responseBytes);
  const failure = parseWith(failureSchema, answer.body, failureBytesMost);
  if (!failure.ok) throw new Error(`no failure of ours: ${answer.status} ${Buffer.from(answer.body).toString()}`);
  const detail = Object.fromEntries(Object.entries(failure.value.detail ?? {}).filter(([, value]) => value !== null));
  return fail(failure.value.code as Failure["code"], detail, failure.value.retry);
}

/** A call without a session. */
export async function callPlain<Name extends "challenge" | "linkNew" | "session">(
  place: Place,
  name: Name,
  request: RouteRequest<Name>,
): Promise<Result<RouteResponse<Name>>> {
  const headers = { "content-type": "application/cbor" };
  const body = requestBody(name, request);
  return readAnswer(name, await send(place.url, { method: "POST", path: routes[name].path, headers, body }));
}

/** The body that a device signs to open a session, ready to be tampered with. */
export async function sessionRequest(
  place: Place,
  caller: Caller,
): Promise<{ body: Uint8Array; sig: Uint8Array; shared: Uint8Array; signPk: Uint8Array }> {
  const challenge = await callPlain(place, "challenge", { suite: 1 });
  if (!challenge.ok) throw new Error(`no challenge: ${challenge.failure.code}`);
  const { nonce, kemPk, signPk } = challenge.value;
  const { cipher, shared } = encapsulate(kemPk);
  const body = encodeWith(sessionBodySchema, {
    suite: 1,
    keys: place.serverKeys,
    origin: place.origin,
    team: caller.team,
    identity: caller.identity,
    clientNonce: randomBytes(32),
    serverNonce: nonce,
    kem: cipher,
  });
  return { body, sig: signBytes(caller.signKey, "session", body), shared, signPk };
}

/** Opens a session and checks the server's signature under it. */
export async function openSession(place: Place, caller: Caller): Promise<Result<OpenSession>> {
  const { body, sig, shared, signPk } = await sessionRequest(place, caller);
  const answer = await callPlain(place, "session", { body, sig });
  if (!answer.ok) return answer;
  const parsed = parseWith(sessionAnswerSchema, answer.value.body, 256);
  if (!parsed.ok) return parsed;
  const isSigned = verifyBytes(signPk, "session-answer", answer.value.body, answer.value.sig);
  if (!isSigned || parsed.value.transcript !== transcriptHash(body)) return fail("session-binding");
  const { session, time } = parsed.value;
  return ok({ of: caller, session, key: requestKey(shared, body), counter: 0, time });
}

/** The three headers of a request; the counter goes up by itself. */
export function signedHeaders(
  session: OpenSession,
  asked: { method: string; path: string; body?: Uint8Array | null; counter?: number },
): Record<string, string> {
  const counter = asked.counter ?? ++session.counter;
  const { method, path } = asked;
  const mac = requestMac(session.key, { method, path, bodyHash: bodyHash(asked.body ?? new Uint8Array()), counter });
  return {
    [sessionHeaders.session]: session.session,
    [sessionHeaders.counter]: String(counter),
    [sessionHeaders.mac]: hexText(mac),
  };
}

export type TestClient = {
  session: OpenSession;
  call<Name extends RouteName>(
    name: Name,
    request: RouteRequest<Name>,
    vault?: VaultId | string,
  ): Promise<Result<RouteResponse<Name>>>;
};

/** A client under a session that is open already. */
export function clientOf(place: Place, session: OpenSession): TestClient {
  return {
    session,
    call: async (name, request, vault) => {
      const { method } = routes[name];
      const path = pathOf(name, request, vault);
      const body = requestBody(name, request);
      const type: Record<string, string> = body === null ? {} : { "content-type": "application/cbor" };
      const headers = { ...type, ...signedHeaders(session, { method, path, body }) };
      return readAnswer(name, await send(place.url, { method, path, headers, body }));
    },
  };
}

/** Opens a session and answers its client; a refusal ends the test. */
export async function connect(place: Place, caller: Caller): Promise<TestClient> {
  const opened = await openSession(place, caller);
  if (!opened.ok) throw new Error(`no session: ${JSON.stringify(opened.failure)}`);
  return clientOf(place, opened.value);
}
