/**
 * What an import has to say about an entry or about the file, as codes with parameters: the core writes no sentence. One
 * row per code says which parameters it has; the sentences lie in `shared/copy`, complete by the compiler.
 */
import { z } from "zod";
import { strict, typedText, uintField } from "../encoding/fields.ts";

/** Names come from the file and are shown as text only; `count` counts whole things. */
type ParamTypes = { field: string; name: string; names: string; count: number };
type ParamName = keyof ParamTypes;

/** `field`: a field of the item; `name`, `names`: what the file calls it; of `values-…` fields of the item by address, one a line. */
export const importRemarks = {
  "title-moved": ["field"],
  "username-moved": ["field"],
  "password-moved": ["field"],
  "websites-moved": ["field"],
  "tags-moved": ["field"],
  "notes-moved": ["field"],
  "list-moved": ["field"],
  "field-name-cut": ["field"],
  "fields-left": ["count"],
  "fields-joined": ["count", "field"],
  "value-cut": ["field"],
  "value-left": ["field"],
  "older-values-left": ["count"],
  "reference-unresolved": ["field"],
  "reference-protected": ["field"],
  "text-invalid": ["field"],
  "placeholder-kept": ["field"],
  "code-unreadable": ["field"],
  "code-steam": ["field"],
  "code-counter": ["field"],
  "field-repeated": ["field"],
  "no-title": [],
  attachment: ["name"],
  "attachment-older": ["name"],
  "attachment-beside": ["name"],
  "attachment-uncompared": ["name"],
  "attachment-name-cut": ["name"],
  "attachments-many": ["count"],
  "attachments-space": ["count"],
  "auto-type": [],
  "plugin-values": ["names"],
  "not-comparable": [],
  "recycle-bin": [],
  "empty-entry": [],
  "group-note": [],
  "group-name-cut": [],
  icons: [],
  "no-target": [],
  "left-out": ["count"],
  "history-too-large": [],
  "item-too-large": [],
  "values-added": ["names"],
  "values-replaced": ["names"],
  "values-removed": ["names"],
  "values-aside": ["names"],
  "older-added": ["count"],
  "code-vendor": ["field"],
  "conflicts-aside": ["count"],
  "owner-replaced": [],
  "archive-left": ["count"],
  cancelled: ["count"],
  "broken-off": ["count"],
  "list-cut": ["count"],
  "column-left": ["name"],
  "row-columns": ["count"],
  "row-empty": ["count"],
  "row-unreadable": [],
} as const satisfies Record<string, readonly ParamName[]>;

export type ImportRemarkCode = keyof typeof importRemarks;
/** The parameters of one code, all of them and no other. */
export type ImportRemarkParams<Code extends ImportRemarkCode> = Pick<ParamTypes, (typeof importRemarks)[Code][number]>;
/** `{ code, params }` with the parameters that belong to the code. */
export type ImportRemark = {
  [Code in ImportRemarkCode]: { code: Code; params: ImportRemarkParams<Code> };
}[ImportRemarkCode];

/** Something of a file that does not become an item: its name there, or "" for the file as a whole, and the reason. */
export type NotTaken = { what: string; why: ImportRemark };

/** A remark with its parameters. */
export function importRemark<Code extends ImportRemarkCode>(
  code: Code,
  params: ImportRemarkParams<Code>,
): ImportRemark & { code: Code } {
  return { code, params } as unknown as ImportRemark & { code: Code };
}

/** The same remark once, in the order of its first place. */
export function uniqueRemarks(remarks: readonly ImportRemark[]): ImportRemark[] {
  return [...new Map(remarks.map((remark) => [JSON.stringify(remark), remark])).values()];
}

/** A remark in canonical bytes: the parameters as pairs, texts and counts apart. */
export const keptRemarkSchema = strict({
  code: typedText(40),
  texts: z.array(z.tuple([typedText(20), typedText(2000)])).max(4),
  counts: z.array(z.tuple([typedText(20), uintField()])).max(4),
});
export type KeptRemark = z.output<typeof keptRemarkSchema>;

/** A remark as it is kept; texts longer than a thousand characters are cut. */
export function keptRemark({ code, params }: ImportRemark): KeptRemark {
  const entries = Object.entries(params as Record<string, string | number>);
  return {
    code,
    texts: entries.flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value.slice(0, 1000).toWellFormed()]] : [],
    ),
    counts: entries.flatMap(([name, value]): [string, number][] => (typeof value === "number" ? [[name, value]] : [])),
  };
}

/** A kept remark again; null where the code is unknown here or its parameters are not those of its row. */
export function readRemark({ code, texts, counts }: KeptRemark): ImportRemark | null {
  if (!Object.hasOwn(importRemarks, code)) return null;
  const wanted: readonly ParamName[] = importRemarks[code as ImportRemarkCode];
  const found = new Map<string, string | number>([...texts, ...counts]);
  const fits = wanted.every((name) => typeof found.get(name) === (name === "count" ? "number" : "string"));
  if (!fits || found.size !== wanted.length) return null;
  return { code, params: Object.fromEntries(found) } as unknown as ImportRemark;
}
