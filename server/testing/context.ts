/** What the server's acts stand on, without its sockets: real SQLite in a scratch folder, no team yet. */
import { atEnd, scratchDir } from "../../e2e/kit/scratch.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { newServerSeed } from "../../shared/crypto/session-keys.ts";
import { must } from "../../shared/testing/team.ts";
import { createServerContext, type ServerContext } from "../context.ts";
import { serverLimits } from "../limits/limits.ts";
import { createLog } from "../log/log.ts";
import { type OpenDatabase, openDatabase } from "../store/database.ts";

export type TestContext = ServerContext & { database: OpenDatabase };

/** Everything is closed and removed after the test. */
export async function createTestContext(now: () => number = Date.now): Promise<TestContext> {
  await cryptoReady();
  const database = must(openDatabase(`${scratchDir()}/server.db`));
  const { db, close } = database;
  const log = createLog(() => undefined);
  const parts = { db, seed: newServerSeed(), teams: new Map(), origin: () => "", limits: serverLimits };
  const context = createServerContext({ ...parts, now, elapsed: now, maxTeams: 1, log });
  atEnd(() => {
    context.live.close();
    close();
  });
  return { ...context, database };
}
