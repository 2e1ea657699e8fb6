/**
 * Open sessions, in memory alone: a restart ends them all and clients open new ones. Idle for 30 minutes or 12 hours old,
 * a session is gone [protocol: Sessions]. There is no bearer token: the id names a session, only the request key speaks for it.
 */
import { newId } from "../../shared/crypto/random.ts";
import type { SessionId, TeamId, UserId } from "../../shared/encoding/ids.ts";
import { type Identity, sessionRules } from "../../shared/protocol/routes/routes.ts";
import type { ServerLimits } from "../limits/limits.ts";
import { type CounterWindow, createCounterWindow } from "./counter-window.ts";

export type Session = {
  session: SessionId;
  team: TeamId;
  identity: Identity;
  key: Uint8Array;
  openedAt: number;
  usedAt: number;
  counters: CounterWindow;
  /** What its device began and answered of the second factor [protocol: Second factor]: good in this session and no other. */
  factor: {
    /** The seed that it was given and that is not in force, the step whose code came back, and when the factor was enrolled whose place it takes. */
    pending: { seed: Uint8Array; step: number | null; over: number | null } | null;
    /** When it answered (on the clock that only goes forward), and to which factor. */
    answered: { at: number; enrolledAt: number } | null;
  };
};

export type SessionTable = {
  open(session: { team: TeamId; identity: Identity; key: Uint8Array }): Session;
  /** The live session of this id, without touching it. */
  find(id: string): Session | undefined;
  /** The sessions of all computers of this person. */
  ofPerson(team: TeamId, user: UserId): Session[];
  /** Notes that the session was used just now. */
  touch(session: Session): void;
  close(session: Session): void;
  /** Closes the founders' sessions of all teams but this one: no further team can be made. */
  closeFounders(made: TeamId): void;
  /** Forgets what is over. */
  sweep(): void;
};

/** An empty table. */
export function createSessionTable(now: () => number, limits: ServerLimits): SessionTable {
  const sessions = new Map<string, Session>();
  const byIdentity = new Map<string, Set<Session>>();
  const isOver = (session: Session) =>
    now() >= session.openedAt + sessionRules.absoluteMs || now() >= session.usedAt + sessionRules.idleMs;
  const close = (session: Session) => {
    if (!sessions.delete(session.session)) return;
    session.key.fill(0);
    session.factor.pending?.seed.fill(0);
    const name = identityName(session.identity);
    const others = byIdentity.get(name);
    others?.delete(session);
    if (others?.size === 0) byIdentity.delete(name);
  };
  return {
    open: ({ team, identity, key }) => {
      const at = now();
      const session: Session = {
        session: newId<SessionId>(),
        team,
        identity,
        key,
        openedAt: at,
        usedAt: at,
        counters: createCounterWindow(),
        factor: { pending: null, answered: null },
      };
      const name = identityName(identity);
      const others = byIdentity.get(name) ?? new Set();
      const most = identity.kind === "founder" ? limits.founderSessions : limits.sessionsPerIdentity;
      const [oldest] = others;
      if (others.size >= most && oldest !== undefined) close(oldest);
      sessions.set(session.session, session);
      byIdentity.set(name, others.add(session));
      return session;
    },
    find: (id) => {
      const session = sessions.get(id);
      if (session === undefined || !isOver(session)) return session;
      close(session);
      return undefined;
    },
    ofPerson: (team, user) =>
      [...sessions.values()].filter(
        (session) => session.team === team && session.identity.kind === "device" && session.identity.user === user,
      ),
    touch: (session) => {
      session.usedAt = now();
    },
    close,
    closeFounders: (made) => {
      for (const session of [...sessions.values()])
        if (session.identity.kind === "founder" && session.team !== made) close(session);
    },
    sweep: () => {
      for (const session of [...sessions.values()]) if (isOver(session)) close(session);
    },
  };
}

/** Founders share one allowance: they are nobody yet, and anybody can say that they are one. */
function identityName(identity: Identity): string {
  if (identity.kind === "founder") return "founder";
  return identity.kind === "invite" ? identity.invite : identity.device;
}
