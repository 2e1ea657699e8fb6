/**
 * The server's routes as data: method, path, bodies, how large these may be, and which kind of session may call them. Server
 * and client read the same table; a route that is not here does not exist. Bodies are canonical CBOR; failures are
 * `{code, retry, detail}`.
 */
import { z } from "zod";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  suiteField,
  teamField,
  textField,
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { BlobId, LetterId, SessionId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { base32Bytes } from "../../text.ts";
import { headsRoutes } from "./heads-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { restoreRoutes } from "./restore-routes.ts";
import { secondFactorRoutes } from "./second-factor-routes.ts";

/**
 * Who a session speaks for. A joiner knows their invite by the hash of its entry (it stands in their code), not by its id. They
 * try the session of their device first: once they were let in, the invite is used and serves the log only until its end.
 */
export const identitySchema = z.discriminatedUnion("kind", [
  strict({ kind: z.literal("device"), user: idField<UserId>(), device: deviceField() }),
  /** A sheet of paper: it recovers, and is served nothing else [protocol: Recovery]. */
  strict({ kind: z.literal("paper"), user: idField<UserId>(), device: deviceField() }),
  strict({ kind: z.literal("invite"), invite: hashField() }),
  strict({ kind: z.literal("founder"), user: idField<UserId>(), device: deviceField(), signPk: bytesField(32) }),
]);
export type Identity = z.output<typeof identitySchema>;
export type SessionKind = Identity["kind"];

/** What the device signs under `session`. */
export const sessionBodySchema = strict({
  suite: suiteField(),
  keys: hashField(),
  origin: textField(300),
  team: teamField(),
  identity: identitySchema,
  clientNonce: bytesField(32),
  serverNonce: bytesField(32),
  kem: bytesField(1120),
});
/** What the server signs under `session-answer`. */
export const sessionAnswerSchema = strict({
  suite: suiteField(),
  /** As text it is the header's value. */
  session: idField<SessionId>(),
  time: timeField(),
  transcript: hashField(),
});

const head = () => strict({ seq: uintField(), hash: hashField() });
const entryBytes = () => bytesMax(limits.entryBytes);
const commitBytes = () => bytesMax(limits.commitBytes + 128);
const empty = strict({});

const KiB = 1024;
const MiB = 1024 * KiB;
/** A page's content is bounded by `limits.pageBytes`; its frames are small. */
const pageAnswerBytes = limits.pageBytes + 64 * KiB;
/** An answer that says where a chain stands now, or nothing. */
const shortAnswerBytes = 256;
/** The longest failure that is read. */
export const failureBytesMost = 1 * KiB;

/**
 * What a caller must have in the verified log, now, beside the right kind of session: a place in the team (an active
 * computer or sheet of paper, or an invite that stands), the role `admin`, or a right on the vault that the call names.
 */
export type Needs = "nothing" | "team" | "admin" | "admin-or-group" | "use" | "edit";

export const routes = {
  challenge: {
    method: "POST",
    path: "/v1/challenge",
    sessions: null,
    needs: "nothing",
    requestBytes: 64,
    responseBytes: 2 * KiB,
    request: strict({ suite: suiteField() }),
    response: strict({ suite: suiteField(), nonce: bytesField(32), signPk: bytesField(32), kemPk: bytesField(1216) }),
  },
  session: {
    method: "POST",
    path: "/v1/session",
    sessions: null,
    needs: "nothing",
    requestBytes: 5 * KiB,
    responseBytes: 1 * KiB,
    request: strict({ body: bytesMax(4096), sig: bytesField(64) }),
    response: strict({ body: bytesMax(256), sig: bytesField(64) }),
  },
  join: {
    method: "POST",
    path: "/v1/join",
    sessions: ["invite"],
    needs: "team",
    requestBytes: limits.joinBytes + KiB,
    responseBytes: shortAnswerBytes,
    request: strict({ join: bytesMax(limits.joinBytes) }),
    response: empty,
  },
  joins: {
    method: "GET",
    path: "/v1/join",
    sessions: ["device"],
    needs: "admin",
    requestBytes: 0,
    responseBytes: pageAnswerBytes,
    request: empty,
    response: strict({ joins: z.array(bytesMax(limits.joinBytes)).max(1000) }),
  },
  log: {
    method: "GET",
    path: "/v1/log",
    sessions: ["device", "paper", "invite"],
    needs: "team",
    requestBytes: 0,
    responseBytes: pageAnswerBytes,
    request: strict({ from: uintField() }),
    response: strict({ head: head(), entries: z.array(entryBytes()).max(limits.entriesPerPage) }),
  },
  append: {
    method: "POST",
    path: "/v1/log",
    sessions: ["device", "paper", "founder"],
    needs: "team",
    requestBytes: 16 * MiB,
    responseBytes: shortAnswerBytes,
    request: strict({
      entries: z.array(entryBytes()).min(1).max(limits.entriesPerPost),
      blobs: z.array(bytesMax(limits.bundleBytes)).max(4096),
      setup: bytesField(16).nullable(),
    }),
    response: strict({ head: head() }),
  },
  bundles: {
    method: "GET",
    path: "/v1/bundles",
    sessions: ["device", "paper"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 16 * MiB,
    request: strict({ from: uintField() }),
    // What one entry asks for belongs together, however much it is; `next`: go on from this entry, null: that was all.
    response: strict({
      blobs: z.array(bytesMax(limits.bundleBytes)).max(limits.blobsPerPage),
      next: uintField().nullable(),
    }),
  },
  vaults: {
    method: "GET",
    path: "/v1/vaults",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 2 * MiB,
    request: empty,
    response: strict({
      heads: z
        .array(strict({ vault: idField<VaultId>(), seq: uintField(), hash: hashField() }))
        .max(limits.headsPerTeam),
    }),
  },
  /**
   * Heads of all vaults that are not archived, for cuts of an admin's removal: hashes and numbers, also of what they cannot
   * open. Whoever manages groups is told those of the vaults that are given to these, for cuts of a `group-change`.
   */
  allHeads: {
    method: "GET",
    path: "/v1/vaults/heads",
    sessions: ["device"],
    needs: "admin-or-group",
    requestBytes: 0,
    responseBytes: 2 * MiB,
    request: empty,
    response: strict({
      heads: z
        .array(strict({ vault: idField<VaultId>(), seq: uintField(), hash: hashField() }))
        .max(limits.headsPerTeam),
    }),
  },
  commits: {
    method: "GET",
    path: "/v1/vaults/:vault/commits",
    sessions: ["device"],
    needs: "use",
    requestBytes: 0,
    responseBytes: pageAnswerBytes,
    request: strict({ from: uintField() }),
    response: strict({ head: head(), commits: z.array(commitBytes()).max(limits.commitsPerPage) }),
  },
  push: {
    method: "POST",
    path: "/v1/vaults/:vault/commits",
    sessions: ["device"],
    needs: "edit",
    requestBytes: 12 * MiB,
    responseBytes: shortAnswerBytes,
    request: strict({
      commits: z.array(commitBytes()).min(1).max(64),
      envelopes: z.array(bytesMax(limits.secretBytes * 2)).max(2 * limits.changesPerCommit),
    }),
    response: strict({ head: head() }),
  },
  envelopes: {
    method: "POST",
    path: "/v1/envelopes/get",
    sessions: ["device"],
    needs: "use",
    requestBytes: 64 * KiB,
    responseBytes: pageAnswerBytes,
    request: strict({ vault: idField<VaultId>(), hashes: z.array(hashField()).max(limits.envelopesPerRequest) }),
    // As many of the asked, in order, as `limits.pageBytes` holds (at least one): a shorter list means "ask for the rest".
    response: strict({
      envelopes: z.array(bytesMax(limits.secretBytes * 2).nullable()).max(limits.envelopesPerRequest),
    }),
  },
  upload: {
    method: "POST",
    path: "/v1/blobs/put",
    sessions: ["device"],
    needs: "edit",
    requestBytes: limits.blobPartBytes + KiB,
    responseBytes: shortAnswerBytes,
    // `size` of the whole; empty `bytes` only ask how far it is.
    request: strict({
      vault: idField<VaultId>(),
      blob: idField<BlobId>(),
      size: uintField(),
      part: uintField(),
      bytes: bytesMax(limits.blobPartBytes),
    }),
    // How many parts are here: the number of the next.
    response: strict({ parts: uintField() }),
  },
  download: {
    method: "POST",
    path: "/v1/blobs/get",
    sessions: ["device"],
    needs: "use",
    requestBytes: KiB,
    responseBytes: limits.blobPartBytes + KiB,
    request: strict({ vault: idField<VaultId>(), blob: idField<BlobId>(), part: uintField() }),
    response: strict({ bytes: bytesMax(limits.blobPartBytes) }),
  },
  // How many bytes the server would still take from this person, for files and all else: said before they send, not a promise.
  space: {
    method: "GET",
    path: "/v1/space",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: shortAnswerBytes,
    request: empty,
    response: strict({ bytes: uintField() }),
  },
  letters: {
    method: "GET",
    path: "/v1/letters/:vault",
    sessions: ["device"],
    needs: "use",
    requestBytes: 0,
    responseBytes: pageAnswerBytes,
    request: strict({ from: uintField() }),
    // `number` grows; the next question is for one more than the last. Nothing there: that was all.
    response: strict({
      letters: z
        .array(
          strict({
            number: uintField(),
            id: idField<LetterId>(),
            epoch: uintField(),
            bytes: bytesMax(limits.letterBytes),
          }),
        )
        .max(limits.lettersPerPage),
    }),
  },
  // Anybody of the team writes to any inbox.
  sendLetter: {
    method: "POST",
    path: "/v1/letters/:vault",
    sessions: ["device"],
    needs: "team",
    requestBytes: limits.letterBytes + KiB,
    responseBytes: shortAnswerBytes,
    request: strict({ epoch: uintField(), id: idField<LetterId>(), bytes: bytesMax(limits.letterBytes) }),
    response: empty,
  },
  // The key of the current epoch's inbox; whoever asks compares it with the hash in the log.
  inbox: {
    method: "GET",
    path: "/v1/letters/:vault/inbox",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 2 * KiB,
    request: empty,
    response: strict({ epoch: uintField(), kemPk: bytesField(1216).nullable() }),
  },
  openInbox: {
    method: "POST",
    path: "/v1/letters/:vault/inbox",
    sessions: ["device"],
    needs: "use",
    requestBytes: 2 * KiB,
    responseBytes: shortAnswerBytes,
    request: strict({ epoch: uintField(), kemPk: bytesField(1216) }),
    response: empty,
  },
  ...headsRoutes,
  ...linkRoutes,
  ...restoreRoutes,
  ...secondFactorRoutes,
  live: {
    method: "GET",
    path: "/v1/live",
    sessions: ["device"],
    needs: "team",
    requestBytes: 0,
    responseBytes: 0,
    request: empty,
    response: empty,
  },
} as const satisfies Record<string, Route>;

type Route = {
  method: "GET" | "POST";
  path: string;
  /** Kinds of session that may call it; null: no session yet. */
  sessions: readonly SessionKind[] | null;
  needs: Needs;
  /** The most bytes that the bodies may have; asked before the first of them is read. */
  requestBytes: number;
  responseBytes: number;
  /** A GET's request is its query: `from` as a decimal number. */
  request: z.ZodType;
  response: z.ZodType;
};

export type RouteName = keyof typeof routes;
export type RouteRequest<Name extends RouteName> = z.output<(typeof routes)[Name]["request"]>;
export type RouteResponse<Name extends RouteName> = z.output<(typeof routes)[Name]["response"]>;

/** A hint on the live socket: something may have changed. Never trusted, only a reason to ask. */
export const hintSchema = strict({
  kind: z.enum(["log", "vault", "join", "heads"]),
  vault: idField<VaultId>().nullable(),
  seq: uintField(),
});
export type Hint = z.output<typeof hintSchema>;

/** A failure on the wire: the same as everywhere, its detail cut to what a client may act on. */
export const failureSchema = strict({
  code: textField(40),
  retry: z.enum(["never", "later", "after-act"]),
  detail: strict({
    /** The limit or sequence number at fault; for a lost compare-and-set the server's head. */
    number: uintField().nullable(),
    /** For `throttled`: milliseconds to wait. */
    waitMs: uintField().nullable(),
    /** The vault whose head or right was at fault. */
    vault: idField<VaultId>().nullable(),
    reason: textField(40).nullable(),
  }).nullable(),
});

export const sessionHeaders = {
  session: "latchkey-session",
  counter: "latchkey-counter",
  mac: "latchkey-mac",
} as const;

/** Times and windows of sessions [protocol: Sessions]. */
export const sessionRules = {
  nonceLifeMs: 60_000,
  idleMs: 30 * 60_000,
  absoluteMs: 12 * 3_600_000,
  counterWindow: 64,
} as const;

/** A vault's id as it stands in a path. */
export const vaultParam = z
  .string()
  .refine((text) => base32Bytes(text)?.length === 16 && text.length === 26) as unknown as z.ZodType<VaultId>;
