/** What of an opened profile goes into an archive: each item as it stands now, what it was before, and its files. */
import type { EpochMs, VaultId } from "../../../../shared/encoding/ids.ts";
import { type Failure, failureCodes, ok, type Result } from "../../../../shared/failures.ts";
import { withFlags } from "../../../../shared/model/item-fields.ts";
import type { Attachment, HistoryValue } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { encodeOverview, encodeSecret, type ItemBody } from "../../../../shared/model/items.ts";
import { viewItem } from "../../vaults/items/item-view.ts";
import type { ItemsArea } from "../../vaults/items/items-area.ts";
import { openVersion } from "../../vaults/items/version-body.ts";
import type { OverviewRow } from "../../vaults/overviews/overview-index.ts";
import { isReadable } from "../../vaults/overviews/overviews.ts";
import { collectOlder } from "./older-values.ts";
import type { ArchiveWriter } from "./write-archive.ts";

/** The items of the vaults that this person may open, by vault. */
export function rowsByVault({ overviews, unlocked }: ItemsArea): Map<VaultId, OverviewRow[]> {
  const found = new Map<VaultId, OverviewRow[]>();
  for (const vault of unlocked.log.state().vaults.keys()) if (isReadable(unlocked, vault)) found.set(vault, []);
  for (const row of overviews.index.rows()) found.get(row.vault)?.push(row);
  return found;
}

/** What is away for now, or was stopped, ends the archive; what does not open is counted and left out. */
function isEnding({ code }: Failure): boolean {
  const { about } = failureCodes[code];
  return about === "transport" || about === "session" || code === "cancelled" || code === "access-ended";
}

/** Puts one item. Fails as writing does, and where a part of it is not on this computer and cannot be had now. */
export async function putItem(area: ItemsArea, writer: ArchiveWriter, row: OverviewRow): Promise<Result<true>> {
  const view = await viewItem(area, row.item);
  if (!view.ok) return leaveOr(writer, view.failure);
  const { body } = view.value;
  try {
    // Of an item whose newest version does not open, an older one is kept, and counted as left too.
    if (view.value.damaged !== null) writer.leave(1);
    const older = await olderOf(area, writer, row, body);
    if (!older.ok) return older;
    const put = putBody(writer, row, { body, older: older.value });
    for (const { value } of older.value) value.fill(0);
    return put.ok ? await putFiles(area, writer, row, body.secret.attachments) : put;
  } finally {
    wipeSecret(body.secret);
  }
}

function leaveOr(writer: ArchiveWriter, failure: Failure): Result<true> {
  if (isEnding(failure)) return { ok: false, failure };
  writer.leave(1);
  return ok(true);
}

/** Without the keys of its files, which open them for whoever has the vault's. */
function putBody(
  writer: ArchiveWriter,
  { item, changedAt }: OverviewRow,
  { body, older }: { body: ItemBody; older: readonly HistoryValue[] },
): Result<true> {
  const { overview, secret } = withFlags({ overview: body.overview, secret: { ...body.secret, attachments: [] } });
  const bytes = { overview: encodeOverview(overview), secret: encodeSecret(overview.kind, secret) };
  const put = writer.item({ item, changedAt: Math.max(0, Math.trunc(changedAt)) as EpochMs, ...bytes }, older);
  bytes.secret.fill(0);
  return put;
}

/** Newest first. What was purged is gone. */
async function olderOf(
  area: ItemsArea,
  writer: ArchiveWriter,
  { vault, item, version }: OverviewRow,
  now: ItemBody,
): Promise<Result<HistoryValue[]>> {
  if (version === null) return ok([]);
  const versions = await area.unlocked.history.versions(vault, item);
  if (!versions.ok) return versions;
  const older = collectOlder(now);
  let before: ItemBody | null = null;
  for (const one of versions.value) {
    if (one.op !== "put" || one.purgedBy !== undefined) continue;
    const opened = await openVersion(area, one);
    if (!opened.ok) {
      const left = leaveOr(writer, opened.failure);
      if (!left.ok) return left;
      continue;
    }
    older.add({ body: opened.value, at: one.time });
    if (before !== null) wipeSecret(before.secret);
    before = opened.value;
  }
  if (before !== null) wipeSecret(before.secret);
  return ok(older.values);
}

async function putFiles(
  area: ItemsArea,
  writer: ArchiveWriter,
  { vault, item }: OverviewRow,
  files: readonly Attachment[],
): Promise<Result<true>> {
  for (const file of files) {
    let isBegun = false;
    const begin = (): Result<true> => {
      if (isBegun) return ok(true);
      isBegun = true;
      return writer.file({ name: file.name, size: file.size });
    };
    const read = await area.files.read({ vault, item }, file, async (bytes) => {
      const begun = begin();
      return begun.ok ? writer.piece(bytes) : begun;
    });
    // Checked whole before its first byte comes: what fails in between is writing.
    const put = read.ok ? begin() : isBegun ? read : leaveOr(writer, read.failure);
    if (!put.ok) return put;
  }
  return ok(true);
}
