/**
 * Expected failures as values, with a code from one closed table: what a code is about, what follows from it for syncing, and
 * how a server says it. A `throw` is a bug and is caught once, at the boundary. Nothing reads `error.message`.
 */

/** Whether trying again can help: never; later, by itself; or after the person did something. */
export type Retry = "never" | "later" | "after-act";

export type CodeRule = {
  /**
   * What it is about: reaching the server or the disk (nothing was shown that could be checked), the session with it, the
   * team log, a vault, this computer, or what a person typed or may do.
   */
  about: "transport" | "session" | "log" | "vault" | "local" | "person";
  /** Whether trying again can help, where the place that failed does not say otherwise. */
  retry: Retry;
  /** What is unsound where it comes out of checking what a server showed: a vault's chain, the team log, either, or neither. */
  indicts: "vault" | "log" | "both" | "none";
  /** The HTTP status under which a server says it; null: a server has no reason to, and its word for it is not taken. */
  status: number | null;
  /** A post that ended so was perhaps taken by the server: only what the server holds tells (`main/core/sync/settle.ts`). */
  mayBeTaken?: true;
  /** What was typed can no longer be saved where it began: it is offered for another place. */
  elsewhere?: true;
  /** A server that refuses a commit so may mean one of its changes: the others are sent without it. */
  ofOneChange?: true;
};

/** Every code, one row each: those of [protocol: Codes] first, then the app's own. */
export const failureCodes = {
  "kdf-floor": { about: "local", retry: "never", indicts: "none", status: null },
  unlock: { about: "person", retry: "never", indicts: "none", status: null },
  commitment: { about: "local", retry: "never", indicts: "none", status: null },
  aead: { about: "local", retry: "never", indicts: "none", status: null },
  encoding: { about: "vault", retry: "never", indicts: "vault", status: 400, mayBeTaken: true, ofOneChange: true },
  limit: { about: "person", retry: "never", indicts: "vault", status: 413, ofOneChange: true },
  suite: { about: "vault", retry: "never", indicts: "vault", status: 400 },
  "client-too-old": { about: "log", retry: "after-act", indicts: "log", status: 400 },
  signature: { about: "log", retry: "never", indicts: "both", status: 400 },
  role: { about: "log", retry: "never", indicts: "both", status: 403, elsewhere: true },
  invite: { about: "person", retry: "never", indicts: "none", status: 403 },
  sas: { about: "person", retry: "never", indicts: "none", status: null },
  "key-changed": { about: "log", retry: "never", indicts: "none", status: null },
  "key-commit": { about: "vault", retry: "later", indicts: "vault", status: null },
  "recipient-set": { about: "log", retry: "never", indicts: "both", status: 409 },
  "epoch-stale": { about: "vault", retry: "never", indicts: "vault", status: 409 },
  "log-gap": { about: "log", retry: "never", indicts: "log", status: 409 },
  "log-rollback": { about: "log", retry: "never", indicts: "both", status: null },
  "log-fork": { about: "log", retry: "never", indicts: "both", status: 400 },
  genesis: { about: "log", retry: "never", indicts: "log", status: 400 },
  "stale-view": { about: "log", retry: "never", indicts: "none", status: null },
  manifest: { about: "vault", retry: "never", indicts: "vault", status: 409, ofOneChange: true },
  "local-rollback": { about: "local", retry: "later", indicts: "vault", status: null },
  "session-binding": { about: "session", retry: "never", indicts: "none", status: 401 },
  replay: { about: "session", retry: "later", indicts: "none", status: 401, mayBeTaken: true },
  throttled: { about: "transport", retry: "later", indicts: "none", status: 429 },
  "step-up": { about: "session", retry: "after-act", indicts: "none", status: 403 },
  cosign: { about: "log", retry: "never", indicts: "log", status: 400 },
  "unknown-team": { about: "log", retry: "never", indicts: "both", status: 400 },
  pin: { about: "session", retry: "after-act", indicts: "none", status: null },
  import: { about: "person", retry: "never", indicts: "none", status: null },
  "otp-uri": { about: "person", retry: "after-act", indicts: "none", status: null },
  review: { about: "person", retry: "never", indicts: "none", status: null },
  update: { about: "local", retry: "never", indicts: "none", status: null },
  locked: { about: "person", retry: "never", indicts: "none", status: null },
  offline: { about: "transport", retry: "later", indicts: "none", status: null, mayBeTaken: true },
  "server-error": { about: "transport", retry: "later", indicts: "none", status: 500, mayBeTaken: true },
  "not-found": { about: "person", retry: "never", indicts: "none", status: 404, elsewhere: true },
  "invalid-input": { about: "person", retry: "never", indicts: "none", status: null },
  busy: { about: "local", retry: "later", indicts: "none", status: null },
  cancelled: { about: "person", retry: "after-act", indicts: "none", status: null },
  "storage-full": { about: "transport", retry: "later", indicts: "none", status: 507 },
  "newer-database": { about: "local", retry: "never", indicts: "none", status: null },
  "damaged-database": { about: "local", retry: "never", indicts: "log", status: null },
  "keychain-missing": { about: "local", retry: "after-act", indicts: "none", status: null },
  "clipboard-unavailable": { about: "local", retry: "after-act", indicts: "none", status: null },
  "setup-code": { about: "person", retry: "never", indicts: "none", status: 403 },
  "ask-again": { about: "person", retry: "after-act", indicts: "none", status: null },
  "older-version": { about: "person", retry: "after-act", indicts: "none", status: null },
  moved: { about: "person", retry: "after-act", indicts: "none", status: null },
  "access-ended": { about: "person", retry: "after-act", indicts: "none", status: null, elsewhere: true },
  "file-missing": { about: "person", retry: "after-act", indicts: "none", status: null },
  "not-settled": { about: "person", retry: "never", indicts: "none", status: null },
  voided: { about: "vault", retry: "never", indicts: "none", status: null },
  bug: { about: "local", retry: "never", indicts: "log", status: null },
} as const satisfies Record<string, CodeRule>;

export type FailureCode = keyof typeof failureCodes;

/** The row of a code. */
export function codeRule(code: FailureCode): CodeRule {
  return failureCodes[code];
}

/** Whether a text is a code. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(failureCodes, code);
}

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

/** Makes a failure; `retry` is what the row of its code says unless the place that failed knows better. */
export function fail(code: FailureCode, detail?: FailureDetail, retry: Retry = failureCodes[code].retry): Failed {
  return { ok: false, failure: detail === undefined ? { code, retry } : { code, retry, detail } };
}
