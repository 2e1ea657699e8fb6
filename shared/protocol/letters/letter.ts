/** A signed letter, as it lies inside its envelope [protocol: Letters]. Wire form `{body, sig}`. */
import type { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { type SigningKey, signBytes } from "../../crypto/sign.ts";
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
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { Hash, LetterChainId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { ok, type Result } from "../../failures.ts";

const bodySchema = strict({
  suite: suiteField(),
  team: teamField(),
  from: strict({ user: idField<UserId>(), device: deviceField() }),
  to: idField<VaultId>(),
  logSeq: uintField(),
  logHead: hashField(),
  time: timeField(),
  chain: idField<LetterChainId>(),
  counter: uintField(),
  prev: hashField(),
  type: textField(40),
  /** Canonical bytes by the type's own schema: a type that is not known yet is kept as it came. */
  content: bytesMax(limits.letterBodyBytes),
});
export type LetterBody = z.output<typeof bodySchema>;
export type Letter = { bytes: Uint8Array; bodyBytes: Uint8Array; body: LetterBody; sig: Uint8Array; hash: Hash };

/** Frames and ids around the content. */
const messageBytes = limits.letterBodyBytes + 2048;
const wireSchema = strict({ body: bytesMax(messageBytes), sig: bytesField(64) });

/** `H("letter", body, sig)`, by which the next letter of its chain names it. */
function letterHash(body: Uint8Array, sig: Uint8Array): Hash {
  return hashText("letter", body, sig);
}

/** Signs a letter. */
export function buildLetter(body: LetterBody, keys: { signKey: SigningKey }): { bytes: Uint8Array; hash: Hash } {
  const bodyBytes = encodeWith(bodySchema, body);
  const sig = signBytes(keys.signKey, "letter-signature", bodyBytes);
  return { bytes: encodeWith(wireSchema, { body: bodyBytes, sig }), hash: letterHash(bodyBytes, sig) };
}

/** Reads a letter: `limit` or `encoding`. */
export function parseLetter(bytes: Uint8Array): Result<Letter> {
  const wire = parseWith(wireSchema, bytes, messageBytes + 128);
  if (!wire.ok) return wire;
  const { body: bodyBytes, sig } = wire.value;
  const body = parseWith(bodySchema, bodyBytes, messageBytes);
  return body.ok ? ok({ bytes, bodyBytes, body: body.value, sig, hash: letterHash(bodyBytes, sig) }) : body;
}
