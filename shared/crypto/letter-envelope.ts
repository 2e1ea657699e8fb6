/** A letter on its way to a vault's inbox: X-Wing to the inbox key, then an envelope for exactly that place [protocol: Letters]. */
import { idBytes } from "../encoding/id-bytes.ts";
import type { LetterId, TeamId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { fail, type Result } from "../failures.ts";
import type { EnvelopeContext } from "./envelope.ts";
import type { KemKey } from "./kem.ts";
import { openWith, sealTo } from "./kem-envelope.ts";

/** Where a letter goes: this inbox under the key of this epoch. */
export type LetterPlace = { team: TeamId; to: VaultId; epoch: number; id: LetterId };

function context({ team, to, epoch, id }: LetterPlace): EnvelopeContext {
  return { purpose: "letter", team: idBytes(team), to: idBytes(to), epoch, id: idBytes(id) };
}

/** Seals a signed letter to an inbox; the key must be the one whose hash the log holds. */
export function sealLetter(inboxPk: Uint8Array, to: LetterPlace, message: Uint8Array): Uint8Array {
  return sealTo(inboxPk, context(to), message);
}

/** Opens a letter for the place where it was found; who wrote it is still to be verified. */
export function openLetter(inboxKey: KemKey, expected: LetterPlace, bytes: Uint8Array): Result<Uint8Array> {
  if (bytes.length > limits.letterBytes) return fail("limit", { number: bytes.length });
  const opened = openWith(inboxKey, context(expected), bytes);
  return opened ?? fail("encoding", { reason: "letter-length" });
}
