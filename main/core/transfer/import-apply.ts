/**
 * Carries out an import: batch by batch as durable drafts, which are then pushed like any edit. Killed anywhere and run
 * again it makes exactly the same items, none twice: what is there is found by its source, drafts included.
 */
import type { ImportReport } from "../../../shared/contract/import-shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { type ImportRemark, importRemark } from "../../../shared/model/import-remarks.ts";
import type { Attachment } from "../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../shared/model/item-values.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import type { NewItemDraft } from "../vaults/items/item-draft.ts";
import { dropCarried } from "../vaults/items/item-files.ts";
import { shownVersion } from "../vaults/items/item-view.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { compareItem, type PlannedItem, type Target } from "./import-plan.ts";
import type { ReportKeeper } from "./import-reports.ts";
import type { ImportedContent } from "./imported/imported-item.ts";

export type Running = { cancelled: boolean };
/** Where each item goes; null: no vault was chosen for its group. */
export type TargetOf = (group: string) => Target | null;

/** Items made durable at once; small enough that a call in between (cancel, lock) is answered soon. */
const batchItems = 256;
/** How long the answer waits for the server at the end. The drafts are durable already and go on being pushed. */
const pushWaitMs = 60_000;

/** Failures: `cancelled` (what was done stays), `storage-full`, and those of opening items to compare with. */
export async function applyPlan(area: ItemsArea, items: readonly PlannedItem[], work: Work): Promise<Result<true>> {
  const { unlocked } = area;
  const total = items.length;
  const pushes = new Map<VaultId, Promise<unknown>>();
  const online = unlocked.isOnline();
  for (let done = 0; done < total; done += batchItems) {
    await turn(area);
    if (work.running.cancelled) return cancelled(done);
    const batch = items.slice(done, done + batchItems);
    const drafted = await draftBatch(area, batch, { ...work, left: total - done - batch.length });
    if (!drafted.ok) return drafted.failure.code === "cancelled" ? cancelled(done) : drafted;
    unlocked.emit("import.progress", { done: Math.min(done + batch.length, total), total });
    if (online) for (const vault of drafted.value) pushes.set(vault, area.outbox.push(vault));
  }
  if (online) await waitForPushes(area, [...pushes.values()]);
  else unlocked.events.tell("syncRequested", null);
  return ok(true);
}

/** How many items were done. */
const cancelled = (done: number) => fail("cancelled", { number: done }, "after-act");

/** Lets other work of this process have its turn. */
function turn(area: ItemsArea): Promise<void> {
  return new Promise((resolve) => {
    area.unlocked.ports.timers.after(0, resolve);
  });
}

async function waitForPushes(area: ItemsArea, pushes: Promise<unknown>[]): Promise<void> {
  let stop: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    stop = area.unlocked.ports.timers.after(pushWaitMs, resolve);
  });
  await Promise.race([Promise.all(pushes), late]);
  stop();
  if (area.drafts.waiting().count > 0) area.unlocked.events.tell("syncRequested", null);
}

/** `keep` writes the report as far as it is. */
type Work = { targetOf: TargetOf; running: Running; report: ImportReport; keep: ReportKeeper };

/** A draft with the files that were sealed for it. `says`: what of the item that was here is changed, and what had no place. */
type Drafted = { draft: NewItemDraft; says: ImportRemark[]; sealed: Attachment[] };
/** `draft` is null where nothing is to be taken. */
type Outcome = Drafted | (Omit<Drafted, "draft"> & { draft: null });

/**
 * Makes one batch durable in one transaction, with the report so far: killed after it, what it did is still told. Answers the
 * vaults that it touched. What was sealed for nothing goes. `left`: how many items come after it.
 */
async function draftBatch(
  area: ItemsArea,
  batch: readonly PlannedItem[],
  work: Work & { left: number },
): Promise<Result<Set<VaultId>>> {
  const drafted: Drafted[] = [];
  const done: (() => void)[] = [];
  let isWritten = false;
  try {
    const opened = await draftAll(area, batch, { ...work, drafted, done });
    if (!opened.ok) return opened;
    area.itemDrafts.add(
      drafted.map(({ draft }) => draft),
      [],
      () => {
        for (const count of done) count();
        work.keep(soFar(work.report, work.left));
      },
    );
    isWritten = true;
  } finally {
    const sealed = drafted.flatMap((one) => one.sealed);
    if (isWritten) for (const { key } of sealed) key.fill(0);
    else dropCarried(area, sealed);
    for (const { draft } of drafted) if (draft.body.base !== null) wipeSecret(draft.body.base.secret);
  }
  const drafts = drafted.map(({ draft }) => draft);
  const vaults = new Set(drafts.map(({ vault }) => vault));
  for (const vault of vaults) {
    area.refresh(
      vault,
      drafts.filter((draft) => draft.vault === vault).map(({ item }) => item),
    );
  }
  return ok(vaults);
}

/** The report of an import that has so many items to come. */
function soFar(report: ImportReport, left: number): ImportReport {
  if (left === 0) return report;
  return { ...report, notTaken: [...report.notTaken, { what: "", why: importRemark("broken-off", { count: left }) }] };
}

/** Fails `cancelled` between two items, and as sealing files does. */
async function draftAll(
  area: ItemsArea,
  batch: readonly PlannedItem[],
  { targetOf, running, report, drafted, done }: Work & { drafted: Drafted[]; done: (() => void)[] },
): Promise<Result<true>> {
  for (const planned of batch) {
    if (running.cancelled) return fail("cancelled", undefined, "after-act");
    const what = planned.imported.title.slice(0, 200);
    const outcome = await outcomeOf(area, planned, targetOf(planned.imported.group));
    if (typeof outcome === "string") {
      done.push(() => void report.notTaken.push({ what, why: importRemark(outcome, {}) }));
      continue;
    }
    if (!outcome.ok) return outcome;
    const { draft, says } = outcome.value;
    if (draft !== null) drafted.push({ ...outcome.value, draft });
    done.push(() => {
      report[draft === null ? "same" : draft.body.base === null ? "added" : "changed"]++;
      // Of what is here already too: the import that took it may have ended before anybody read its report.
      report.remarks.push(...[...says, ...planned.fitted.remarks].map((why) => ({ what, why })));
    });
  }
  return ok(true);
}

type LeftOut = "no-target" | "not-comparable" | "history-too-large";

/** The draft that takes an item, else why it is not taken. */
async function outcomeOf(
  area: ItemsArea,
  planned: PlannedItem,
  target: Target | null,
): Promise<Result<Outcome> | LeftOut> {
  if (target === null) return "no-target";
  const compared = await compareItem(area, planned, target);
  if (!compared.ok) return "not-comparable";
  const verdict = compared.value;
  if (verdict.state === "same") return ok({ draft: null, says: verdict.says, sealed: [] });
  const at = area.unlocked.ports.clock.now() as EpochMs;
  if (verdict.state === "new") {
    if (target.vault === null) return "no-target";
    const place = { vault: target.vault, item: newId<ItemId>() };
    const { body, files } = planned.fitted;
    return withFiles(area, { ...place, baseVersion: 0, body: { at, base: null, wanted: body } }, files);
  }
  const { item, vault, base, wanted, files, says } = verdict;
  const fits = encodeBody(wanted);
  if (!fits.ok) {
    wipeSecret(base.secret);
    return "history-too-large";
  }
  fits.value.secret.fill(0);
  const draft = { vault, item, baseVersion: shownVersion(area, vault, item), body: { at, base, wanted } };
  const drafted = await withFiles(area, draft, files);
  const isNothing = drafted.ok && drafted.value.sealed.length === 0 && !verdict.changesValues;
  if (!drafted.ok || isNothing) wipeSecret(base.secret);
  if (!drafted.ok) return drafted;
  const said = [...says, ...drafted.value.says];
  return ok(isNothing ? { draft: null, says: said, sealed: [] } : { ...drafted.value, says: said });
}

/** Seals the files for the item; `storage-full`. Without them, which is said, where they have no place in it. */
async function withFiles(
  area: ItemsArea,
  draft: NewItemDraft,
  files: readonly ImportedContent[],
): Promise<Result<Drafted>> {
  const { wanted } = draft.body;
  if (wanted === null || files.length === 0) return ok({ draft, says: [], sealed: [] });
  const sealed = await sealFiles(area, draft, files);
  if (!sealed.ok) return sealed;
  const attachments = [...wanted.secret.attachments, ...sealed.value];
  const whole = { overview: wanted.overview, secret: { ...wanted.secret, attachments } };
  const fits = encodeBody(whole);
  if (!fits.ok) {
    dropCarried(area, sealed.value);
    return ok({ draft, says: [importRemark("attachments-space", { count: files.length })], sealed: [] });
  }
  fits.value.secret.fill(0);
  return ok({ draft: { ...draft, body: { ...draft.body, wanted: whole } }, says: [], sealed: sealed.value });
}

async function sealFiles(
  area: ItemsArea,
  place: { vault: VaultId; item: ItemId },
  files: readonly ImportedContent[],
): Promise<Result<Attachment[]>> {
  const sealed: Attachment[] = [];
  for (const { name, bytes } of files) {
    const file = await sealFile(area, place, bytes);
    if (!file.ok) {
      dropCarried(area, sealed);
      return file;
    }
    sealed.push({ ...file.value, name });
  }
  return ok(sealed);
}

/** Part by part; others get their turn in between. */
async function sealFile(
  area: ItemsArea,
  place: { vault: VaultId; item: ItemId },
  bytes: Uint8Array,
): Promise<Result<Omit<Attachment, "name">>> {
  const { writer } = area.files.begin(place, bytes.length);
  for (let at = 0; at < bytes.length; at += limits.blobPartBytes) {
    const written = writer.push(bytes.subarray(at, at + limits.blobPartBytes));
    if (!written.ok) return written;
    await turn(area);
  }
  return writer.end();
}
