/**
 * What an import will do with each item of a file: add it, leave it, or change the item that an earlier import made. An
 * item is found again by its source, first in the vault that it is meant for, never by an id of ours from the file
 * (docs/threat-model.md).
 */
import type { ImportRow } from "../../../shared/contract/import-shapes.ts";
import type { EpochMs, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { type ImportRemark, importRemark, type NotTaken } from "../../../shared/model/import-remarks.ts";
import { movedFormat } from "../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import { seedHere, withoutSeed } from "../vaults/items/item-changes.ts";
import { mayWrite } from "../vaults/items/item-save.ts";
import { viewItem } from "../vaults/items/item-view.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { openBody } from "../vaults/overviews/item-opening.ts";
import type { OverviewRow } from "../vaults/overviews/overview-index.ts";
import { type FittedItem, fitItem } from "./fit-item.ts";
import { type LackingFiles, lackingFiles } from "./import-files.ts";
import { mergeImport } from "./import-merge.ts";
import type { ImportedFile, ImportedItem } from "./imported/imported-item.ts";

/** One item of the file that fits; what does not is in `notTaken`. */
export type PlannedItem = { imported: ImportedItem; fitted: FittedItem };

export type Plan = { items: PlannedItem[]; notTaken: NotTaken[] };

/** Where an item is to go. `isOnly`: what lies in other vaults is not looked at; else an item that is there stays there. */
export type Target = { vault: VaultId | null; isOnly: boolean };

/** `changesValues`: not only files are added. */
type Changed = {
  item: ItemId;
  vault: VaultId;
  base: ItemBody;
  wanted: ItemBody;
  changesValues: boolean;
} & LackingFiles;

/** What becomes of one item in one vault; `says`: what is to be said of its fields and files. */
export type Verdict =
  | { state: "new"; says: ImportRemark[] }
  | { state: "same"; vault: VaultId; says: ImportRemark[] }
  | ({ state: "changed" } & Changed);

/** Earlier versions looked at when a file's entry and our item differ. */
const pastMost = 50;

/** Brings all items of a file into our limits. */
export function planFile(area: ItemsArea, file: ImportedFile): Plan {
  const items: PlannedItem[] = [];
  const notTaken = [...file.notTaken];
  const { user } = area.unlocked.profile;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  for (const imported of file.items) {
    const fitted = fitItem(imported, file.format);
    if (!fitted.ok) {
      notTaken.push({ what: imported.title.slice(0, 200), why: importRemark("item-too-large", {}) });
      continue;
    }
    nameMyself(fitted.value.body, { user, at });
    items.push({ imported, fitted: fitted.value });
  }
  return { items, notTaken };
}

/** Whom the values of a file name: whoever takes them, and nobody else. */
function nameMyself({ overview, secret }: ItemBody, by: { user: UserId; at: EpochMs }): void {
  const { sharedLogin } = overview;
  const secondFactor = withoutSeed(overview.secondFactor);
  if (secret.totp !== null) overview.secondFactor = seedHere(by);
  else
    overview.secondFactor = secondFactor && {
      ...secondFactor,
      by: by.user,
      at: by.at,
      how: "person",
      approver: null,
      tool: null,
    };
  if (sharedLogin !== null) overview.sharedLogin = { ...sharedLogin, owner: by.user, deputy: null };
}

/**
 * The item that an earlier import made of this one: in the target, or where somebody moved it to from there, or in any other
 * vault that may be written to.
 */
function earlierRow(area: ItemsArea, planned: PlannedItem, { vault, isOnly }: Target): OverviewRow | null {
  const [source] = planned.fitted.body.overview.sources;
  if (source === undefined) return null;
  const rows = area.overviews.index.fromSource(source);
  const writable = rows.filter((row) => mayWrite(area, row.vault).ok);
  const there = rows.find((row) => row.vault === vault);
  const moved = vault === null ? undefined : writable.find((row) => isMovedFrom(area, row, vault));
  return there ?? moved ?? (isOnly ? null : (elsewhere(area, source.format, writable) ?? null));
}

/**
 * Ids of a table follow from what its rows say, so that somebody else can give them to items of their own, in a vault that they
 * share: what is in a table goes by itself only to vaults that nobody else reads.
 */
function elsewhere({ unlocked }: ItemsArea, format: string, rows: readonly OverviewRow[]): OverviewRow | undefined {
  return format === "csv" ? rows.find(({ vault }) => unlocked.rights.isAlone(vault)) : rows[0];
}

/** Whether an item is here already, in whichever vault this person may write to. */
export function isHere(area: ItemsArea, planned: PlannedItem): boolean {
  return earlierRow(area, planned, { vault: null, isOnly: false }) !== null;
}

/** Whether it once was an item of this vault, which is gone there now. */
function isMovedFrom({ overviews, unlocked }: ItemsArea, row: OverviewRow, vault: VaultId): boolean {
  const { items } = unlocked.chains.chain(vault);
  return row.overview.sources.some(
    ({ format, id }) =>
      format === movedFormat && items.has(id as ItemId) && overviews.index.get(id as ItemId) === undefined,
  );
}

/** Compares one item with the vault that it is meant for. The caller wipes `base`. */
export async function compareItem(area: ItemsArea, planned: PlannedItem, target: Target): Promise<Result<Verdict>> {
  const row = earlierRow(area, planned, target);
  if (row === null) return ok({ state: "new", says: [] });
  const view = await viewItem(area, row.item);
  if (!view.ok) return view;
  const ours = view.value.body;
  const compared = await compareWith(area, planned, { row, ours });
  if (compared.state === "same") wipeSecret(ours.secret);
  return ok(compared);
}

/** Compares one item with ours. */
async function compareWith(
  area: ItemsArea,
  planned: PlannedItem,
  { row, ours }: { row: OverviewRow; ours: ItemBody },
): Promise<Verdict> {
  const { item, vault } = row;
  const now = area.unlocked.ports.clock.now() as EpochMs;
  const { body: theirs, files } = planned.fitted;
  const isWhole = theirs.overview.sources[0]?.format !== "csv";
  const input = { ours, theirs, isWhole, theirTime: (planned.imported.modifiedAt ?? 0) as EpochMs, now };
  // Without a past of ours every difference shows; only then is the past worth opening.
  if (mergeImport({ ...input, ourPast: [] }) === null) {
    const lacking = await lackingFiles(area, row, { files, bodies: [ours] });
    if (lacking.files.length === 0 && lacking.says.length === 0) return { state: "same", vault, says: [] };
  }
  const ourPast = await pastOf(area, row);
  const merged = mergeImport({ ...input, ourPast });
  const lacking = await lackingFiles(area, row, { files, bodies: [ours, ...ourPast] });
  for (const past of ourPast) wipeSecret(past.secret);
  const says = [...(merged?.says ?? []), ...lacking.says];
  if (merged === null && lacking.files.length === 0) return { state: "same", vault, says };
  const wanted = merged?.body ?? { overview: ours.overview, secret: { ...ours.secret } };
  return {
    state: "changed",
    item,
    vault,
    base: ours,
    wanted,
    changesValues: merged !== null,
    files: lacking.files,
    says,
  };
}

/** Our states of an item so far, oldest first: versions of the chain, then drafts that wait. What does not open is left out. */
async function pastOf(area: ItemsArea, row: OverviewRow): Promise<ItemBody[]> {
  const past: ItemBody[] = [];
  const found = await area.unlocked.history.versions(row.vault, row.item);
  const versions = (found.ok ? found.value : []).filter(({ op }) => op === "put");
  const first = versions.at(-1);
  const looked = versions.slice(0, pastMost);
  if (first !== undefined && !looked.includes(first)) looked.push(first);
  for (const version of looked.reverse()) {
    const opened = await openBody(area.unlocked, version);
    if (opened.ok && opened.value.state === "good") past.push(opened.value.value);
  }
  for (const draft of area.drafts.ofItem(row.item)) {
    const opened = area.itemDrafts.open(draft);
    if (opened.ok && opened.value !== null && opened.value.wanted !== null) past.push(opened.value.wanted);
  }
  return past;
}

/** The rows of the dry run. An item that cannot be compared now is shown as it would be if nothing had changed. */
export async function previewRows(area: ItemsArea, plan: Plan, target: Target): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  for (const planned of plan.items) {
    const verdict = await compareItem(area, planned, target);
    if (verdict.ok && verdict.value.state === "changed") wipeSecret(verdict.value.base.secret);
    const { imported, fitted } = planned;
    const notes = verdict.ok ? verdict.value.says : [importRemark("not-comparable", {})];
    const { overview, secret } = fitted.body;
    rows.push({
      name: overview.title,
      kind: overview.kind,
      group: imported.group,
      username: overview.username,
      state: verdict.ok ? verdict.value.state : "same",
      vault: verdict.ok && verdict.value.state !== "new" ? verdict.value.vault : null,
      brings: {
        code: secret.totp !== null,
        websites: overview.urls.length,
        tags: overview.tags.length,
        fields: secret.fields.length,
        files: fitted.files.length,
        older: secret.history.length,
      },
      fileBytes: fileBytesOf(verdict, fitted),
      notes: [...notes, ...fitted.remarks],
    });
  }
  return rows;
}

/** What of its files is not here already. */
function fileBytesOf(verdict: Result<Verdict>, fitted: FittedItem): number {
  if (!verdict.ok || verdict.value.state === "same") return 0;
  const files = verdict.value.state === "new" ? fitted.files : verdict.value.files;
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
