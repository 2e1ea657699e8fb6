/**
 * What two people or two computers compare [protocol: New device], whatever they do it for: the three messages that were said, the two
 * codes over them, and the signature over all three of who was asked to type.
 */
import { hash } from "../../crypto/hash.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { encode } from "../../encoding/canonical.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Text } from "../../text.ts";

/** The three messages that the codes stand for, in their order. */
export type ComparedMessages = { commitment: Uint8Array; answer: Uint8Array; reveal: Uint8Array };

/** What people compare codes for, each under a label of its own. */
export type ComparedLabel = "link-code" | "invite-code" | "recovery-code";

/**
 * Both codes, eight characters each: `old` is shown on the computer that is in and typed into the new one, `fresh` the other way.
 * One label for each thing that people compare.
 */
export function comparedCodes(
  label: ComparedLabel,
  { commitment, answer, reveal }: ComparedMessages,
): { old: string; fresh: string } {
  const text = base32Text(hash(label, commitment, answer, reveal).subarray(0, 10));
  return { old: text.slice(0, 8), fresh: text.slice(8) };
}

/** Whether somebody typed this code: in any case, with spaces and hyphens, letters that look like digits as these. */
export function isCodeTyped(typed: string, code: string): boolean {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return plain === code;
}

/** Of what both codes were right, for which the other side waits for a signature. */
type SignedLabel = "invite-compared" | "recovery-compared";

const signedBytes = ({ commitment, answer, reveal }: ComparedMessages): Uint8Array =>
  encode([commitment, answer, reveal]);

/** What is said last, once the other side's code was typed: over all that the codes stand for. */
export function signCompared(label: SignedLabel, messages: ComparedMessages, key: SigningKey): Uint8Array {
  return signBytes(key, label, signedBytes(messages));
}

/** Whether the holder of this key said so: `sas` otherwise. */
export function checkSigned(
  label: SignedLabel,
  sig: Uint8Array,
  { messages, signPk }: { messages: ComparedMessages; signPk: Uint8Array },
): Result<true> {
  const isTheirs = sig.length === 64 && verifyBytes(signPk, label, signedBytes(messages), sig);
  return isTheirs ? ok(true) : fail("sas", { reason: "compared" }, "after-act");
}
