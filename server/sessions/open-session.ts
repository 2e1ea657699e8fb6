/**
 * Opening a session [protocol: Sessions]: a device signs the server's nonce and agrees on a key with the server's KEM key; the
 * server signs its answer. Strangers, unknown people and bad signatures get one and the same answer after the same work;
 * only who proves that they hold a key learns what became of it.
 */
import {
  bodyHash,
  decapsulate,
  macEqual,
  requestKey,
  requestMac,
  type ServerKeys,
  transcriptHash,
} from "../../shared/crypto/session-keys.ts";
import { signBytes, verifyBytes } from "../../shared/crypto/sign.ts";
import { encodeWith, parseWith } from "../../shared/encoding/canonical.ts";
import type { EpochMs, Hash, TeamId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import {
  type Identity,
  type RouteRequest,
  type RouteResponse,
  sessionAnswerSchema,
  sessionBodySchema,
} from "../../shared/protocol/routes/routes.ts";
import { inviteByEntry } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { hasPlace } from "../authority/authority.ts";
import type { ServerLog } from "../log/log.ts";
import type { Nonces } from "./nonces.ts";
import type { Session, SessionTable } from "./session-table.ts";

export type SessionContext = {
  keys: ServerKeys;
  keysHash: Hash;
  origin(): string;
  /** What a team's log says now; undefined where this server has no such team. */
  stateOf(team: TeamId): TeamState | undefined;
  /** Whether a team can be made here now. */
  mayFound(): Promise<boolean>;
  sessions: SessionTable;
  nonces: Nonces;
  now(): number;
  log: ServerLog;
};

/**
 * `encoding`, `replay` (nonce), `session-binding` (keys, origin, identity or signature), `role`, `invite`; `setup-code` for
 * a founder where no team can be made.
 */
export async function openSession(
  context: SessionContext,
  { body, sig }: RouteRequest<"session">,
): Promise<Result<RouteResponse<"session">>> {
  const parsed = parseWith(sessionBodySchema, body, 4096);
  if (!parsed.ok) return parsed;
  const { keys, origin, team, identity, serverNonce, kem } = parsed.value;
  if (!context.nonces.take(serverNonce)) return fail("replay", { reason: "nonce" }, "later");
  if (keys !== context.keysHash || origin !== context.origin()) return fail("session-binding", { reason: "server" });
  // An unknown caller's signature is checked too, under a key that nobody signs sessions with.
  const signPk = findSigner(context, team, identity);
  const isSigned = verifyBytes(signPk ?? context.keys.signPk, "session", body, sig);
  if (signPk === null || !isSigned) return fail("session-binding");
  const place = await placeOf(context, team, identity);
  if (!place.ok) return place;
  const shared = decapsulate(context.keys.kemKey, kem);
  if (shared === null) return fail("encoding", { reason: "kem" });
  const opened = context.sessions.open({ team, identity, key: requestKey(shared, body) });
  shared.fill(0);
  context.log.event("session-opened", { kind: identity.kind });
  const answer = encodeWith(sessionAnswerSchema, {
    suite: 1,
    session: opened.session,
    time: context.now() as EpochMs,
    transcript: transcriptHash(body),
  });
  return ok({ body: answer, sig: signBytes(context.keys.signKey, "session-answer", answer) });
}

/** The public key that must have signed, or null where this server knows no such caller. */
function findSigner({ stateOf }: Pick<SessionContext, "stateOf">, team: TeamId, identity: Identity): Uint8Array | null {
  const state = stateOf(team);
  if (identity.kind === "founder") {
    if (state === undefined) return identity.signPk;
    // They may have lost our answer: the team that they made is there, and they ask again.
    return state.founder === identity.user ? (state.devices.get(identity.device)?.signPk ?? null) : null;
  }
  if (state === undefined) return null;
  if (identity.kind === "invite") return inviteByEntry(state, identity.invite)?.invitePk ?? null;
  const device = state.devices.get(identity.device);
  return device?.user === identity.user ? device.signPk : null;
}

async function placeOf(
  { stateOf, now, mayFound }: Pick<SessionContext, "stateOf" | "now" | "mayFound">,
  team: TeamId,
  identity: Identity,
): Promise<Result<true>> {
  const state = stateOf(team);
  if (identity.kind !== "founder") return state === undefined ? ok(true) : hasPlace(state, identity, now());
  // Anybody can say that they are a founder: where nothing is to be founded, nothing is held for them.
  return state !== undefined || (await mayFound()) ? ok(true) : fail("setup-code", { reason: "none" }, "after-act");
}

/** What a request says of itself; checked before anything it asks is looked at. */
export type SignedRequest = {
  method: string;
  /** Path with query, as it came. */
  path: string;
  body: Uint8Array;
  session: string;
  counter: string;
  mac: string;
};

/** The session behind a request: `session-binding` (no such session, or the keyed hash is wrong), `replay`. */
export function checkRequest(sessions: SessionTable, request: SignedRequest): Result<Session> {
  const session = sessions.find(request.session);
  const mac = /^[0-9a-f]{64}$/.test(request.mac) ? Buffer.from(request.mac, "hex") : null;
  if (session === undefined || mac === null || !/^[1-9][0-9]{0,14}$/.test(request.counter))
    return fail("session-binding", undefined, "later");
  const counter = Number(request.counter);
  const { method, path } = request;
  const right = requestMac(session.key, { method, path, bodyHash: bodyHash(request.body), counter });
  if (!macEqual(right, mac)) return fail("session-binding", undefined, "later");
  if (!session.counters.take(counter)) return fail("replay");
  sessions.touch(session);
  return ok(session);
}
