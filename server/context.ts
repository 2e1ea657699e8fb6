/** What a running server is composed of. Only the top knows it whole; every function below names the parts that it needs. */
import { randomInt } from "node:crypto";
import { factorKeyFromSeed } from "../shared/crypto/second-factor.ts";
import { type ServerKeys, serverKeysFromSeed, serverKeysHash } from "../shared/crypto/session-keys.ts";
import type { ServerLimits } from "./limits/limits.ts";
import { createThrottle } from "./limits/throttle.ts";
import { createLive } from "./live/live.ts";
import type { ServerLog } from "./log/log.ts";
import type { RouteContext } from "./routes/call.ts";
import { createNonces } from "./sessions/nonces.ts";
import { createSessionTable } from "./sessions/session-table.ts";
import { hasSetupTokens } from "./store/identity-store.ts";
import type { Db } from "./store/query.ts";
import { createLinkSlots } from "./teams/link-slots.ts";
import type { Teams } from "./teams/team.ts";

export type ServerContext = RouteContext;

type Parts = {
  db: Db;
  /** The seed of the server's own keys; nothing else here is secret. */
  seed: Uint8Array;
  teams: Teams;
  /** What clients pin; known once the server listens. */
  origin(): string;
  now(): number;
  elapsed(): number;
  limits: ServerLimits;
  maxTeams: number;
  log: ServerLog;
};

/** Puts the parts together; nothing listens yet. `live` holds a timer until it is closed. */
export function createServerContext({
  db,
  seed,
  teams,
  origin,
  now,
  elapsed,
  limits,
  maxTeams,
  log,
}: Parts): ServerContext {
  const keys: ServerKeys = serverKeysFromSeed(seed);
  return {
    db,
    keys,
    factorKey: factorKeyFromSeed(seed),
    keysHash: serverKeysHash(keys),
    origin,
    teams,
    mayFound: async () => teams.size < maxTeams && (await hasSetupTokens(db)),
    stateOf: (team) => teams.get(team)?.state,
    creation: { queue: Promise.resolve() },
    sessions: createSessionTable(elapsed, limits),
    nonces: createNonces(elapsed, limits.noncesWaiting),
    live: createLive(limits, log),
    letterPace: createThrottle(elapsed, { burst: limits.letterBurst, perSecond: limits.lettersPerHour / 3600 }),
    headsPace: createThrottle(elapsed, { burst: limits.headsBurst, perSecond: limits.headsPerHour / 3600 }),
    linkPace: createThrottle(elapsed, { burst: limits.linkBurst, perSecond: limits.linksPerHour / 3600 }),
    links: createLinkSlots({ elapsed, random: () => randomInt(100_000_000), most: limits.links }),
    now,
    elapsed,
    limits,
    maxTeams,
    log,
  };
}
