/**
 * Expected failures as values. One closed list of codes for core, server and verifier: [protocol: Codes] word for
 * word, plus the app's own. A `throw` is a bug and is caught once, at the boundary. Nothing reads `error.message`.
 */

/** Codes of the protocol [protocol: Codes]. */
export const protocolCodes = [
  "kdf-floor",
  "unlock",
  "commitment",
  "aead",
  "encoding",
  "limit",
  "suite",
  "client-too-old",
  "signature",
  "role",
  "invite",
  "sas",
  "key-changed",
  "key-commit",
  "recipient-set",
  "epoch-stale",
  "log-gap",
  "log-rollback",
  "log-fork",
  "genesis",
  "stale-view",
  "manifest",
  "local-rollback",
  "session-binding",
  "replay",
  "throttled",
  "step-up",
  "cosign",
  "unknown-team",
  "pin",
  "import",
  "otp-uri",
  "review",
  "update",
] as const;

/** Codes of the app itself. `bug` is what a caught exception becomes at the boundary. */
export const appCodes = [
  "locked",
  "offline",
  "server-error",
  "not-found",
  "invalid-input",
  "busy",
  "cancelled",
  "storage-full",
  "newer-database",
  "damaged-database",
  "keychain-missing",
  "clipboard-unavailable",
  "setup-code",
  "not-settled",
  "bug",
] as const;

export type FailureCode = (typeof protocolCodes)[number] | (typeof appCodes)[number];

/** Whether trying again can help: never; later, by itself; or after the person did something. */
export type Retry = "never" | "later" | "after-act";

/** Declared facts about a failure. Never a secret, a title or an address. */
export type FailureDetail = {
  /** For `throttled` and a locked-out unlock: milliseconds to wait. */
  waitMs?: number;
  /** The input or protocol field that is wrong, by its name. */
  field?: string;
  /** The number at fault (a limit, a sequence number, a suite). */
  number?: number;
  /** A second, finer word, from the place that failed (for people who debug and for tests). */
  reason?: string;
  vault?: string;
  user?: string;
  device?: string;
};

export type Failure = { code: FailureCode; retry: Retry; detail?: FailureDetail };
export type Ok<T> = { ok: true; value: T };
export type Failed = { ok: false; failure: Failure };
export type Result<T> = Ok<T> | Failed;

/** Wraps a value as a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Makes a failure; `retry` is `never` unless said. */
export function fail(code: FailureCode, detail?: FailureDetail, retry: Retry = "never"): Failed {
  return { ok: false, failure: detail === undefined ? { code, retry } : { code, retry, detail } };
}
