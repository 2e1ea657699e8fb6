/** Reports of imports, kept sealed on this computer: they name titles, so they are secrets like any item. */
import { z } from "zod";
import type { ImportReport, KeptImportReport } from "../../../shared/contract/import-shapes.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict, typedText, uintField } from "../../../shared/encoding/fields.ts";
import {
  importRemark,
  type KeptRemark,
  keptRemark,
  keptRemarkSchema,
  type NotTaken,
  readRemark,
} from "../../../shared/model/import-remarks.ts";
import { putImportReport, readImportReports } from "../store/import-report-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const linesMost = 5000;
const reportBytesMost = 16 * 1024 * 1024;
const lines = () => z.array(strict({ what: typedText(2000), why: keptRemarkSchema })).max(linesMost);
const reportFields = {
  at: uintField(),
  fileName: typedText(255),
  format: typedText(40),
  added: uintField(),
  changed: uintField(),
  same: uintField(),
  notTaken: lines(),
};
/** The first form named only what was not taken. */
const firstForm = strict({ form: z.literal(1), ...reportFields });
const secondForm = strict({ form: z.literal(2), ...reportFields, remarks: lines() });
const reportSchema = z.discriminatedUnion("form", [firstForm, secondForm]);

/** What keeping reports takes. */
export type ReportNeeds = Pick<OpenedProfile, "db" | "keys" | "profile" | "ports">;

const nameOf = (report: string) => `import-report:${report}`;

const cut = (text: string) => text.slice(0, 1000).toWellFormed();

function keptLines(said: readonly NotTaken[]) {
  const rest = said.length - (linesMost - 1);
  const kept = rest > 1 ? said.slice(0, linesMost - 1) : said;
  const more = rest > 1 ? [{ what: "", why: importRemark("list-cut", { count: rest }) }] : [];
  return [...kept, ...more].map(({ what, why }) => ({ what: cut(what), why: keptRemark(why) }));
}

/** What is said in words of this version; a remark that it does not know is left out. */
function readLines(lines: { what: string; why: KeptRemark }[]): NotTaken[] {
  return lines.flatMap(({ what, why }) => {
    const remark = readRemark(why);
    return remark === null ? [] : [{ what, why: remark }];
  });
}

/** Keeps the report of one import as far as it is; a list that is too long ends with a line that says how many more there were. */
export type ReportKeeper = (report: ImportReport) => void;

/** The keeper of one import's report: what it keeps takes the place of what it kept before. */
export function reportKeeper(unlocked: ReportNeeds, of: { fileName: string; format: string }): ReportKeeper {
  const id = newId<string>();
  const place = { profile: unlocked.profile.profile, name: nameOf(id) };
  const fileName = cut(of.fileName).slice(0, 255).toWellFormed();
  let last = "";
  return ({ added, changed, same, notTaken, remarks }) => {
    const at = unlocked.ports.clock.now();
    const counts = { added, changed, same };
    const lines = { notTaken: keptLines(notTaken), remarks: keptLines(remarks) };
    // What stands there already is not written again: the last batch kept it with what it did.
    const said = JSON.stringify({ counts, lines });
    if (said === last) return;
    last = said;
    const plain = encodeWith(reportSchema, { form: 2, at, fileName, format: of.format, ...counts, ...lines });
    putImportReport(unlocked.db, { report: id, at, sealed: sealLocal(unlocked.keys.localStateKey, place, plain) });
  };
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
    const { form: _, notTaken, ...shape } = parsed.value;
    const remarks = "remarks" in shape ? shape.remarks : [];
    reports.push({ report, ...shape, notTaken: readLines(notTaken), remarks: readLines(remarks) });
  }
  return { reports, isWhole };
}
