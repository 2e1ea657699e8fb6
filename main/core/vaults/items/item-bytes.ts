/**
 * Bodies of items as bytes to seal, within the protocol's sizes. Whatever is saved, merged or imported passes here, so
 * that nothing is ever signed which a reader must refuse.
 */
import { paddedLength } from "../../../../shared/crypto/padding.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { encodeOverview, encodeSecret, type ItemBody, withFlags } from "../../../../shared/model/items.ts";

export type BodyBytes = { overview: Uint8Array; secret: Uint8Array };

/** Suite, nonce, commitment and tag around the padded bytes [protocol: Envelope]. */
const envelopeExtra = 1 + 24 + 32 + 16;

/** Whether bytes of this length fit into an envelope of at most `limitBytes`. */
export function fitsEnvelope(length: number, limitBytes: number): boolean {
  return paddedLength(length) + envelopeExtra <= limitBytes;
}

const countsMost = { conflicts: 200, history: 1000 } as const;

/** Canonical bytes of a body, its flags brought up to date. Fails `limit` with the part that is too large. */
export function encodeBody(body: ItemBody): Result<BodyBytes> {
  for (const [field, most] of Object.entries(countsMost) as [keyof typeof countsMost, number][]) {
    const count = body.secret[field].length;
    if (count > most) return fail("limit", { field, number: count }, "after-act");
  }
  const flagged = withFlags(body);
  const overview = encodeOverview(flagged.overview);
  if (!fitsEnvelope(overview.length, limits.overviewBytes))
    return fail("limit", { field: "overview", number: overview.length }, "after-act");
  const secret = encodeSecret(flagged.overview.kind, flagged.secret);
  if (!fitsEnvelope(secret.length, limits.secretBytes)) {
    return fail("limit", { field: "secret", number: secret.length }, "after-act");
  }
  return ok({ overview, secret });
}
