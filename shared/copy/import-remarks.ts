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
