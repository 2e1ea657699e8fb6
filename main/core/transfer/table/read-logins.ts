/**
 * A table of logins as items to import: each column becomes what it was chosen to be. Rows that do not fit and columns that
 * are left away are said, rows by their number in the file.
 */
import { hashText } from "../../../../shared/crypto/hash.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { type ColumnField, columnRules } from "../../../../shared/model/import-columns.ts";
import { type ImportRemark, importRemark, type NotTaken } from "../../../../shared/model/import-remarks.ts";
import { cutStart, cutText, utf8Bytes } from "../../../../shared/text.ts";
import type { ImportedField, ImportedFile, ImportedItem } from "../imported/imported-item.ts";
import { readCode } from "../keepass/codes.ts";
import { isHeader, likelyFields, programOf } from "./columns.ts";
import { readTable, type Table, tableLimits } from "./read-table.ts";

/** A table as people see it before they say what its columns are. */
export type TableShape = {
  program: string | null;
  encoding: Table["encoding"];
  hasHeader: boolean;
  rows: number;
  columns: { name: string; field: ColumnField | null; samples: string[] }[];
};
/** What a person says about a table; what they do not say is guessed. */
export type TableChoice = { hasHeader?: boolean | undefined; columns?: readonly (ColumnField | null)[] | undefined };

const nameChars = 200;
const groupChars = 1000;
const sampleRows = 4;
const sampleChars = 80;

/** `names`: those of the columns, whole. */
type Opened = { table: Table; shape: TableShape; names: string[]; rows: Table["rows"] };

function openTable(bytes: Uint8Array, choice: TableChoice): Result<Opened> {
  const table = readTable(bytes);
  if (!table.ok) return table;
  const [first] = table.value.rows;
  const hasHeader = choice.hasHeader ?? isHeader(first?.cells ?? []);
  if (hasHeader && (first?.cells.length ?? 0) > tableLimits.columns)
    return fail("limit", { field: "columns", number: first?.cells.length ?? 0 });
  const rows = hasHeader ? table.value.rows.slice(1) : table.value.rows;
  const width = hasHeader
    ? (first?.cells.length ?? 0)
    : Math.min(
        tableLimits.columns,
        rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0),
      );
  const names = Array.from({ length: width }, (_, at) => {
    const name = hasHeader ? (first?.cells[at] ?? "").trim() : "";
    return name === "" ? `Column ${at + 1}` : name;
  });
  if (choice.columns !== undefined && choice.columns.length !== width)
    return fail("invalid-input", { field: "columns", number: width });
  const fields = choice.columns ?? (hasHeader ? likelyFields(names) : names.map(() => null));
  const columns = names.map((name, at) => {
    const samples = rows
      .slice(0, sampleRows)
      .map(({ cells }) => (cells[at] ?? "").slice(0, sampleChars).toWellFormed());
    return { name: cutText(name, nameChars), field: fields[at] ?? null, samples };
  });
  const program = hasHeader ? programOf(names) : null;
  const shape = { program, encoding: table.value.encoding, hasHeader, rows: rows.length, columns };
  return ok({ table: table.value, shape, names, rows });
}

/** The table's columns with a guess for each and its first rows. Failures: those of `readTable`. */
export function lookAtTable(bytes: Uint8Array, choice: TableChoice): Result<TableShape> {
  const opened = openTable(bytes, choice);
  return opened.ok ? ok(opened.value.shape) : opened;
}

/** Its rows as items. Failures: those of `readTable`; `invalid-input` where the columns are not those of the table. */
export function readLogins(bytes: Uint8Array, choice: TableChoice): Result<ImportedFile> {
  const opened = openTable(bytes, choice);
  if (!opened.ok) return opened;
  const { shape, names, rows } = opened.value;
  const twice = shape.columns.find(({ field }, at) => {
    const first = shape.columns.findIndex((one) => one.field === field);
    return field !== null && columnRules[field].isOne && first !== at;
  });
  if (twice !== undefined) return fail("invalid-input", { field: "columns", reason: twice.field as string });
  const items: ImportedItem[] = [];
  const notTaken: NotTaken[] = shape.columns
    .filter(
      ({ field, name }, at) => field === null && rows.some(({ cells }) => (cells[at] ?? "") !== "") && name !== "",
    )
    .map(({ name }) => ({ what: "", why: importRemark("column-left", { name }) }));
  for (const [at, { name, field }] of shape.columns.entries())
    if ((names[at] ?? "").length > nameChars && field !== null)
      notTaken.push({ what: "", why: importRemark("field-name-cut", { field: `${cutText(name, 40)}…` }) });
  const seen = new Map<string, number>();
  for (const row of rows) {
    const item = itemOfRow(row.cells, shape, seen);
    if (typeof item === "string") notTaken.push({ what: "", why: importRemark(item, { count: row.number }) });
    else items.push(item);
  }
  const counts = new Map<string, number>();
  for (const { group } of items) counts.set(group, (counts.get(group) ?? 0) + 1);
  return ok({
    format: "csv",
    formatVersion: shape.program === null ? "CSV" : `CSV (${shape.program})`,
    groups: [...counts].map(([name, count]) => ({ name, count })),
    items,
    notTaken,
  });
}

function itemOfRow(
  cells: readonly string[],
  { columns, program }: TableShape,
  seen: Map<string, number>,
): ImportedItem | "row-columns" | "row-empty" {
  if (cells.slice(columns.length).some((cell) => cell !== "")) return "row-columns";
  const valuesOf = (field: ColumnField) =>
    columns.flatMap((column, at) => (column.field === field ? [cells[at] ?? ""] : [])).filter((cell) => cell !== "");
  const value = (field: ColumnField) => valuesOf(field)[0] ?? "";
  // LastPass writes this address for notes.
  const urls = valuesOf("url")
    .flatMap(addressesIn)
    .filter((url) => !(program === "LastPass" && url === "http://sn"));
  const [username, password] = [value("username"), value("password")];
  const code = codeOf(columns, cells);
  const fields = [...ownFields(columns, cells, program), ...code.fields];
  const notes = valuesOf("notes").join("\n\n");
  const title = value("title").trim();
  const signsIn = username !== "" || password !== "" || urls.length > 0 || code.totp !== null;
  if (title === "" && !signsIn && notes === "" && fields.length === 0) return "row-empty";
  const remarks: ImportRemark[] = [...code.remarks];
  if (value("group").trim().length > groupChars) remarks.push(importRemark("group-name-cut", {}));
  if (title === "") remarks.push(importRemark("no-title", {}));
  if (cells.slice(0, columns.length).some((cell) => cell.includes("\ufffd")))
    remarks.push(importRemark("row-unreadable", {}));
  return {
    sourceId: sourceIdOf([title, urls[0] ?? "", username], seen),
    group: cutStart(value("group").trim().replaceAll("\\", "/"), groupChars),
    kind: signsIn || fields.length > 0 ? "login" : "note",
    title: title === "" ? (hostOf(urls[0]) ?? (username || "Untitled")) : title,
    username: username === "" ? null : username,
    urls: [...new Set(urls)],
    tags: [
      ...new Set(
        valuesOf("tags")
          .flatMap((cell) => cell.split(/[,;]/))
          .map((tag) => tag.trim()),
      ),
    ].filter(Boolean),
    expires: null,
    modifiedAt: null,
    password: password === "" ? null : utf8Bytes(password),
    passwordChangedAt: null,
    totp: code.totp,
    notes: notes === "" ? null : notes,
    fields,
    files: [],
    history: [],
    remarks,
  };
}

/** A code by the same reader as those of KeePass; what is refused stays a hidden field of the column's name. */
function codeOf(columns: TableShape["columns"], cells: readonly string[]) {
  const at = columns.findIndex(({ field }) => field === "totp");
  const cell = at < 0 ? "" : (cells[at] ?? "").trim();
  if (cell === "") return { totp: null, fields: [], remarks: [] };
  const name = columns[at]?.name ?? "";
  const { totp, remarks } = readCode(new Map([["otp", cell]]));
  const named = remarks.map(({ code }) => importRemark(code as "code-unreadable", { field: name }));
  const fields: ImportedField[] = totp === null ? [{ name, type: "hidden", value: utf8Bytes(cell) }] : [];
  return { totp, fields, remarks: named };
}

function ownFields(columns: TableShape["columns"], cells: readonly string[], program: string | null): ImportedField[] {
  return columns.flatMap(({ field, name }, at): ImportedField[] => {
    const cell = cells[at] ?? "";
    if ((field !== "text" && field !== "hidden") || cell === "") return [];
    const isList = program === "Bitwarden" && name === "fields";
    const type = columnRules[field].isHidden ? "hidden" : "text";
    return isList ? listedFields(cell) : [{ name, type, value: utf8Bytes(cell) }];
  });
}

/** Bitwarden writes own fields as lines of `name: value`; which of them are hidden it does not say. */
function listedFields(cell: string): ImportedField[] {
  return cell.split(/\r?\n/).flatMap((line): ImportedField[] => {
    const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) ?? ["", "", line];
    return line === "" ? [] : [{ name: name ?? "", type: "hidden", value: utf8Bytes(value ?? "") }];
  });
}

/** Several addresses in one cell: one in a line, or with commas between whole addresses. */
function addressesIn(cell: string): string[] {
  const commaed = cell.split(/,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i);
  return commaed
    .flatMap((part) => part.split(/\s*[\r\n]+\s*/))
    .flatMap((url) => (url.trim() === "" ? [] : [url.trim()]));
}

/** A table has no ids: a row is known again by its title, website and username, and by its place among equal ones. */
function sourceIdOf(parts: string[], seen: Map<string, number>): string {
  const key = hashText("text", parts);
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return count === 1 ? key : `${key}#${count}`;
}

function hostOf(url: string | undefined): string | null {
  try {
    return url === undefined ? null : new URL(url).hostname || null;
  } catch {
    return null;
  }
}
