/**
 * Calls to the server (protocol 14): one session a device, agreed under the pinned server keys and origin; every request
 * carries a counter and a keyed hash. The server's answers are shaped here and judged elsewhere; its words are never shown.
 */

import { checkPublicKeys } from "../../../shared/crypto/device-keys.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import {
  bodyHash,
  encapsulate,
  requestKey,
  requestMac,
  serverKeysHash,
  transcriptHash,
} from "../../../shared/crypto/session-keys.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../../shared/crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/protocol/encoding.ts";
import type { Hash, TeamId, VaultId } from "../../../shared/protocol/ids.ts";
import { limits } from "../../../shared/protocol/limits.ts";
import {
  failureSchema,
  type Identity,
  type RouteName,
  type RouteRequest,
  type RouteResponse,
  routes,
  sessionAnswerSchema,
  sessionBodySchema,
  sessionHeaders,
} from "../../../shared/protocol/routes.ts";
import { appCodes, type Failure, fail, ok, protocolCodes, type Result } from "../../../shared/result.ts";
import { hexText } from "../../../shared/text.ts";
import type { Http } from "../ports.ts";

export type Peer = { origin: string; serverKeys: Hash; team: TeamId };
export type Caller = { identity: Identity; signKey: SigningKey };

export type Transport = {
  call<Name extends RouteName>(
    name: Name,
    request: RouteRequest<Name>,
    vault?: VaultId,
  ): Promise<Result<RouteResponse<Name>>>;
  /** Headers that open the live socket under the same session. */
  liveHeaders(): Promise<Result<Record<string, string>>>;
  /** The server's clock minus mine, in milliseconds, as of the last session. */
  skewMs(): number | null;
};

type OpenSession = { id: string; key: Uint8Array; counter: number };
const timeoutMs = 30_000;
const maxAnswerBytes = limits.requestBytes;

/** Makes the transport of one device (or invite, or founder) to one pinned server. */
export function createTransport(http: Http, peer: Peer, caller: Caller, now: () => number): Transport {
  let opening: Promise<Result<OpenSession>> | null = null;
  let skew: number | null = null;

  async function send(
    method: "GET" | "POST",
    path: string,
    headers: Record<string, string>,
    body: Uint8Array | null,
  ): Promise<Result<{ status: number; body: Uint8Array }>> {
    const cbor: Record<string, string> = body === null ? {} : { "content-type": "application/cbor" };
    return http.send({
      method,
      url: `${peer.origin}${path}`,
      headers: { ...cbor, ...headers },
      body,
      timeoutMs,
      maxBytes: maxAnswerBytes,
    });
  }

  async function open(): Promise<Result<OpenSession>> {
    const challenge = await plain("challenge", { suite: 1 });
    if (!challenge.ok) return challenge;
    const { signPk, kemPk, nonce } = challenge.value;
    if (serverKeysHash({ signPk, kemPk }) !== peer.serverKeys) return fail("pin");
    const keys = checkPublicKeys({ signPk, kemPk });
    if (!keys.ok) return keys;
    const { cipher, shared } = encapsulate(kemPk);
    const { origin, team, serverKeys } = peer;
    const body = encodeWith(sessionBodySchema, {
      suite: 1,
      keys: serverKeys,
      origin,
      team,
      identity: caller.identity,
      clientNonce: randomBytes(32),
      serverNonce: nonce,
      kem: cipher,
    });
    const answer = await plain("session", { body, sig: signBytes(caller.signKey, "session", body) });
    if (!answer.ok) return answer;
    if (!verifyBytes(signPk, "session-answer", answer.value.body, answer.value.sig))
      return fail("session-binding", { reason: "answer" });
    const parsed = parseWith(sessionAnswerSchema, answer.value.body, 256);
    if (!parsed.ok) return parsed;
    if (parsed.value.transcript !== transcriptHash(body)) return fail("session-binding", { reason: "transcript" });
    skew = parsed.value.time - now();
    return ok({ id: parsed.value.session, key: requestKey(shared, body), counter: 0 });
  }

  async function plain<Name extends "challenge" | "session">(
    name: Name,
    request: RouteRequest<Name>,
  ): Promise<Result<RouteResponse<Name>>> {
    const body = encodeWith(routes[name].request as unknown as BodySchema<RouteRequest<Name>>, request);
    const answer = await send("POST", routes[name].path, {}, body);
    return answer.ok ? readAnswer(name, answer.value) : answer;
  }

  async function session(): Promise<Result<OpenSession>> {
    opening ??= open().then((opened) => {
      if (!opened.ok) opening = null;
      return opened;
    });
    return opening;
  }

  function sign(
    current: OpenSession,
    request: { method: string; path: string; body: Uint8Array | null },
  ): Record<string, string> {
    const counter = ++current.counter;
    const mac = requestMac(current.key, {
      method: request.method,
      path: request.path,
      bodyHash: bodyHash(request.body ?? new Uint8Array()),
      counter,
    });
    return {
      [sessionHeaders.session]: current.id,
      [sessionHeaders.counter]: String(counter),
      [sessionHeaders.mac]: hexText(mac),
    };
  }

  async function attempt<Name extends RouteName>(
    name: Name,
    request: RouteRequest<Name>,
    vault?: VaultId,
  ): Promise<Result<RouteResponse<Name>>> {
    const current = await session();
    if (!current.ok) return current;
    const { method } = routes[name];
    const path = pathOf(name, request, vault);
    const body =
      method === "POST" ? encodeWith(routes[name].request as unknown as BodySchema<RouteRequest<Name>>, request) : null;
    const answer = await send(method, path, sign(current.value, { method, path, body }), body);
    return answer.ok ? readAnswer(name, answer.value) : answer;
  }

  return {
    async call(name, request, vault) {
      const first = await attempt(name, request, vault);
      if (first.ok || first.failure.code !== "session-binding") return first;
      // The session ended (idle, restart of the server): one new one, then the answer stands.
      opening = null;
      return attempt(name, request, vault);
    },
    async liveHeaders() {
      const current = await session();
      return current.ok ? ok(sign(current.value, { method: "GET", path: routes.live.path, body: null })) : current;
    },
    skewMs: () => skew,
  };
}

function pathOf<Name extends RouteName>(name: Name, request: RouteRequest<Name>, vault?: VaultId): string {
  const path = routes[name].path.replace(":vault", vault ?? "");
  const query =
    routes[name].method === "GET" ? Object.entries(request).map(([key, value]) => `${key}=${String(value)}`) : [];
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

const knownCodes = new Set<string>([...protocolCodes, ...appCodes]);

function readAnswer<Name extends RouteName>(
  name: Name,
  answer: { status: number; body: Uint8Array },
): Result<RouteResponse<Name>> {
  if (answer.status === 200) {
    const parsed = parseWith(
      routes[name].response as unknown as BodySchema<RouteResponse<Name>>,
      answer.body,
      maxAnswerBytes,
    );
    return parsed.ok ? parsed : fail("encoding", { reason: "answer" }, "later");
  }
  const failure = parseWith(failureSchema, answer.body, 4096);
  if (!failure.ok || !knownCodes.has(failure.value.code))
    return fail("server-error", { number: answer.status }, "later");
  const { code, retry, detail } = failure.value;
  const told = Object.fromEntries(Object.entries(detail ?? {}).filter(([, value]) => value !== null));
  return { ok: false, failure: { code: code as Failure["code"], retry, detail: told } };
}
