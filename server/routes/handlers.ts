/** Route name to handler; the compiler keeps it complete. Challenge, session and live are the app's own doors. */
import type { RouteName } from "../../shared/protocol/routes.ts";
import type { Handler } from "./context.ts";
import { listJoins, postJoin } from "./joins.ts";
import { append, readBundles, readLog } from "./log.ts";
import { push, readChainPage, readEnvelopesRoute, readHeads } from "./vaults.ts";

export type SessionRoute = Exclude<RouteName, "challenge" | "session" | "live">;

export const handlers: { [Name in SessionRoute]: Handler<Name> } = {
  join: postJoin,
  joins: listJoins,
  log: readLog,
  append,
  bundles: readBundles,
  vaults: readHeads,
  commits: readChainPage,
  push,
  envelopes: readEnvelopesRoute,
};
