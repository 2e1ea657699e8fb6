/**
 * Drafts of items: how an edit becomes a durable draft, and how it is opened again [protocol: Merge]. One save is one
 * draft.
 */
import type { EpochMs } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { withFlags } from "../../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import {
  encodeOverview,
  encodeSecret,
  type ItemBody,
  type Overview,
  parseOverview,
  parseSecret,
} from "../../../../shared/model/items.ts";
import type { ItemKind } from "../../../../shared/model/kinds/kinds.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import type { ItemChange } from "../../../../shared/model/records/unsent-kinds.ts";
import type { DraftContent, DraftParts, PartBytes } from "../../drafts/draft-body.ts";
import type { Draft, DraftBook, NewDraft } from "../../drafts/draft-book.ts";

/** `base` is null for an item that did not exist; `wanted` is null for a deletion. */
export type ItemDraft = { at: EpochMs; base: ItemBody | null; wanted: ItemBody | null };
export type NewItemDraft = Omit<NewDraft, "content"> & { body: ItemDraft };

/** The overviews before and after a draft, and what it is: no secrets, which stay in memory. */
export type DraftOverviews = { base: Overview | null; wanted: Overview | null; change: ItemChange };

export type ItemDrafts = {
  /** Writes all or none, durably, and takes away `instead` with it; `within` writes with them. */
  add(drafts: readonly NewItemDraft[], instead?: readonly Draft[], within?: () => void): void;
  /** The edit again; null for a record's. The caller wipes it. */
  open(draft: Draft): Result<ItemDraft | null>;
  /** Null for a record's, and for what does not open. */
  overviews(draft: Draft): DraftOverviews | null;
};

/** Drafts of items in the book of all drafts. */
export function createItemDrafts(book: DraftBook): ItemDrafts {
  // By the draft itself: what leaves the book leaves this with it.
  const overviews = new WeakMap<Draft, DraftOverviews>();
  return {
    add: (drafts, instead, within) => {
      const added = book.add(
        drafts.map(({ body, ...place }) => ({ ...place, content: contentOf(body) })),
        instead,
        within,
      );
      for (const [at, draft] of added.entries()) overviews.set(draft, overviewsOf((drafts[at] as NewItemDraft).body));
    },
    open: (draft) => {
      const parts = book.openParts(draft);
      return parts.ok ? itemDraftOf(parts.value) : parts;
    },
    overviews: (draft) => {
      const known = overviews.get(draft);
      if (known !== undefined) return known;
      const parts = book.openParts(draft);
      const body = parts.ok ? itemDraftOf(parts.value) : parts;
      if (!body.ok || body.value === null) return null;
      const found = overviewsOf(body.value);
      overviews.set(draft, found);
      wipeDraft(body.value);
      return found;
    },
  };
}

function overviewsOf({ base, wanted }: ItemDraft): DraftOverviews {
  const overviewOf = (item: ItemBody | null): Overview | null => (item === null ? null : withFlags(item).overview);
  return { base: overviewOf(base), wanted: overviewOf(wanted), change: changeOf(base, wanted) };
}

function changeOf(base: ItemBody | null, wanted: ItemBody | null): ItemChange {
  if (wanted === null) return "delete";
  if (base === null) return "new";
  if (wanted.secret.conflicts.length < base.secret.conflicts.length) return "settle";
  const fields = changedFields(base, wanted);
  if (fields.length === 0) return "restore";
  return fields.every((field) => field === "attachments") ? "files" : "edit";
}

function contentOf({ at, base, wanted }: ItemDraft): DraftContent {
  const kind = (wanted ?? base)?.overview.kind ?? "login";
  return { kind, at, base: partOf(base), wanted: partOf(wanted) };
}

function partOf(item: ItemBody | null): PartBytes | null {
  if (item === null) return null;
  const { overview, secret } = withFlags(item);
  return { overview: encodeOverview(overview), secret: encodeSecret(overview.kind, secret) };
}

/** A draft from its parts, read; null for a record's. */
export function itemDraftOf({ kind, at, ...parts }: DraftParts): Result<ItemDraft | null> {
  if (kind === "record") return ok(null);
  const base = itemOf(kind, parts.base);
  if (!base.ok) return base;
  const wanted = itemOf(kind, parts.wanted);
  return wanted.ok ? ok({ at, base: base.value, wanted: wanted.value }) : wanted;
}

function itemOf(kind: ItemKind, part: PartBytes | null): Result<ItemBody | null> {
  if (part === null) return ok(null);
  const overview = parseOverview(part.overview);
  if (!overview.ok) return overview;
  const secret = parseSecret(kind, part.secret);
  return secret.ok ? ok({ overview: overview.value, secret: secret.value }) : secret;
}

/** Overwrites the secrets of an opened draft. */
export function wipeDraft({ base, wanted }: ItemDraft): void {
  for (const part of [base, wanted]) if (part !== null) wipeSecret(part.secret);
}
