/**
 * Changes of this computer that a manager's rotation voided come back as drafts, in the order in which they were made, so
 * that nobody's work is lost [protocol: Rotation]. They are opened with the keys of their epoch, from envelopes that lie here.
 */
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { parseOverview } from "../../../shared/model/items.ts";
import type { Change, Commit, CommitBody } from "../../../shared/protocol/vault-chain/commit.ts";
import { findEnvelope } from "../local/named-bytes.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { type DraftContent, type PartBytes, wipeContent } from "./draft-body.ts";
import type { Draft, DraftBook, NewDraft } from "./draft-book.ts";
import { openPart } from "./version-opening.ts";

type Parts = {
  unlocked: Pick<OpenedProfile, "db" | "keyring" | "profile" | "history">;
  drafts: DraftBook;
  kindOf(item: ItemId): "record" | "item";
  /** Whether anybody can do something with a draft of it. */
  isWanted(item: ItemId): boolean;
};

/**
 * Writes them; answers their items. Called when the commits are out of the chain already. Drafts that wait for the same
 * items were made on top of these, and follow them.
 */
export function restoreVoided(parts: Parts, vault: VaultId, commits: readonly Commit[]): ItemId[] {
  const { device } = parts.unlocked.profile;
  const before = new Map<ItemId, ItemVersion>();
  const restored: NewDraft[] = [];
  for (const { body } of commits) {
    for (const change of body.changes) {
      const { item } = change;
      const stands = parts.unlocked.history.held(vault, item)[0] ?? null;
      const made = versionOf(vault, body, change);
      const isOwn = body.author.device === device && parts.isWanted(item);
      const draft = isOwn ? draftOf(parts, before.get(item) ?? stands, made) : null;
      if (draft !== null) restored.push({ vault, item, baseVersion: stands?.version ?? 0, content: draft });
      before.set(item, made);
    }
  }
  const items = [...new Set(restored.map(({ item }) => item))];
  const later = items.flatMap((item) => parts.drafts.ofItem(item)).filter((draft) => draft.vault === vault);
  const again = later.flatMap((draft) => sameAgain(parts.drafts, draft));
  const kept = new Set(again.map(({ draft }) => draft));
  const moved = later.filter(({ draft }) => kept.has(draft));
  if (restored.length > 0) parts.drafts.add([...restored, ...again], moved);
  for (const { content } of [...restored, ...again]) wipeContent(content);
  return items;
}

/** The edit between two versions; null where its bytes or its key are not here, or it does not open. */
function draftOf(parts: Parts, from: ItemVersion | null, made: ItemVersion): DraftContent | null {
  const base = from === null || from.op !== "put" ? null : partOf(parts, from);
  const wanted = made.op === "put" ? partOf(parts, made) : null;
  const shown = wanted ?? base;
  if (shown === null || (made.op === "put" && wanted === null)) return null;
  if (parts.kindOf(made.item) === "record") return { kind: "record", at: made.time, base, wanted };
  const overview = parseOverview(shown.overview);
  return overview.ok ? { kind: overview.value.kind, at: made.time, base, wanted } : null;
}

function partOf({ unlocked }: Parts, version: ItemVersion): PartBytes | null {
  const open = (part: "overview" | "secret"): Uint8Array | null => {
    const reference = version[part];
    const sealed = reference === null ? null : findEnvelope(unlocked.db, reference.hash);
    const opened = openPart(unlocked, version, part, sealed);
    return opened.state === "good" ? opened.value : null;
  };
  const overview = open("overview");
  const secret = overview === null ? null : open("secret");
  return overview === null || secret === null ? null : { overview, secret };
}

function versionOf(vault: VaultId, { epoch, author, time }: CommitBody, change: Change): ItemVersion {
  const { op, item, version, schema, overview, secret } = change;
  return { vault, item, version, op, epoch, schema, author, time: time as EpochMs, overview, secret };
}

/** A draft as it lies in the book, to be written behind others; under its own id, since others may wait for it. */
function sameAgain(drafts: DraftBook, waiting: Draft): NewDraft[] {
  const opened = drafts.openParts(waiting);
  if (!opened.ok) return [];
  const { draft, vault, item, baseVersion } = waiting;
  const { kind, at, base, wanted, after } = opened.value;
  return [
    { draft, vault, item, baseVersion, content: { kind, at, base, wanted }, ...(after === null ? {} : { after }) },
  ];
}
