/** What a failure of syncing is about: the way to the server, what the server showed, or neither. */
import type { Failure } from "../../../shared/failures.ts";

const ofTheWay = new Set<Failure["code"]>(["offline", "server-error", "throttled", "storage-full"]);

/** The way to the server, or this computer's disk: nothing was shown that could be checked. */
export function isTransportFailure({ code }: Failure): boolean {
  return ofTheWay.has(code);
}

const ofTheServer = new Set<Failure["code"]>([
  ...ofTheWay,
  "session-binding",
  "replay",
  "not-found",
  "pin",
  // A commit that stands on a log which the server did not show is asked for again.
  "log-gap",
]);

/** Whether a refusal says that the vault's chain itself is unsound. */
export function indictsVault({ code }: Failure): boolean {
  return !ofTheServer.has(code);
}

const ofTheWhole = new Set<Failure["code"]>([
  "bug",
  "client-too-old",
  "cosign",
  "damaged-database",
  "genesis",
  "log-fork",
  "log-gap",
  "log-rollback",
  "recipient-set",
  "role",
  "signature",
  "unknown-team",
]);

/** Whether the team log, as the server shows it, can not be followed: then everything stands still until it can. */
export function indictsTeamLog({ code }: Failure): boolean {
  return ofTheWhole.has(code);
}
