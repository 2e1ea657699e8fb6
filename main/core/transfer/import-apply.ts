/**
 * Carries out an import: batch by batch as durable drafts, which are then pushed like any edit. Killed anywhere and run
 * again it makes exactly the same items, none twice: what is there is found by its source, drafts included.
 */
import type { ImportReport } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { type ImportRemark, importRemark } from "../../../shared/model/import-remarks.ts";
import { wipeSecret } from "../../../shared/model/item-values.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import type { NewItemDraft } from "../vaults/items/item-draft.ts";
import { shownVersion } from "../vaults/items/item-view.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { compareItem, type PlannedItem, type Target } from "./import-plan.ts";

export type Running = { cancelled: boolean };
/** Where each item goes; null: no vault was chosen for its group. */
export type TargetOf = (group: string) => Target | null;

/** Items made durable at once; small enough that a call in between (cancel, lock) is answered soon. */
const batchItems = 256;
/** How long the answer waits for the server at the end. The drafts are durable already and go on being pushed. */
const pushWaitMs = 60_000;

/** Failures: `cancelled` (what was done stays), `storage-full`, and those of opening items to compare with. */
export async function applyPlan(
  area: ItemsArea,
  items: readonly PlannedItem[],
  work: { targetOf: TargetOf; running: Running; report: ImportReport },
): Promise<Result<true>> {
  const { unlocked } = area;
  const total = items.length;
  const pushes = new Map<VaultId, Promise<unknown>>();
  const online = unlocked.isOnline();
  for (let done = 0; done < total; done += batchItems) {
    await turn(area);
    if (work.running.cancelled) return fail("cancelled", { number: done }, "after-act");
    const batch = items.slice(done, done + batchItems);
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
  for (const planned of batch) {
    const what = planned.imported.title.slice(0, 200);
    const outcome = await outcomeOf(area, planned, targetOf(planned.imported.group));
    if (typeof outcome === "string") {
      if (outcome === "same") report.same++;
      else report.notTaken.push({ what, why: importRemark(outcome, {}) });
      continue;
    }
    const { draft, says } = outcome;
    drafts.push(draft);
    done.push(() => {
      report[draft.body.base === null ? "added" : "changed"]++;
      report.remarks.push(...[...says, ...planned.fitted.remarks].map((why) => ({ what, why })));
    });
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

/** `says`: what of the item that was here is changed. */
type Drafted = { draft: NewItemDraft; says: ImportRemark[] };
type LeftOut = "no-target" | "not-comparable" | "history-too-large";

/** The draft that takes an item, `same` where nothing is to be taken, else why it is not taken. */
async function outcomeOf(
  area: ItemsArea,
  planned: PlannedItem,
  target: Target | null,
): Promise<Drafted | "same" | LeftOut> {
  if (target === null) return "no-target";
  const compared = await compareItem(area, planned, target);
  if (!compared.ok) return "not-comparable";
  const verdict = compared.value;
  if (verdict.state === "same") return "same";
  const at = area.unlocked.ports.clock.now() as EpochMs;
  if (verdict.state === "new") {
    if (target.vault === null) return "no-target";
    const wanted = planned.fitted.body;
    const draft = { vault: target.vault, item: newId<ItemId>(), baseVersion: 0, body: { at, base: null, wanted } };
    return { draft, says: [] };
  }
  const { item, vault, base, wanted, says } = verdict;
  const fits = encodeBody(wanted);
  if (!fits.ok) {
    wipeSecret(base.secret);
    return "history-too-large";
  }
  fits.value.secret.fill(0);
  const draft = { vault, item, baseVersion: shownVersion(area, vault, item), body: { at, base, wanted } };
  return { draft, says };
}
