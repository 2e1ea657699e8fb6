/** What the server's acts stand on, without its sockets: real SQLite in a scratch folder, no team yet. */
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { newServerSeed, serverKeysFromSeed, serverKeysHash } from "../../shared/crypto/session-keys.ts";
import type { ServerContext } from "../context.ts";
import { serverLimits } from "../limits.ts";
import { createLive } from "../live.ts";
import { createLog } from "../log.ts";
import { createSessionTable } from "../sessions/session-table.ts";
import { openDatabase } from "../store/database.ts";
import { must } from "./team.ts";
import { atEnd, scratchDir } from "./test-server.ts";

/** Everything is closed and removed after the test. */
export async function layGround(now: () => number = Date.now): Promise<ServerContext> {
  await cryptoReady();
  const { db, close } = must(openDatabase(`${scratchDir()}/server.db`));
  const log = createLog(() => undefined);
  const live = createLive(serverLimits, log);
  atEnd(() => {
    live.close();
    close();
  });
  const keys = serverKeysFromSeed(newServerSeed());
  return {
    db,
    keys,
    keysHash: serverKeysHash(keys),
    origin: () => "",
    teams: new Map(),
    founding: { queue: Promise.resolve() },
    sessions: createSessionTable(now, serverLimits),
    live,
    now,
    limits: serverLimits,
    maxTeams: 1,
    log,
  };
}
