/**
 * What a draft holds: the item as it was and as it was left, so that the edit can be found between the two whenever it is
 * pushed, after weeks too. Sealed under the drafts key of this computer, never under a vault key [protocol: Merge].
 */
import { z } from "zod";
import { openDraft, sealDraft } from "../../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../../shared/encoding/canonical.ts";
import { bytesMax, idField, strict, timeField, uintField } from "../../../../shared/encoding/fields.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { withFlags } from "../../../../shared/model/item-fields.ts";
import {
  encodeOverview,
  encodeSecret,
  type ItemBody,
  parseOverview,
  parseSecret,
} from "../../../../shared/model/items.ts";
import { type ItemKind, itemKinds } from "../../../../shared/model/kinds/kinds.ts";
import type { DraftRow } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";

/** `base` is null for an item that did not exist; `wanted` is null for a deletion. */
export type ItemDraft = { kind: "item"; at: EpochMs; base: ItemBody | null; wanted: ItemBody | null };
/** A system item has an overview only, kept as its canonical bytes. */
export type RecordDraft = { kind: "record"; at: EpochMs; base: Uint8Array | null; wanted: Uint8Array };
export type DraftBody = ItemDraft | RecordDraft;

const bodySchema = strict({
  overview: bytesMax(limits.overviewBytes),
  secret: bytesMax(limits.secretBytes),
}).nullable();
const draftSchema = strict({
  form: z.literal(1),
  vault: idField<VaultId>(),
  item: idField<ItemId>(),
  baseVersion: uintField(),
  after: strict({ draft: idField<ChangeId>(), vault: idField<VaultId>(), item: idField<ItemId>() }).nullable(),
  kind: z.enum(["record", ...itemKinds]),
  at: timeField(),
  base: bodySchema,
  wanted: bodySchema,
});
/** A draft as it lies in its row: canonical bytes of overviews and secrets, flags and counts already right. */
export type DraftParts = z.output<typeof draftSchema>;
const draftBytesMost = 2 * (limits.overviewBytes + limits.secretBytes) + 1024;

/** What must be in its chain before a draft is pushed: another draft, as the version of that item. */
export type DraftBefore = { draft: ChangeId; vault: VaultId; item: ItemId };
/** What the row says of a draft in plain columns; all of it decides something and is sealed with the body. */
type DraftPlace = Omit<DraftRow, "createdAt" | "sealed">;

/** Seals a draft for its row. */
export function sealDraftBody(
  unlocked: OpenedProfile,
  { draft, ...place }: Omit<DraftPlace, "after"> & { after: DraftBefore | null },
  body: DraftBody,
): Uint8Array {
  const plain = encodeWith(draftSchema, { ...storedOf(body), ...place });
  const sealed = sealDraft(unlocked.keys.draftsKey, { profile: unlocked.profile.profile, draft }, plain);
  plain.fill(0);
  return sealed;
}

/**
 * Opens a draft from its row as its parts. A failure means that the local database was changed by somebody else:
 * `damaged-database` where the row sends the draft to another place than the one that it was made for.
 */
export function openDraftParts(unlocked: OpenedProfile, place: DraftPlace, sealed: Uint8Array): Result<DraftParts> {
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

function storedOf(body: DraftBody): Pick<DraftParts, "form" | "kind" | "at" | "base" | "wanted"> {
  if (body.kind === "record") {
    const part = (overview: Uint8Array | null) => (overview === null ? null : { overview, secret: new Uint8Array(0) });
    return { form: 1, kind: "record", at: body.at, base: part(body.base), wanted: part(body.wanted) };
  }
  const kind = (body.wanted ?? body.base)?.overview.kind ?? "login";
  const part = (item: ItemBody | null) => (item === null ? null : encodeParts(withFlags(item)));
  return { form: 1, kind, at: body.at, base: part(body.base), wanted: part(body.wanted) };
}

function encodeParts({ overview, secret }: ItemBody) {
  return { overview: encodeOverview(overview), secret: encodeSecret(overview.kind, secret) };
}

/** The parts, read. */
export function draftBodyOf(stored: DraftParts): Result<DraftBody> {
  const { kind, at, base, wanted } = stored;
  if (kind === "record") {
    if (wanted === null) return fail("encoding", { reason: "draft" });
    return ok({ kind: "record", at, base: base?.overview ?? null, wanted: wanted.overview });
  }
  const baseBody = itemOf(kind, base);
  if (!baseBody.ok) return baseBody;
  const wantedBody = itemOf(kind, wanted);
  return wantedBody.ok ? ok({ kind: "item", at, base: baseBody.value, wanted: wantedBody.value }) : wantedBody;
}

function itemOf(kind: ItemKind, part: DraftParts["base"]): Result<ItemBody | null> {
  if (part === null) return ok(null);
  const overview = parseOverview(part.overview);
  if (!overview.ok) return overview;
  const secret = parseSecret(kind, part.secret);
  return secret.ok ? ok({ overview: overview.value, secret: secret.value }) : secret;
}
