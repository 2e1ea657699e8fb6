/**
 * How an admin and somebody who is invited to more than `member` make sure of each other [protocol: Compared invites]: as two
 * computers of one person do (`link.ts`), over the join message in the place of the keys. The invite's code may be known to
 * others, and the server may be one of them.
 */
import { hash } from "../../crypto/hash.ts";
import type { SigningKey } from "../../crypto/sign.ts";
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
  textField,
  uintField,
} from "../../encoding/fields.ts";
import type { Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { bytesEqual } from "../../text.ts";
import { type ComparedMessages, checkSigned, signCompared } from "./compared.ts";
import { type Join, parseJoin, verifyJoin } from "./join.ts";

const answerSchema = strict({
  suite: suiteField(),
  team: teamField(),
  invite: hashField(),
  user: idField<UserId>(),
  device: deviceField(),
  logSeq: uintField(),
  logHead: hashField(),
  origin: textField(300),
  serverKeys: hashField(),
  nonce: bytesField(32),
});
/** What the admin tells: for which invite, who they are, where the log stands, and on which server. */
export type CompareAnswer = Omit<ReturnType<typeof answerSchema.parse>, "suite">;

const revealSchema = strict({ join: bytesMax(limits.linkMessageBytes), nonce: bytesField(32) });
/** The join message, with the nonce by which nobody could foresee the codes. */
export type CompareReveal = ReturnType<typeof revealSchema.parse>;

/** What the joiner says first: they can show no other join message, and no other nonce, later. */
export function compareCommitment({ join, nonce }: CompareReveal): Uint8Array {
  return hash("invite-commit", join, nonce);
}

/** The admin's answer. */
export function makeCompareAnswer(answer: CompareAnswer): Uint8Array {
  return encodeWith(answerSchema, { suite: 1, ...answer });
}

/** Reads it: `encoding`, `suite`; `sas` where it is not about what the joiner's code named. Whether it is true, the codes say. */
export function readCompareAnswer(
  bytes: Uint8Array,
  named: Pick<CompareAnswer, "team" | "invite" | "origin" | "serverKeys">,
): Result<CompareAnswer> {
  const parsed = parseWith(answerSchema, bytes, limits.linkMessageBytes);
  if (!parsed.ok) return parsed;
  const isNamed = (["team", "invite", "origin", "serverKeys"] as const).every(
    (field) => parsed.value[field] === named[field],
  );
  return isNamed ? parsed : fail("sas", { reason: "answer" }, "after-act");
}

/** The joiner's second message. */
export function makeCompareReveal(reveal: CompareReveal): Uint8Array {
  return encodeWith(revealSchema, reveal);
}

/** Reads it: `encoding`; `sas` where it is not what was committed to, or no join message of this invite. */
export function readCompareReveal(
  bytes: Uint8Array,
  commitment: Uint8Array,
  { team, invite }: { team: TeamId; invite: { hash: Hash; invitePk: Uint8Array } },
): Result<CompareReveal & { of: Join }> {
  const parsed = parseWith(revealSchema, bytes, limits.linkMessageBytes);
  if (!parsed.ok) return parsed;
  const of = parseJoin(parsed.value.join);
  if (!of.ok) return of;
  if (!bytesEqual(compareCommitment(parsed.value), commitment))
    return fail("sas", { reason: "commitment" }, "after-act");
  if (!verifyJoin(of.value, invite, team).ok) return fail("sas", { reason: "join" }, "after-act");
  return ok({ ...parsed.value, of: of.value });
}

/** What the joiner says last, once the admin's code was typed: by the key of their device, over all that the codes stand for. */
export function makeCompared(messages: ComparedMessages, deviceKey: SigningKey): Uint8Array {
  return signCompared("invite-compared", messages, deviceKey);
}

/** Whether the joiner said so: `sas` otherwise. */
export function checkCompared(sig: Uint8Array, messages: ComparedMessages, { certificate }: Join): Result<true> {
  return checkSigned("invite-compared", sig, { messages, signPk: certificate.signPk });
}
