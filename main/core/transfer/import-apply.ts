/**
 * Carries out an import: batch by batch as durable drafts, which are then pushed like any edit. Killed anywhere and run
 * again it makes exactly the same items, none twice: what is there is found by its source, drafts included.
 */
import type { ImportReport } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { importRemark, type NotTaken } from "../../../shared/model/import-remarks.ts";
import { wipeSecret } from "../../../shared/model/item-values.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import type { NewItemDraft } from "../vaults/items/item-draft.ts";
import { shownVersion } from "../vaults/items/item-view.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { compareItem, type Plan, type PlannedItem, type Verdict } from "./import-plan.ts";

export type Running = { cancelled: boolean };
/** Where each item goes; null: no vault was chosen for its group. */
export type TargetOf = (group: string) => VaultId | null;

/** Items made durable at once; small enough that a call in between (cancel, lock) is answered soon. */
const batchItems = 256;
/** How long the answer waits for the server at the end. The drafts are durable already and go on being pushed. */
const pushWaitMs = 60_000;

/** Failures: `cancelled` (what was done stays), `storage-full`, and those of opening items to compare with. */
export async function applyPlan(
  area: ItemsArea,
  plan: Plan,
  work: { targetOf: TargetOf; running: Running; report: ImportReport },
): Promise<Result<true>> {
  const { unlocked } = area;
  const total = plan.items.length;
  const pushes = new Map<VaultId, Promise<unknown>>();
  const online = unlocked.isOnline();
  for (let done = 0; done < total; done += batchItems) {
    await turn(area);
    if (work.running.cancelled) return fail("cancelled", { number: done }, "after-act");
    const batch = plan.items.slice(done, done + batchItems);
    const drafted = await draftBatch(area, batch, work);
    if (!drafted.ok) return drafted;
    unlocked.emit("import.progress", { done: Math.min(done + batch.length, total), total });
    if (online) for (const vault of drafted.value) pushes.set(vault, area.outbox.push(vault));
  }
  if (online) await waitForPushes(area, [...pushes.values()]);
  else unlocked.events.tell("syncRequested", null);
  return ok(true);
}

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

/** Makes one batch durable in one transaction; answers the vaults that it touched. */
async function draftBatch(
  area: ItemsArea,
  batch: readonly PlannedItem[],
  { targetOf, report }: { targetOf: TargetOf; report: ImportReport },
): Promise<Result<Set<VaultId>>> {
  const drafts: NewItemDraft[] = [];
  const done: (() => void)[] = [];
  const at = area.unlocked.ports.clock.now() as EpochMs;
  for (const planned of batch) {
    const vault = targetOf(planned.imported.group);
    if (vault === null) {
      report.notTaken.push(leftOut(planned, "no-target"));
      continue;
    }
    const verdict = await compareItem(area, planned, vault);
    if (!verdict.ok) {
      report.notTaken.push(leftOut(planned, "not-comparable"));
      continue;
    }
    if (verdict.value.state === "same") {
      done.push(() => report.same++);
      continue;
    }
    const draft = draftOf(area, planned, { vault, at, verdict: verdict.value });
    if (draft === null) {
      report.notTaken.push(leftOut(planned, "history-too-large"));
      continue;
    }
    const isNew = verdict.value.state === "new";
    drafts.push(draft);
    done.push(() => (isNew ? report.added++ : report.changed++));
  }
  area.itemDrafts.add(drafts);
  for (const count of done) count();
  const vaults = new Set(drafts.map(({ vault }) => vault));
  for (const vault of vaults) {
    area.refresh(
      vault,
      drafts.filter((draft) => draft.vault === vault).map(({ item }) => item),
    );
  }
  for (const { body } of drafts) {
    if (body.base !== null) wipeSecret(body.base.secret);
  }
  return ok(vaults);
}

function leftOut({ imported }: PlannedItem, code: "no-target" | "not-comparable" | "history-too-large"): NotTaken {
  return { what: imported.title.slice(0, 200), why: importRemark(code, {}) };
}

function draftOf(
  area: ItemsArea,
  planned: PlannedItem,
  { vault, at, verdict }: { vault: VaultId; at: EpochMs; verdict: Exclude<Verdict, { state: "same" }> },
): NewItemDraft | null {
  if (verdict.state === "new") {
    const wanted = planned.fitted.body;
    return { vault, item: newId<ItemId>(), baseVersion: 0, body: { at, base: null, wanted } };
  }
  const { item, base, wanted } = verdict;
  const fits = encodeBody(wanted);
  if (!fits.ok) return null;
  fits.value.secret.fill(0);
  const baseVersion = shownVersion(area, verdict.vault, item);
  return { vault: verdict.vault, item, baseVersion, body: { at, base, wanted } };
}
