/** How the draft of an item is merged into what the chain holds at the moment of its push [protocol: Merge]. */
import type { BlobId, Hash, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail } from "../../../../shared/failures.ts";
import { withFlags } from "../../../../shared/model/item-fields.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import type { DraftKind, Step } from "../../drafts/draft-kind.ts";
import { applyDraft } from "./draft-merge.ts";
import { encodeBody } from "./item-bytes.ts";
import { type ItemDraft, itemDraftOf, wipeDraft } from "./item-draft.ts";
import { currentOf, lateOf, olderShown } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/** What the outbox does with the draft of an item. */
export function itemDraftKind(core: ItemsCore): DraftKind {
  return {
    async step(draft, parts) {
      const { base, wanted } = parts;
      const isNew = base === null && !core.unlocked.chains.chain(draft.vault).items.has(draft.item);
      // Nothing to merge into: what was saved is sealed as it lies there, and need not be opened again when it comes in.
      const overview = isNew ? (core.itemDrafts.overviews(draft)?.wanted ?? null) : null;
      if (wanted !== null && overview?.attachmentCount === 0) {
        const sealed = (hash: Hash) => core.overviews.prime(hash, overview);
        return { state: "put", bytes: wanted, files: [], sealed };
      }
      const opened = itemDraftOf(parts);
      if (!opened.ok) return { state: "stays", failure: opened.failure };
      if (opened.value === null) return { state: "stays", failure: fail("encoding", { reason: "draft" }).failure };
      const step = wanted === null ? await deleteStep(core, draft) : await putStep(core, draft, opened.value);
      wipeDraft(opened.value);
      return step;
    },
  };
}

/** A late deletion never undoes what somebody else wrote meanwhile. */
async function deleteStep({ unlocked }: ItemsCore, draft: Draft): Promise<Step> {
  const { device } = unlocked.profile;
  const current = unlocked.chains.chain(draft.vault).items.get(draft.item);
  if (current === undefined || current.deleted) return { state: "void" };
  const versions = await unlocked.history.versions(draft.vault, draft.item);
  if (!versions.ok) return { state: "stays", failure: versions.failure };
  const newer = versions.value.filter(({ version }) => version > draft.baseVersion);
  return newer.every(({ author }) => author.device === device) ? { state: "delete" } : { state: "void" };
}

async function putStep(core: ItemsCore, draft: Draft, body: ItemDraft): Promise<Step> {
  const { vault, item }: { vault: VaultId; item: ItemId } = draft;
  const current = await currentOf(core, vault, item);
  if (!current.ok) return { state: "stays", failure: current.failure };
  const older = olderShown(core, item);
  if (!older.ok) {
    if (current.value.state === "present") wipeSecret(current.value.body.secret);
    return { state: "stays", failure: older.failure };
  }
  const version = core.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  const laid = applyDraft(current.value, body, lateOf(core, body.at, version));
  if (laid === null) return { state: "void" };
  const there = current.value.state === "present" ? current.value.body.secret.attachments : [];
  const attachments = withoutTakenBack(core, draft, { files: laid.secret.attachments, there });
  const merged = withFlags({ overview: laid.overview, secret: { ...laid.secret, attachments } });
  const saysNothing = current.value.state === "present" && changedFields(current.value.body, merged).length === 0;
  const bytes = saysNothing ? null : encodeBody(merged);
  const files = merged.secret.attachments.map(({ blob, size, hash }) => ({ blob, size, hash }));
  if (current.value.state === "present") wipeSecret(current.value.body.secret);
  if (bytes === null) return { state: "void" };
  return bytes.ok ? { state: "put", bytes: bytes.value, files } : { state: "stays", failure: bytes.failure };
}

/**
 * Without the files that only this draft would bring and a later one of this computer takes away again: they are not sent, and
 * need not be anywhere any more.
 */
function withoutTakenBack(
  { drafts, itemDrafts }: ItemsCore,
  draft: Draft,
  { files, there }: { files: readonly Attachment[]; there: readonly Attachment[] },
): Attachment[] {
  const own = drafts.ofItem(draft.item);
  const gone = new Set<BlobId>();
  for (const later of files.length > there.length ? own.slice(own.indexOf(draft) + 1) : []) {
    const opened = itemDrafts.open(later);
    if (!opened.ok || opened.value === null) continue;
    const { base, wanted } = opened.value;
    const left = new Set(wanted?.secret.attachments.map(({ blob }) => blob));
    for (const { blob } of base?.secret.attachments ?? []) if (wanted !== null && !left.has(blob)) gone.add(blob);
    wipeDraft(opened.value);
  }
  return files.filter(({ blob }) => !gone.has(blob) || there.some((file) => file.blob === blob));
}
