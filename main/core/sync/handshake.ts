/**
 * Opening a session [protocol: Sessions]: the server proves its pinned keys, the caller proves theirs, both agree on a key that only
 * they have. Without the pinned keys nothing that a caller signs or says leaves this computer.
 */
import { checkPublicKeys } from "../../../shared/crypto/device-keys.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { encapsulate, requestKey, serverKeysHash, transcriptHash } from "../../../shared/crypto/session-keys.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../../shared/crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import type { Hash, TeamId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type Identity,
  type RouteRequest,
  type RouteResponse,
  routes,
  sessionAnswerSchema,
  sessionBodySchema,
} from "../../../shared/protocol/routes/routes.ts";
import type { Http } from "../ports.ts";
import { answerBytesMost, readAnswer } from "./server-answers.ts";

/** The server that a profile, an invite or a setup code pinned. */
export type Server = { origin: string; serverKeys: Hash };
export type Peer = Server & { team: TeamId };
export type Caller = { identity: Identity; signKey: SigningKey };
/** An agreed session; `key` authenticates its requests, `time` is what the server signed as its own. */
export type OpenedSession = { id: string; key: Uint8Array; time: number };

export const timeoutMs = 30_000;

/** Asks for a challenge and checks the keys in it. `pin` where they are not the pinned ones, `offline`, `encoding`. */
export async function challenge(http: Http, server: Server): Promise<Result<RouteResponse<"challenge">>> {
  const answer = await postOpen(http, server.origin, "challenge", { suite: 1 });
  if (!answer.ok) return answer;
  const { signPk, kemPk } = answer.value;
  if (serverKeysHash({ signPk, kemPk }) !== server.serverKeys) return fail("pin", { reason: "keys" }, "after-act");
  const sound = checkPublicKeys({ signPk, kemPk });
  return sound.ok ? answer : sound;
}

/** Opens a session. `session-binding` where either side's proof does not hold. */
export async function openSession(http: Http, peer: Peer, caller: Caller): Promise<Result<OpenedSession>> {
  const challenged = await challenge(http, peer);
  if (!challenged.ok) return challenged;
  const { signPk, kemPk, nonce } = challenged.value;
  const { cipher, shared } = encapsulate(kemPk);
  const body = encodeWith(sessionBodySchema, {
    suite: 1,
    keys: peer.serverKeys,
    origin: peer.origin,
    team: peer.team,
    identity: caller.identity,
    clientNonce: randomBytes(32),
    serverNonce: nonce,
    kem: cipher,
  });
  const request = { body, sig: signBytes(caller.signKey, "session", body) };
  const answer = await postOpen(http, peer.origin, "session", request);
  if (!answer.ok) return answer;
  if (!verifyBytes(signPk, "session-answer", answer.value.body, answer.value.sig))
    return fail("session-binding", { reason: "answer" });
  const parsed = parseWith(sessionAnswerSchema, answer.value.body, 256);
  if (!parsed.ok) return parsed;
  const { session, transcript, time } = parsed.value;
  if (transcript !== transcriptHash(body)) return fail("session-binding", { reason: "transcript" });
  return ok({ id: session, key: requestKey(shared, body), time });
}

/** A call for which no session is needed: nothing vouches for who answers. */
export async function postOpen<Name extends "challenge" | "session" | "linkNew">(
  http: Http,
  origin: string,
  name: Name,
  request: RouteRequest<Name>,
): Promise<Result<RouteResponse<Name>>> {
  const answer = await http.send({
    method: "POST",
    url: `${origin}${routes[name].path}`,
    headers: { "content-type": "application/cbor" },
    body: encodeWith(routes[name].request as unknown as BodySchema<RouteRequest<Name>>, request),
    timeoutMs,
    maxBytes: answerBytesMost(name),
  });
  return answer.ok ? readAnswer(name, answer.value) : answer;
}
