/**
 * Import as a person does it: a dry run that lists what will happen, then carrying it out, with progress and cancel, and
 * a report that is kept. One preview at a time lies in memory, for half an hour at most; what clears it: applying,
 * cancelling, the next preview, time, lock.
 */
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { ImportPreview, ImportReport } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { importRemark } from "../../../shared/model/import-remarks.ts";
import { mayWrite } from "../vaults/items/item-save.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { applyPlan, type Running, type TargetOf } from "./import-apply.ts";
import { type Plan, planFile, previewRows } from "./import-plan.ts";
import { keepReport, listReports, type ReportNeeds } from "./import-reports.ts";
import { type ImportedFile, wipeImported } from "./imported/imported-item.ts";
import { readKdbx } from "./keepass/read-kdbx.ts";

export type ImportArea = ItemsArea & { unlocked: ReportNeeds };

type Held = {
  preview: string;
  file: ImportedFile;
  fileName: string;
  plan: Plan;
  running: Running | null;
  stopTimer: () => void;
};

const heldMs = 30 * 60_000;

/** The import area of an opened profile. */
export function createImport(area: ImportArea) {
  let held: Held | null = null;
  const drop = () => {
    held?.stopTimer();
    if (held !== null) wipeImported(held.file.items);
    held = null;
  };
  const find = (preview: string): Held | null => (held?.preview === preview ? held : null);

  return {
    dispose: drop,
    handlers: {
      "import.preview": async (input) => {
        if (held?.running) return fail("busy", undefined, "later");
        drop();
        const read = await readFile(input);
        if (!read.ok) return read;
        // A second preview may have come in while this one was being read.
        drop();
        await area.ready;
        const plan = planFile(area, read.value);
        const preview = newId<string>();
        const stopTimer = area.unlocked.ports.timers.after(heldMs, () => {
          if (!find(preview)?.running) drop();
        });
        const fileName = input.fileName ?? "";
        held = { preview, file: read.value, fileName, plan, running: null, stopTimer };
        return ok(await shapeOf(area, held, input.target ?? null));
      },
      "import.apply": async (input) => {
        const found = find(input.preview);
        if (found === null) return fail("not-found", { field: "preview" });
        if (found.running !== null) return fail("busy", undefined, "later");
        const targetOf = targetsOf(area, found, input);
        if (!targetOf.ok) return targetOf;
        found.running = { cancelled: false };
        try {
          return await runImport(area, found, { targetOf: targetOf.value, running: found.running });
        } finally {
          found.running = null;
          drop();
        }
      },
      "import.cancel": async ({ preview }) => {
        const found = find(preview);
        if (found === null) return ok({});
        if (found.running === null) drop();
        else found.running.cancelled = true;
        return ok({});
      },
      "import.reports": reportsHandler(area),
    } satisfies Partial<Handlers>,
  };
}

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

async function readFile(input: CommandParsed<"import.preview">): Promise<Result<ImportedFile>> {
  if (input.bytes.length > limits.importBytes) return fail("limit", { field: "bytes", number: input.bytes.length });
  return readKdbx(input.bytes, { password: input.passphrase ?? null, keyFile: input.keyFile ?? null });
}

async function shapeOf(area: ImportArea, held: Held, target: VaultId | null): Promise<ImportPreview> {
  return {
    preview: held.preview,
    fileName: held.fileName,
    format: held.file.format,
    formatVersion: held.file.formatVersion,
    groups: held.file.groups,
    items: await previewRows(area, held.plan, target),
    notTaken: held.plan.notTaken,
  };
}

/** One vault for all, or one for each group; every one of them must be writable before anything begins. */
function targetsOf(area: ImportArea, held: Held, input: CommandParsed<"import.apply">): Result<TargetOf> {
  const chosen = new Map<string, VaultId>(
    "target" in input
      ? held.file.groups.map(({ name }) => [name, input.target])
      : Object.entries(input.targets).map(([group, vault]) => [group, vault]),
  );
  if ("target" in input && chosen.size === 0) chosen.set("", input.target);
  for (const vault of new Set(chosen.values())) {
    const allowed = mayWrite(area, vault);
    if (!allowed.ok) return allowed;
  }
  return ok((group) => chosen.get(group) ?? null);
}

async function runImport(
  area: ImportArea,
  held: Held,
  work: { targetOf: TargetOf; running: Running },
): Promise<Result<ImportReport>> {
  const report: ImportReport = { added: 0, changed: 0, same: 0, notTaken: [...held.plan.notTaken] };
  const applied = await applyPlan(area, held.plan, { ...work, report });
  if (!applied.ok && applied.failure.code === "cancelled") {
    const left = held.plan.items.length - report.added - report.changed - report.same;
    report.notTaken.push({ what: "", why: importRemark("cancelled", { count: left }) });
  }
  keepReport(area.unlocked, { ...report, fileName: held.fileName, format: held.file.formatVersion });
  return applied.ok ? ok(report) : applied;
}
