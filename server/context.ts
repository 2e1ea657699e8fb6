/** What every act of the server stands on. Built once by `app.ts`; holds no secret but the server's own keys. */
import type { ServerKeys } from "../shared/crypto/session-keys.ts";
import type { Hash } from "../shared/encoding/ids.ts";
import type { ServerLimits } from "./limits.ts";
import type { Live } from "./live.ts";
import type { ServerLog } from "./log.ts";
import type { SessionTable } from "./sessions/session-table.ts";
import type { Db } from "./store/tables.ts";
import type { Teams } from "./teams/team.ts";

export type ServerContext = {
  db: Db;
  keys: ServerKeys;
  keysHash: Hash;
  /** What clients pin; known once the server listens. */
  origin(): string;
  teams: Teams;
  /** Teams are made one at a time. */
  founding: { queue: Promise<unknown> };
  sessions: SessionTable;
  live: Live;
  now(): number;
  limits: ServerLimits;
  maxTeams: number;
  log: ServerLog;
};
