/**
 * Import as a person does it: a dry run that lists what will happen, then carrying it out, with progress and cancel, and
 * a report that is kept. One preview at a time lies in memory, for half an hour at most; what clears it: applying,
 * cancelling, the next preview, time, lock.
 */
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { ImportPreview, ImportReport } from "../../../shared/contract/import-shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { importRemark } from "../../../shared/model/import-remarks.ts";
import { type Alarm, createAlarm } from "../local/alarm.ts";
import { mayWrite } from "../vaults/items/item-save.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { readArchive } from "./archive/read-archive.ts";
import { applyPlan, type Running, type TargetOf } from "./import-apply.ts";
import { isHere, type Plan, type PlannedItem, planFile, previewRows } from "./import-plan.ts";
import { listReports, type ReportNeeds, reportKeeper } from "./import-reports.ts";
import { forgetImportVaults, makeImportVaults, type VaultMaking } from "./import-vaults.ts";
import { type ImportedFile, wipeImported } from "./imported/imported-item.ts";
import { readKdbx } from "./keepass/read-kdbx.ts";
import { lookAtTable, readLogins } from "./table/read-logins.ts";

export type ImportArea = ItemsArea & VaultMaking & { unlocked: ReportNeeds };

type Held = {
  preview: string;
  file: ImportedFile;
  fileName: string;
  plan: Plan;
  running: Running | null;
  /** Its time is over; while it is carried out it stays. */
  isOld: boolean;
  alarm: Alarm;
};

const heldMs = 30 * 60_000;

/** The import area of an opened profile. */
export function createImport(area: ImportArea) {
  let held: Held | null = null;
  const drop = () => {
    held?.alarm.stop();
    if (held !== null) wipeImported(held.file.items);
    held = null;
  };
  const find = (preview: string): Held | null => {
    // Whatever the timer has not seen yet: the computer may just have woken.
    held?.alarm.ringInTime();
    return held?.preview === preview ? held : null;
  };

  return {
    dispose: drop,
    handlers: {
      "import.preview": async (input) => {
        if (held?.running) return fail("busy", undefined, "later");
        drop();
        const read = await readFile(area, input);
        if (!read.ok) return read;
        // A second preview may have come in while this one was being read.
        drop();
        await area.ready;
        const plan = planFile(area, read.value);
        const preview = newId<string>();
        const alarm = createAlarm(area.unlocked.ports, () => {
          if (held?.preview !== preview) return;
          if (held.running) held.isOld = true;
          else drop();
        });
        alarm.set(heldMs);
        const fileName = input.fileName ?? "";
        held = { preview, file: read.value, fileName, plan, running: null, isOld: false, alarm };
        return ok(await shapeOf(area, held, input.target ?? null));
      },
      "import.table": async (input) => lookAtTable(input.bytes, input),
      "import.apply": applyHandler(area, find, drop),
      "import.cancel": async ({ preview }) => {
        const found = find(preview);
        if (found === null) return ok({});
        if (found.running === null) drop();
        else found.running.cancelled = true;
        return ok({});
      },
      "import.copyReport": ({ text }) => area.copies.write(text, copyClearsInMs),
      "import.reports": reportsHandler(area),
    } satisfies Partial<Handlers>,
  };
}

/** Carries out the dry run that is held, once at a time. */
function applyHandler(
  area: ImportArea,
  find: (preview: string) => Held | null,
  drop: () => void,
): Handlers["import.apply"] {
  return async (input) => {
    const found = find(input.preview);
    if (found === null) return fail("not-found", { field: "preview" });
    if (found.running !== null) return fail("busy", undefined, "later");
    const running = { cancelled: false };
    found.running = running;
    let isBegun = false;
    const begin = () => {
      isBegun = true;
    };
    try {
      return await runImport(area, found, { input, running, begin });
    } finally {
      found.running = null;
      // What was refused before anything was taken can be asked for again, with other vaults.
      if (isBegun || found.isOld) drop();
    }
  };
}

/** Long enough to paste it somewhere; then it is cleared as any copy is. */
const copyClearsInMs = 600_000;

/** Lists reports; those that do not open are told of once. */
function reportsHandler({ unlocked }: ImportArea): Handlers["import.reports"] {
  let isTold = false;
  return async () => {
    const { reports, isWhole } = listReports(unlocked);
    if (!isWhole && !isTold) unlocked.emit("alert.raised", { code: "damaged-database", reason: "reports" });
    isTold ||= !isWhole;
    return ok(reports);
  };
}

async function readFile(
  { unlocked }: ImportArea,
  input: CommandParsed<"import.preview">,
): Promise<Result<ImportedFile>> {
  if (input.format === "csv") return readLogins(input.bytes, input);
  if (input.bytes.length > limits.importBytes) return fail("limit", { field: "bytes", number: input.bytes.length });
  if (input.format === "latchkey")
    return readArchive(
      input.passphrase ?? "",
      input.bytes,
      () => new Promise((resolve) => void unlocked.ports.timers.after(0, resolve)),
    );
  return readKdbx(input.bytes, { password: input.passphrase ?? null, keyFile: input.keyFile ?? null });
}

async function shapeOf(area: ImportArea, held: Held, target: VaultId | null): Promise<ImportPreview> {
  return {
    preview: held.preview,
    fileName: held.fileName,
    format: held.file.format,
    formatVersion: held.file.formatVersion,
    groups: held.file.groups,
    items: await previewRows(area, held.plan, { vault: target, isOnly: target !== null }),
    notTaken: held.plan.notTaken,
  };
}

type Apply = CommandParsed<"import.apply">;

/** The items that were chosen, by their places in the dry run. Fails `invalid-input` for a place that is not there. */
function chosenItems({ plan }: Held, { items }: Apply): Result<PlannedItem[]> {
  if (items === undefined) return ok(plan.items);
  const wrong = items.find((place) => place >= plan.items.length);
  if (wrong !== undefined) return fail("invalid-input", { field: "items", number: wrong });
  const chosen = new Set(items);
  return ok(plan.items.filter((_, place) => chosen.has(place)));
}

/**
 * One vault for all, or one for each group. Every vault must be writable before anything begins; then those are made that
 * are new and get an item.
 */
async function targetsOf(
  area: ImportArea,
  { held, items, input }: { held: Held; items: readonly PlannedItem[]; input: Apply },
): Promise<Result<TargetOf>> {
  if ("target" in input) {
    const allowed = mayWrite(area, input.target);
    return allowed.ok ? ok(() => ({ vault: input.target, isOnly: true })) : allowed;
  }
  const chosen = new Map(Object.entries(input.targets));
  for (const target of new Set(chosen.values())) {
    const allowed = typeof target === "string" ? mayWrite(area, target) : ok(true);
    if (!allowed.ok) return allowed;
  }
  const titles = new Set<string>();
  for (const planned of items) {
    const target = chosen.get(planned.imported.group);
    if (typeof target === "object" && target !== null && !isHere(area, planned)) titles.add(target.newVault);
  }
  const made = await makeImportVaults(area, held.fileName, [...titles]);
  if (!made.ok) return made;
  return ok((group) => {
    const target = chosen.get(group) ?? null;
    if (target === null) return null;
    const vault = typeof target === "string" ? target : (made.value.get(target.newVault) ?? null);
    return { vault, isOnly: false };
  });
}

async function runImport(
  area: ImportArea,
  held: Held,
  { input, running, begin }: { input: Apply; running: Running; begin(): void },
): Promise<Result<ImportReport>> {
  const items = chosenItems(held, input);
  if (!items.ok) return items;
  const targetOf = await targetsOf(area, { held, items: items.value, input });
  if (!targetOf.ok) return targetOf;
  begin();
  const unchosen = held.plan.items.length - items.value.length;
  const left = unchosen === 0 ? [] : [{ what: "", why: importRemark("left-out", { count: unchosen }) }];
  const report: ImportReport = {
    added: 0,
    changed: 0,
    same: 0,
    notTaken: [...held.plan.notTaken, ...left],
    remarks: [],
  };
  const keep = reportKeeper(area.unlocked, { fileName: held.fileName, format: held.file.formatVersion });
  const applied = await applyPlan(area, items.value, { targetOf: targetOf.value, running, report, keep });
  if (!applied.ok && applied.failure.code === "cancelled") {
    const left = items.value.length - (applied.failure.detail?.number ?? 0);
    report.notTaken.push({ what: "", why: importRemark("cancelled", { count: left }) });
  }
  if (applied.ok) forgetImportVaults(area, held.fileName);
  // Refused in between, what the last batch kept says how far it came.
  if (applied.ok || applied.failure.code === "cancelled") keep(report);
  return applied.ok ? ok(report) : applied;
}
