/** A holder's share on its way to a new computer: X-Wing to the key that was compared, then an envelope for that exchange [protocol: Recovery by two people]. */
import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, TeamId, UserId } from "../encoding/ids.ts";
import { fail, type Result } from "../failures.ts";
import type { EnvelopeContext } from "./envelope.ts";
import type { KemKey } from "./kem.ts";
import { openWith, sealTo } from "./kem-envelope.ts";

/** Whose share it is, of which sheet, and in which exchange: the hash that both codes are of. */
export type SharePlace = { team: TeamId; sheet: DeviceId; holder: UserId; exchange: Uint8Array };

function context({ team, sheet, holder, exchange }: SharePlace): EnvelopeContext {
  const [ofTeam, ofSheet, ofHolder] = [team, sheet, holder].map(idBytes) as [Uint8Array, Uint8Array, Uint8Array];
  return { purpose: "recovery-share", team: ofTeam, sheet: ofSheet, holder: ofHolder, exchange };
}

/** Seals a share to the new computer; its key must have been checked and compared. */
export function sealShare(kemPk: Uint8Array, place: SharePlace, share: Uint8Array): Uint8Array {
  return sealTo(kemPk, context(place), share);
}

/** Opens it in the exchange in which it was said. */
export function openShare(kemKey: KemKey, expected: SharePlace, bytes: Uint8Array): Result<Uint8Array> {
  const opened = openWith(kemKey, context(expected), bytes);
  return opened ?? fail("encoding", { reason: "share-length" });
}
