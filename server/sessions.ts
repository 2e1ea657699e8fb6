/**
 * Sessions without bearer tokens (protocol 14): a device signs the server's nonce and agrees on a key with the server's
 * KEM key; from then on every request carries a counter, used once, and a keyed hash over what it asks.
 */

import { randomBytes } from "../shared/crypto/random.ts";
import {
  bodyHash,
  decapsulate,
  macEqual,
  requestKey,
  requestMac,
  type ServerKeys,
  serverKeysHash,
  transcriptHash,
} from "../shared/crypto/session-keys.ts";
import { signBytes, verifyBytes } from "../shared/crypto/sign.ts";
import { encodeWith, parseWith } from "../shared/protocol/encoding.ts";
import type { EpochMs, TeamId } from "../shared/protocol/ids.ts";
import { findOpenInvite } from "../shared/protocol/reduce-people.ts";
import {
  type Identity,
  type RouteRequest,
  type RouteResponse,
  sessionAnswerSchema,
  sessionBodySchema,
  sessionRules,
} from "../shared/protocol/routes.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import { base32Bytes, base32Text, hexBytes } from "../shared/text.ts";
import type { Teams } from "./teams.ts";

export type Session = {
  id: string;
  team: TeamId;
  identity: Identity;
  key: Uint8Array;
  madeAt: number;
  usedAt: number;
  /** Highest counter seen, and which of the 64 below it were. */
  highest: number;
  seen: Set<number>;
};

export type SignedRequest = {
  method: string;
  path: string;
  body: Uint8Array;
  session: string;
  counter: string;
  mac: string;
};
export type Sessions = {
  challenge(): RouteResponse<"challenge">;
  begin(request: RouteRequest<"session">): Result<RouteResponse<"session">>;
  /** The session of a request whose counter is fresh and whose keyed hash is right. */
  check(request: SignedRequest): Result<Session>;
  /** Ends every session that `isOver`. */
  end(isOver: (session: Session) => boolean): void;
};

const maxNonces = 10_000;
const maxSessions = 20_000;

/** Makes the session table; it lives in memory only: a restart asks everybody for a new session. */
export function createSessions(input: { keys: ServerKeys; origin(): string; teams: Teams; now(): number }): Sessions {
  const { keys, teams, now } = input;
  const nonces = new Map<string, number>();
  const sessions = new Map<string, Session>();
  const keysHash = serverKeysHash(keys);

  function begin({ body, sig }: RouteRequest<"session">): Result<RouteResponse<"session">> {
    const parsed = parseWith(sessionBodySchema, body, 4096);
    if (!parsed.ok) return parsed;
    const { identity, team, serverNonce, kem } = parsed.value;
    const nonce = base32Text(serverNonce);
    const until = nonces.get(nonce);
    nonces.delete(nonce);
    if (until === undefined || until < now()) return fail("session-binding", { reason: "nonce" }, "later");
    if (parsed.value.keys !== keysHash || parsed.value.origin !== input.origin()) return fail("pin");
    const signPk = signerOf(teams, team, identity, now());
    if (!signPk.ok) return signPk;
    if (!verifyBytes(signPk.value, "session", body, sig)) return fail("session-binding");
    const shared = decapsulate(keys.kemKey, kem);
    if (shared === null) return fail("encoding", { reason: "kem" });
    const id = randomBytes(16);
    prune();
    sessions.set(base32Text(id), {
      id: base32Text(id),
      team,
      identity,
      key: requestKey(shared, body),
      madeAt: now(),
      usedAt: now(),
      highest: 0,
      seen: new Set(),
    });
    const answer = encodeWith(sessionAnswerSchema, {
      suite: 1,
      session: id,
      time: now() as EpochMs,
      transcript: transcriptHash(body),
    });
    return ok({ body: answer, sig: signBytes(keys.signKey, "session-answer", answer) });
  }

  function prune(): void {
    for (const [id, session] of sessions) if (isOld(session)) sessions.delete(id);
    if (sessions.size >= maxSessions) sessions.delete([...sessions.keys()][0] as string);
  }

  function isOld(session: Session): boolean {
    return now() - session.usedAt > sessionRules.idleMs || now() - session.madeAt > sessionRules.absoluteMs;
  }

  return {
    challenge() {
      for (const [nonce, until] of nonces) if (until < now() || nonces.size >= maxNonces) nonces.delete(nonce);
      const nonce = randomBytes(32);
      nonces.set(base32Text(nonce), now() + sessionRules.nonceLifeMs);
      return { suite: 1, nonce, signPk: keys.signPk, kemPk: keys.kemPk };
    },
    begin,
    check(request) {
      const session = sessions.get(request.session);
      const mac = hexBytes(request.mac);
      if (session === undefined || isOld(session) || mac === null || !/^[1-9]\d{0,14}$/.test(request.counter))
        return fail("session-binding", undefined, "later");
      const counter = Number(request.counter);
      const right = requestMac(session.key, {
        method: request.method,
        path: request.path,
        bodyHash: bodyHash(request.body),
        counter,
      });
      if (!macEqual(right, mac)) return fail("session-binding", undefined, "later");
      if (!takeCounter(session, counter)) return fail("replay");
      session.usedAt = now();
      return ok(session);
    },
    end(isOver) {
      for (const [id, session] of sessions) if (isOver(session)) sessions.delete(id);
    },
  };
}

/** Each counter once; later ones may overtake earlier ones by less than the window. */
function takeCounter(session: Session, counter: number): boolean {
  if (session.seen.has(counter) || counter <= session.highest - sessionRules.counterWindow) return false;
  session.seen.add(counter);
  if (counter > session.highest) {
    session.highest = counter;
    for (const old of session.seen) if (old <= counter - sessionRules.counterWindow) session.seen.delete(old);
  }
  return true;
}

/** The public key that must have signed. Unknown and known people and devices get the same answer. */
function signerOf(teams: Teams, team: TeamId, identity: Identity, now: number): Result<Uint8Array> {
  if (identity.kind === "founder") return teams.has(team) ? fail("session-binding") : ok(identity.signPk);
  const state = teams.get(team)?.state;
  if (identity.kind === "invite") {
    const invite = state === undefined ? null : findOpenInvite(state, identity.invite, now);
    return invite?.ok === true ? ok(invite.value.invitePk) : fail("invite");
  }
  const device = state?.devices.get(identity.device);
  const member = state?.users.get(identity.user);
  const isActive =
    device?.active === true && device.kind === "computer" && device.user === identity.user && member?.active === true;
  const hasEnded = member !== undefined && member.roleEnd !== null && member.roleEnd <= now;
  return device !== undefined && isActive && !hasEnded ? ok(device.signPk) : fail("session-binding");
}

/** The base32 text of a session header, or an empty one that matches nothing. */
export function sessionText(header: unknown): string {
  return typeof header === "string" && base32Bytes(header)?.length === 16 ? header : "";
}
