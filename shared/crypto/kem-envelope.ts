/** Bytes for the holder of one key: X-Wing to it, then an envelope under the shared secret. */
import type { Result } from "../failures.ts";
import { joinBytes } from "../text.ts";
import { type EnvelopeContext, open, seal } from "./envelope.ts";
import { decapsulate, encapsulate, type KemKey, kemCipherBytes } from "./kem.ts";

type Padding = Parameters<typeof seal>[3];

/** Seals to this key, which its caller checked. */
export function sealTo(kemPk: Uint8Array, context: EnvelopeContext, plain: Uint8Array, padding?: Padding): Uint8Array {
  const { cipher, shared } = encapsulate(kemPk);
  const bytes = joinBytes([cipher, seal(shared, context, plain, padding)]);
  shared.fill(0);
  return bytes;
}

/** Opens what was sealed to this key, for this place; null where it is too short to hold a ciphertext, else as `open`. */
export function openWith(
  kemKey: KemKey,
  context: EnvelopeContext,
  bytes: Uint8Array,
  padding?: Padding,
): Result<Uint8Array> | null {
  const shared = decapsulate(kemKey, bytes.subarray(0, kemCipherBytes));
  if (shared === null) return null;
  const opened = open(shared, context, bytes.subarray(kemCipherBytes), padding);
  shared.fill(0);
  return opened;
}
