/**
 * What a computer says about where it stands [protocol: Freshness]: the heads of the log and of the vaults that its person may
 * open, and of its own activity. Wire form `{body, sig}`. Checked by the same code on the server, which keeps the last one of
 * each computer, and by everybody who reads it; no clock is asked.
 */
import { z } from "zod";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  suiteField,
  teamField,
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { headAt, userRightAt } from "../team-log/state/rules.ts";
import type { Device, TeamState } from "../team-log/state/team-state.ts";

const bodySchema = strict({
  suite: suiteField(),
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  /** Grows with each statement of this computer. */
  counter: uintField(),
  /** By its signer's clock: for people, and for how fresh it is; no check of it asks for the time. */
  time: timeField(),
  logSeq: uintField(),
  logHead: hashField(),
  /** Ascending. A personal vault is nobody's but its person's, and is not named. */
  vaults: z
    .array(strict({ vault: idField<VaultId>(), seq: uintField(), hash: hashField() }))
    .max(limits.headsPerStatement),
  /** Of the activity of this computer. */
  activity: strict({ seq: uintField(), hash: hashField() }),
});
export type StatementBody = z.output<typeof bodySchema>;
export type Statement = { bytes: Uint8Array; body: StatementBody };

/** Frame and signature around a body. */
const bodyBytesMost = limits.statementBytes - 128;
const wireSchema = strict({ body: bytesMax(bodyBytesMost), sig: bytesField(64) });

/** Signs a statement. */
export function buildStatement(body: StatementBody, signKey: SigningKey): Uint8Array {
  const bodyBytes = encodeWith(bodySchema, body);
  return encodeWith(wireSchema, { body: bodyBytes, sig: signBytes(signKey, "heads", bodyBytes) });
}

type Signed = Statement & { author: Device };

/** Whose statement it is, by its signature: `limit`, `encoding`, `unknown-team`, `signature`. Whether it is true is another matter. */
export function readSigned(state: TeamState, bytes: Uint8Array): Result<Signed> {
  const wire = parseWith(wireSchema, bytes, limits.statementBytes);
  if (!wire.ok) return wire;
  const parsed = parseWith(bodySchema, wire.value.body, bodyBytesMost);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  if (body.team !== state.team) return fail("unknown-team");
  const author = state.devices.get(body.device);
  if (author?.user !== body.user || author.kind !== "computer") return fail("signature", { reason: "author" });
  if (!verifyBytes(author.signPk, "heads", wire.value.body, wire.value.sig)) return fail("signature");
  return ok({ bytes, body, author });
}

/**
 * Verifies a statement against a log: what `readSigned` says; vaults that do not ascend are `encoding`; a log above mine
 * `log-gap` (the log comes first), another one `log-fork`; a computer that was not in the team there, or a vault that its person
 * could not open there, `role`. Once the signature holds, failures name who signed. Heads of vaults are compared by whoever
 * holds the chains.
 */
export function verifyStatement(state: TeamState, bytes: Uint8Array): Result<Statement> {
  const signed = readSigned(state, bytes);
  if (!signed.ok) return signed;
  const { body, author } = signed.value;
  const { user, device, logSeq } = body;
  const by = { user, device };
  const isAscending = body.vaults.every(({ vault }, at) => at === 0 || vault > (body.vaults[at - 1]?.vault ?? ""));
  if (!isAscending) return fail("encoding", { ...by, reason: "vaults" });
  const seen = headAt(state, logSeq);
  if (seen === null) return fail("log-gap", { ...by, number: state.head.seq }, "later");
  if (seen !== body.logHead) return fail("log-fork", { ...by, number: logSeq });
  const isThere = author.addedSeq <= logSeq && (author.endedSeq === null || author.endedSeq > logSeq);
  if (!isThere) return fail("role", { ...by, reason: "place" });
  for (const { vault } of body.vaults) {
    const found = state.vaults.get(vault);
    const isOpen = found !== undefined && userRightAt(state, { vault, user, seq: logSeq }) !== null;
    if (!isOpen || found.kind === "personal") return fail("role", { ...by, vault, reason: "vault" });
  }
  return ok({ bytes, body });
}

/** The number of the last entry that took a person or a computer out: whoever stands before it has not heard of it; 0 where none did. */
export function lastRemoval({ devices }: Pick<TeamState, "devices">): number {
  let last = 0;
  for (const { endedSeq } of devices.values()) last = Math.max(last, endedSeq ?? 0);
  return last;
}
