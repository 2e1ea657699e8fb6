/**
 * What a draft holds, of an item or a record: how it was and how it was left, so that the edit can be found between the
 * two whenever it is pushed, after weeks too. Sealed under the drafts key of this computer, never under a vault key [protocol: Merge].
 */
import { z } from "zod";
import { openDraft, sealDraft } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { bytesMax, idField, strict, timeField, uintField } from "../../../shared/encoding/fields.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, type Result } from "../../../shared/failures.ts";
import { itemKinds } from "../../../shared/model/kinds/kinds.ts";
import type { DraftRow } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const partSchema = strict({
  overview: bytesMax(limits.overviewBytes),
  secret: bytesMax(limits.secretBytes),
});
/** Canonical bytes of an overview and a secret, flags and counts already right. */
export type PartBytes = z.output<typeof partSchema>;
const draftSchema = strict({
  form: z.literal(1),
  vault: idField<VaultId>(),
  item: idField<ItemId>(),
  baseVersion: uintField(),
  after: strict({ draft: idField<ChangeId>(), vault: idField<VaultId>(), item: idField<ItemId>() }).nullable(),
  kind: z.enum(["record", ...itemKinds]),
  at: timeField(),
  base: partSchema.nullable(),
  wanted: partSchema.nullable(),
});
/** A draft as it lies in its row. */
export type DraftParts = z.output<typeof draftSchema>;
/** What a draft says: `base` is null for what did not exist, `wanted` for a deletion. A record has an empty secret here. */
export type DraftContent = Pick<DraftParts, "kind" | "at" | "base" | "wanted">;

/** What a draft of a record says: canonical bytes of the record as it was, if it was, and as it shall be. */
export function recordContent(
  at: EpochMs,
  { base, wanted }: { base: Uint8Array | null; wanted: Uint8Array },
): DraftContent {
  const part = (overview: Uint8Array): PartBytes => ({ overview, secret: new Uint8Array(0) });
  return { kind: "record", at, base: base === null ? null : part(base), wanted: part(wanted) };
}

type Keys = Pick<OpenedProfile, "keys" | "profile">;
const draftBytesMost = 2 * (limits.overviewBytes + limits.secretBytes) + 1024;

/** What must be in its chain before a draft is pushed: another draft, as the version of that item. */
export type DraftBefore = { draft: ChangeId; vault: VaultId; item: ItemId };
/** What the row says of a draft in plain columns; all of it decides something and is sealed with the body. */
type DraftPlace = Omit<DraftRow, "createdAt" | "sealed">;

/** Seals a draft for its row. */
export function sealDraftBody(
  unlocked: Keys,
  { draft, ...place }: Omit<DraftPlace, "after"> & { after: DraftBefore | null },
  content: DraftContent,
): Uint8Array {
  const plain = encodeWith(draftSchema, { form: 1, ...content, ...place });
  const sealed = sealDraft(unlocked.keys.draftsKey, { profile: unlocked.profile.profile, draft }, plain);
  plain.fill(0);
  return sealed;
}

/**
 * Opens a draft from its row as its parts. A failure means that the local database was changed by somebody else:
 * `damaged-database` where the row sends the draft to another place than the one that it was made for.
 */
export function openDraftParts(unlocked: Keys, place: DraftPlace, sealed: Uint8Array): Result<DraftParts> {
  const { draft } = place;
  const plain = openDraft(unlocked.keys.draftsKey, { profile: unlocked.profile.profile, draft }, sealed);
  if (!plain.ok) return plain;
  const stored = parseWith(draftSchema, plain.value, draftBytesMost);
  plain.value.fill(0);
  if (!stored.ok) return stored;
  const isHere =
    (["vault", "item", "baseVersion"] as const).every((key) => stored.value[key] === place[key]) &&
    (stored.value.after?.draft ?? null) === place.after;
  return isHere ? stored : fail("damaged-database", { reason: "draft" }, "after-act");
}

/** Wipes the secrets of what was taken out of a draft. */
export function wipeContent({ base, wanted }: Pick<DraftContent, "base" | "wanted">): void {
  for (const part of [base, wanted]) part?.secret.fill(0);
}
