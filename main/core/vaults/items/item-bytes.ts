/**
 * Bodies of items as bytes to seal, within the protocol's sizes. Whatever is saved, merged or imported passes here, so
 * that nothing is ever signed which a reader must refuse.
 */
import { paddedLength } from "../../../../shared/crypto/padding.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { itemFields, withFlags } from "../../../../shared/model/item-fields.ts";
import { encodeOverview, encodeSecret, type ItemBody } from "../../../../shared/model/items.ts";
import type { FieldRules } from "../../../../shared/model/kinds/field-rule.ts";
import { kindRules } from "../../../../shared/model/kinds/kinds.ts";
import type { PartBytes } from "../../drafts/draft-body.ts";

/** Suite, nonce, commitment and tag around the padded bytes [protocol: Envelope]. */
const envelopeExtra = 1 + 24 + 32 + 16;

/** Whether bytes of this length fit into an envelope of at most `limitBytes`. */
export function fitsEnvelope(length: number, limitBytes: number): boolean {
  return paddedLength(length) + envelopeExtra <= limitBytes;
}

/** Canonical bytes of a body, its flags brought up to date. Fails `limit` with the part that is too large. */
export function encodeBody(body: ItemBody): Result<PartBytes> {
  const long = longList(body);
  if (long !== null) return fail("limit", long, "after-act");
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

/** The first list with more entries than an item holds: merging adds what two people added. */
function longList(body: ItemBody): { field: string; number: number } | null {
  const detail = kindRules[body.overview.kind].fields;
  for (const [rules, values] of [
    [itemFields.overview, body.overview],
    [itemFields.secret, body.secret],
    [detail, body.secret.detail],
  ] as [FieldRules, Record<string, unknown>][])
    for (const [field, { most }] of Object.entries(rules)) {
      const held = values[field];
      if (most !== undefined && Array.isArray(held) && held.length > most) return { field, number: held.length };
    }
  return null;
}
