/** What the commands of imports answer with. */
import type { ColumnField } from "../model/import-columns.ts";
import type { ImportRemark, NotTaken } from "../model/import-remarks.ts";

export type ImportRow = {
  name: string;
  kind: string;
  group: string;
  username: string | null;
  state: "new" | "same" | "changed";
  /** Where the item lies that an earlier import made of it: it stays there. Null for a new one. */
  vault: string | null;
  /** What it brings, counted. */
  brings: { code: boolean; websites: number; tags: number; fields: number; files: number; older: number };
  /** How many bytes of files would be sent for it. */
  fileBytes: number;
  notes: ImportRemark[];
};
export type ImportPreview = {
  preview: string;
  fileName: string;
  format: string;
  /** For example "KDBX 4.1". */
  formatVersion: string;
  groups: { name: string; count: number }[];
  items: ImportRow[];
  notTaken: NotTaken[];
};
/** A table that was chosen: what its columns are guessed to be. */
export type ImportTable = {
  /** The program that wrote it, where its columns tell. */
  program: string | null;
  encoding: string;
  hasHeader: boolean;
  rows: number;
  columns: { name: string; field: ColumnField | null; samples: string[] }[];
};
/** `remarks`: what is to be said about items that were taken, what was cut or kept elsewhere. */
export type ImportReport = {
  added: number;
  changed: number;
  same: number;
  notTaken: NotTaken[];
  remarks: NotTaken[];
};
/** A kept report, as Settings lists it. */
export type KeptImportReport = ImportReport & { report: string; at: number; fileName: string; format: string };
