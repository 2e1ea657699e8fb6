/**
 * Calls to the server [protocol: Sessions]: one session a device, agreed under the pinned server keys and origin; every request
 * carries a counter and a keyed hash. The server's answers are shaped here and verified elsewhere.
 */
import { bodyHash, requestMac } from "../../../shared/crypto/session-keys.ts";
import { type BodySchema, encodeWith } from "../../../shared/encoding/canonical.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type FailureCode, ok, type Result } from "../../../shared/failures.ts";
import {
  type RouteName,
  type RouteRequest,
  type RouteResponse,
  routes,
  sessionHeaders,
} from "../../../shared/protocol/routes/routes.ts";
import { hexText } from "../../../shared/text.ts";
import type { Http } from "../ports.ts";
import { type Caller, type OpenedSession, openSession, type Peer, timeoutMs } from "./handshake.ts";
import { answerBytesMost, pathOf, readAnswer } from "./server-answers.ts";

export type Transport = {
  call<Name extends RouteName>(
    name: Name,
    request: RouteRequest<Name>,
    vault?: VaultId,
  ): Promise<Result<RouteResponse<Name>>>;
  /** Headers that open the live socket under the same session. */
  liveHeaders(): Promise<Result<Record<string, string>>>;
  /** Opens the session where none is open: what fails here has said nothing to the server yet. */
  connect(): Promise<Result<true>>;
  /** The next call opens a new session, in which the server says its time anew. */
  renew(): void;
  /** Goes on in this session after a lock too, for as long as the server has it. */
  keep(): Promise<void>;
};

/** A session that goes on after a lock; no counter up to `used` is used again. */
export type KeptSession = { id: string; key: Uint8Array; used: number };
/** Where one session is kept, sealed. */
export type SessionKeeper = { read(): KeptSession | null; write(kept: KeptSession): void };

type Session = Pick<OpenedSession, "id" | "key"> & { counter: number; used: number };

/** More requests than one run makes in the longest life of a session. */
const countersPerRun = 2 ** 24;

/** What changes something at the server; every other request only asks. */
const posts: readonly RouteName[] = ["append", "push", "join"];

async function openOnce(http: Http, peer: Peer, caller: Caller): Promise<Result<OpenedSession>> {
  const opened = await openSession(http, peer, caller);
  // The answer to a used nonce was lost, and nothing else was said yet: once more, with a fresh one.
  return !opened.ok && opened.failure.code === "replay" ? openSession(http, peer, caller) : opened;
}

/** Makes the transport of one device (or invite, or founder) to one pinned server; `said` is told the server's signed time as a session opens. */
export function createTransport(
  http: Http,
  peer: Peer,
  caller: Caller,
  said: (time: number) => void = () => {},
  keeper: SessionKeeper | null = null,
): Transport {
  let opening = resumed(keeper);

  function session(): Promise<Result<Session>> {
    opening ??= openOnce(http, peer, caller).then((opened) => {
      if (opened.ok) {
        said(opened.value.time);
        const { id, key } = opened.value;
        return ok({ id, key, counter: 0, used: countersPerRun });
      }
      opening = null;
      return opened;
    });
    return opening;
  }

  return {
    async call(name, request, vault) {
      const attempt = (current: Session) => ask(http, peer, { session: current, name, request, vault });
      const used = session();
      const first = await used;
      if (!first.ok) return first;
      let answer = await attempt(first.value);
      // A question whose answer was lost is asked again; of a post somebody has to find out (`settle.ts`).
      const isQuestion = !posts.includes(name);
      if (isQuestion && says(answer, "replay")) answer = await attempt(first.value);
      if (!says(answer, "session-binding") && !(isQuestion && says(answer, "replay"))) return answer;
      // The session ended (idle, restart of the server), or its counters were used by a run that this file does not know: one new
      // one for all who met this, then the answer stands.
      if (opening === used) opening = null;
      const fresh = await session();
      return fresh.ok ? attempt(fresh.value) : fresh;
    },
    async liveHeaders() {
      const current = await session();
      if (!current.ok) return current;
      return ok(signed(current.value, { method: "GET", path: routes.live.path, body: null }));
    },
    async connect() {
      const current = await session();
      return current.ok ? ok(true) : current;
    },
    renew() {
      opening = null;
    },
    async keep() {
      const current = await session();
      if (current.ok && keeper !== null) note(keeper, current.value);
    },
  };
}

const says = (answer: Result<unknown>, code: FailureCode): boolean => !answer.ok && answer.failure.code === code;

/** A session that cannot be noted (the disk is full) is not gone on with: that costs one more answer, and holds nothing else up. */
function note(keeper: SessionKeeper, kept: KeptSession): boolean {
  try {
    keeper.write(kept);
    return true;
  } catch {
    return false;
  }
}

/** The session that was kept before a lock; whether the server still has it shows the first call. */
function resumed(keeper: SessionKeeper | null): Promise<Result<Session>> | null {
  const kept = keeper?.read() ?? null;
  if (keeper === null || kept === null) return null;
  const { id, key, used } = kept;
  // Before the first request of this run: a counter that was used is none of the next run's.
  if (!note(keeper, { id, key, used: used + countersPerRun })) return null;
  return Promise.resolve(ok({ id, key, counter: used, used: used + countersPerRun }));
}

type Asked<Name extends RouteName> = {
  session: Session;
  name: Name;
  request: RouteRequest<Name>;
  vault: VaultId | undefined;
};

/** Sends one request under this session, once, and reads the answer. */
async function ask<Name extends RouteName>(
  http: Http,
  peer: Peer,
  { session, name, request, vault }: Asked<Name>,
): Promise<Result<RouteResponse<Name>>> {
  const { method } = routes[name];
  const path = pathOf(name, request, vault);
  const isPost = method === "POST";
  const body = isPost ? encodeWith(routes[name].request as unknown as BodySchema<RouteRequest<Name>>, request) : null;
  const cbor: Record<string, string> = body === null ? {} : { "content-type": "application/cbor" };
  const answer = await http.send({
    method,
    url: `${peer.origin}${path}`,
    headers: { ...cbor, ...signed(session, { method, path, body }) },
    body,
    timeoutMs,
    maxBytes: answerBytesMost(name),
  });
  return answer.ok ? readAnswer(name, answer.value) : answer;
}

/** Takes the session's next counter: each is used once. */
function signed(
  session: Session,
  request: { method: string; path: string; body: Uint8Array | null },
): Record<string, string> {
  const counter = ++session.counter;
  const mac = requestMac(session.key, {
    method: request.method,
    path: request.path,
    bodyHash: bodyHash(request.body ?? new Uint8Array()),
    counter,
  });
  return {
    [sessionHeaders.session]: session.id,
    [sessionHeaders.counter]: String(counter),
    [sessionHeaders.mac]: hexText(mac),
  };
}
