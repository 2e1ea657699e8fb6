/**
 * How two computers of one person make sure of each other [protocol: New device]: the new one commits to its keys, the old one
 * answers with where the team stands, the new one shows its keys; over all three stand two codes, each typed into the other.
 */
import { checkPublicKeys } from "../../crypto/device-keys.ts";
import { hash } from "../../crypto/hash.ts";
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
import type { TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { bytesEqual } from "../../text.ts";
import { type Certificate, parseCertificate } from "./join.ts";

const answerSchema = strict({
  suite: suiteField(),
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  genesis: hashField(),
  logSeq: uintField(),
  logHead: hashField(),
  origin: textField(300),
  serverKeys: hashField(),
  teamName: textField(64),
  person: textField(64),
  nonce: bytesField(32),
});
/** What the old computer tells: whose computer the new one becomes, of which team, on which log and server. Names only to show. */
export type LinkAnswer = Omit<ReturnType<typeof answerSchema.parse>, "suite">;

const revealSchema = strict({ signPk: bytesField(32), kemPk: bytesField(1216), nonce: bytesField(32) });
/** The new computer's public keys, with the nonce by which nobody could guess them from the commitment. */
export type LinkReveal = ReturnType<typeof revealSchema.parse>;

/** What the new computer sends first: it can show no other keys later. */
export function linkCommitment({ signPk, kemPk, nonce }: LinkReveal): Uint8Array {
  return hash("link-commit", signPk, kemPk, nonce);
}

/** The old computer's answer. */
export function makeLinkAnswer(answer: LinkAnswer): Uint8Array {
  return encodeWith(answerSchema, { suite: 1, ...answer });
}

/** Reads it: `encoding`, or `suite` of a later version. Whether it is true, the codes say. */
export function readLinkAnswer(bytes: Uint8Array): Result<LinkAnswer> {
  return parseWith(answerSchema, bytes, limits.linkMessageBytes);
}

/** The new computer's second message. */
export function makeLinkReveal(reveal: LinkReveal): Uint8Array {
  return encodeWith(revealSchema, reveal);
}

/** Reads it: `encoding` for keys that are none, `sas` where it is not what was committed to. */
export function readLinkReveal(bytes: Uint8Array, commitment: Uint8Array): Result<LinkReveal> {
  return readKeysReveal(bytes, commitment, linkCommitment);
}

/** The same for whatever keys are committed to under a label of their own. */
export function readKeysReveal(
  bytes: Uint8Array,
  commitment: Uint8Array,
  commit: (shown: LinkReveal) => Uint8Array,
): Result<LinkReveal> {
  const parsed = parseWith(revealSchema, bytes, limits.linkMessageBytes);
  if (!parsed.ok) return parsed;
  const sound = checkPublicKeys(parsed.value);
  if (!sound.ok) return sound;
  return bytesEqual(commit(parsed.value), commitment) ? parsed : fail("sas", { reason: "commitment" });
}

/** The certificate that the new computer sends last: `sas` where it is not of the keys that the codes stand for, or of somebody else. */
export function readLinkCertificate(
  bytes: Uint8Array,
  { team, user, signPk, kemPk }: { team: TeamId; user: UserId } & Pick<LinkReveal, "signPk" | "kemPk">,
): Result<Certificate> {
  const parsed = parseCertificate(bytes);
  if (!parsed.ok) return parsed;
  const of = parsed.value;
  const isOfKeys = bytesEqual(of.signPk, signPk) && bytesEqual(of.kemPk, kemPk);
  const isOfPerson = of.team === team && of.user === user && of.kind === "computer";
  return isOfKeys && isOfPerson ? ok(of) : fail("sas", { reason: "certificate" });
}
