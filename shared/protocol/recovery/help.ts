/**
 * How somebody who lost their computers and one of those who hold a share make sure of each other [protocol: Recovery by two people]: as
 * two computers of one person do (`link.ts`), with labels of their own. Only over keys that were compared goes a share.
 */
import { hash } from "../../crypto/hash.ts";
import type { SigningKey } from "../../crypto/sign.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import {
  bytesField,
  deviceField,
  hashField,
  idField,
  strict,
  suiteField,
  teamField,
  textField,
  uintField,
} from "../../encoding/fields.ts";
import type { UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import type { Result } from "../../failures.ts";
import { type ComparedMessages, checkSigned, signCompared } from "../join/compared.ts";
import { type LinkReveal, readKeysReveal } from "../join/link.ts";

const answerSchema = strict({
  suite: suiteField(),
  team: teamField(),
  /** Whose sheet it is. */
  user: idField<UserId>(),
  holder: idField<UserId>(),
  sheet: deviceField(),
  logSeq: uintField(),
  logHead: hashField(),
  origin: textField(300),
  serverKeys: hashField(),
  teamName: textField(64),
  person: textField(64),
  holderName: textField(64),
  nonce: bytesField(32),
});
/** What the holder tells: whose sheet they hold a share of, who they are, on which log and server. Names only to show. */
export type HelpAnswer = Omit<ReturnType<typeof answerSchema.parse>, "suite">;

/** What the new computer says first: it can show no other keys later. */
export function helpCommitment({ signPk, kemPk, nonce }: LinkReveal): Uint8Array {
  return hash("recovery-commit", signPk, kemPk, nonce);
}

/** The holder's answer. */
export function makeHelpAnswer(answer: HelpAnswer): Uint8Array {
  return encodeWith(answerSchema, { suite: 1, ...answer });
}

/** Reads it: `encoding`, `suite`. Whether it is true, the codes say. */
export function readHelpAnswer(bytes: Uint8Array): Result<HelpAnswer> {
  return parseWith(answerSchema, bytes, limits.linkMessageBytes);
}

/** Reads the new computer's keys: `encoding`, `sas` where they are not what was committed to. */
export function readHelpReveal(bytes: Uint8Array, commitment: Uint8Array): Result<LinkReveal> {
  return readKeysReveal(bytes, commitment, helpCommitment);
}

/** All that was said until then, which a share is sealed for. */
export function helpExchange({ commitment, answer, reveal }: ComparedMessages): Uint8Array {
  return hash("recovery-code", commitment, answer, reveal);
}

/** What the new computer says last, once the holder's code was typed. */
export function makeHelpTyped(messages: ComparedMessages, signKey: SigningKey): Uint8Array {
  return signCompared("recovery-compared", messages, signKey);
}

/** Whether it said so: `sas` otherwise. */
export function checkHelpTyped(sig: Uint8Array, messages: ComparedMessages, { signPk }: LinkReveal): Result<true> {
  return checkSigned("recovery-compared", sig, { messages, signPk });
}
