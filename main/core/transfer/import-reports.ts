/** Reports of imports, kept sealed on this computer: they name titles, so they are secrets like any item. */
import { z } from "zod";
import type { ImportReport, KeptImportReport } from "../../../shared/contract/shapes.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict, typedText, uintField } from "../../../shared/encoding/fields.ts";
import { importRemark, keptRemark, keptRemarkSchema, readRemark } from "../../../shared/model/import-remarks.ts";
import { addImportReport, readImportReports } from "../store/import-report-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const linesMost = 5000;
const reportBytesMost = 16 * 1024 * 1024;
const reportSchema = strict({
  form: z.literal(1),
  at: uintField(),
  fileName: typedText(255),
  format: typedText(40),
  added: uintField(),
  changed: uintField(),
  same: uintField(),
  notTaken: z.array(strict({ what: typedText(2000), why: keptRemarkSchema })).max(linesMost),
});

/** What keeping reports takes. */
export type ReportNeeds = Pick<OpenedProfile, "db" | "keys" | "profile" | "ports">;

const nameOf = (report: string) => `import-report:${report}`;

/** Keeps a report; a list that is too long ends with a line that says how many more there were. */
export function keepReport(unlocked: ReportNeeds, report: ImportReport & { fileName: string; format: string }): void {
  const id = newId<string>();
  const at = unlocked.ports.clock.now();
  const cut = (text: string) => text.slice(0, 1000).toWellFormed();
  const lines = report.notTaken.map(({ what, why }) => ({ what: cut(what), why: keptRemark(why) }));
  const rest = lines.length - (linesMost - 1);
  const notTaken =
    rest > 1
      ? [...lines.slice(0, linesMost - 1), { what: "", why: keptRemark(importRemark("list-cut", { count: rest })) }]
      : lines;
  const plain = encodeWith(reportSchema, {
    form: 1,
    at,
    fileName: cut(report.fileName).slice(0, 255).toWellFormed(),
    format: report.format,
    added: report.added,
    changed: report.changed,
    same: report.same,
    notTaken,
  });
  const of = { profile: unlocked.profile.profile, name: nameOf(id) };
  addImportReport(unlocked.db, { report: id, at, sealed: sealLocal(unlocked.keys.localStateKey, of, plain) });
}

/** All kept reports, newest first; one that does not open is left out, and the list is then not whole. */
export function listReports(unlocked: ReportNeeds): { reports: KeptImportReport[]; isWhole: boolean } {
  const reports: KeptImportReport[] = [];
  let isWhole = true;
  for (const { report, sealed } of readImportReports(unlocked.db)) {
    const of = { profile: unlocked.profile.profile, name: nameOf(report) };
    const plain = openLocal(unlocked.keys.localStateKey, of, sealed);
    const parsed = plain.ok ? parseWith(reportSchema, plain.value, reportBytesMost) : plain;
    if (!parsed.ok) {
      isWhole = false;
      continue;
    }
    const { form: _, ...shape } = parsed.value;
    const notTaken = shape.notTaken.flatMap(({ what, why }) => {
      const remark = readRemark(why);
      return remark === null ? [] : [{ what, why: remark }];
    });
    reports.push({ report, ...shape, notTaken });
  }
  return { reports, isWhole };
}
