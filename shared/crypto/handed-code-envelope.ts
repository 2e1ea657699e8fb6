/** A code on its way to the computer that asked for it: X-Wing to a key of that one question, then an envelope for exactly it [protocol: Handed codes]. */
import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, ItemId, TeamId } from "../encoding/ids.ts";
import { fail, type Result } from "../failures.ts";
import type { EnvelopeContext } from "./envelope.ts";
import { type KemKey, kemKeys } from "./kem.ts";
import { openWith, sealTo } from "./kem-envelope.ts";
import { randomBytes } from "./random.ts";

/** Which computer asked, for which login, and in which question. */
export type HandedCodePlace = { team: TeamId; device: DeviceId; item: ItemId; nonce: string };

function context({ team, device, item, nonce }: HandedCodePlace): EnvelopeContext {
  const [ofTeam, ofDevice] = [idBytes(team), idBytes(device)];
  return {
    purpose: "handed-code",
    team: ofTeam,
    device: ofDevice,
    item: idBytes(item),
    nonce: idBytes(nonce as ItemId),
  };
}

/** Keys of one question; the secret one never leaves memory. */
export function questionKeys(): { kemPk: Uint8Array; kemKey: KemKey } {
  const seed = randomBytes(32);
  const keys = kemKeys(seed);
  seed.fill(0);
  return keys;
}

/** Seals a code to the key of the question, which must have been checked. */
export function sealHandedCode(kemPk: Uint8Array, place: HandedCodePlace, code: Uint8Array): Uint8Array {
  return sealTo(kemPk, context(place), code);
}

/** Opens it in the question to which it is the answer. */
export function openHandedCode(kemKey: KemKey, expected: HandedCodePlace, bytes: Uint8Array): Result<Uint8Array> {
  const opened = openWith(kemKey, context(expected), bytes);
  return opened ?? fail("encoding", { reason: "code-length" });
}
