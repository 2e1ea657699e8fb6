/** Remarks of an import as people read them. */
import type { ImportRemark, NotTaken } from "../model/import-remarks.ts";
import { words } from "./words.ts";

/** The sentence of a remark. */
export function remarkText({ code, params }: ImportRemark): string {
  return (words.import.remarks[code] as (params: ImportRemark["params"]) => string)(params);
}

/** A line of what was not taken: its name in the file, and the reason. */
export function notTakenText({ what, why }: NotTaken): { what: string; why: string } {
  return { what: what === "" ? words.import.wholeFile : what, why: remarkText(why) };
}

/** What a report holds of an import. */
type Said = { added: number; changed: number; same: number; notTaken: NotTaken[]; remarks: NotTaken[] };

/** A whole report as text to copy. */
export function reportText({ added, changed, same, notTaken, remarks }: Said): string {
  const part = (title: string, lines: NotTaken[]) =>
    lines.length === 0 ? [] : ["", title, ...lines.map(notTakenText).map(({ what, why }) => `${what}: ${why}`)];
  const { report, filters, remarked } = words.import;
  return [report(added, changed, same), ...part(filters.not, notTaken), ...part(remarked, remarks)].join("\n");
}
