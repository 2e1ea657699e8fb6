/**
 * Notes of device secrets that may lie in a keychain without a profile that uses them. One is written before a secret is kept
 * for a profile that is being made, and before a profile is taken away; it goes once both are there, or both are gone. So a
 * process that is killed in between leaves no secret that nothing points at: the next start takes it away.
 */
import { hash } from "../../../shared/crypto/hash.ts";
import type { Result } from "../../../shared/failures.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { removeKeptHeads } from "../local/kept-heads.ts";
import type { Keychain, Ports, SecretNote } from "../ports.ts";
import { keychainOf } from "./profile-secrets.ts";

type Noting = Pick<Ports, "secretNotes">;

/** The hash says which secret is meant: whoever can write into the folder alone makes no note that costs another one. */
const proofOf = (secret: Uint8Array): Uint8Array => hash("secret-note", secret);

/** Notes that this secret is about to be kept or forgotten there; durable. `storage-full`. */
export function noteSecret(
  { secretNotes }: Noting,
  { kind }: Keychain,
  { profile, secret }: { profile: string; secret: Uint8Array },
): Result<true> {
  return secretNotes.add({ profile, keychain: kind, proof: proofOf(secret) });
}

/** Takes everything of a profile out of a keychain, the secret last; false where the keychain does not answer. */
export async function forgetSecret(keychain: Keychain, profile: string): Promise<boolean> {
  await removeKeptHeads(keychain, profile);
  return (await keychain.remove(profile)).ok;
}

/** Takes the secrets away that an earlier process left. A keychain that does not answer is asked again at the next start. */
export async function forgetNotedSecrets(ports: Ports): Promise<void> {
  const notes = ports.secretNotes.list();
  const profiles = ports.profiles.list();
  for (const note of notes)
    if (profiles.includes(note.profile) || (await isSettled(ports, note))) ports.secretNotes.remove(note.profile);
}

async function isSettled(ports: Ports, { profile, keychain: kind, proof }: SecretNote): Promise<boolean> {
  const keychain = keychainOf(ports, kind);
  const found = await keychain.get(profile);
  if (!found.ok) return false;
  const isMeant = found.value !== null && bytesEqual(proofOf(found.value), proof);
  return isMeant ? forgetSecret(keychain, profile) : true;
}
