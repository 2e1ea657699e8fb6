/**
 * What a reader of any foreign format hands on: items with their values, and what was not taken, with the reason. No
 * ids of ours, no vaults, no rights: a file can only bring values (docs/threat-model.md).
 */
import type { ImportRemark, NotTaken } from "../../../../shared/model/import-remarks.ts";
import type { ImportedField as FieldOfFiles, ItemValues } from "../../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { ItemKind } from "../../../../shared/model/kinds/kinds.ts";

export type ImportedField = { name: string; type: "text" | "hidden"; value: Uint8Array };

/** An older value: `field` is `title`, `username`, `password`, `url`, `notes`, `totp` or `field:<name>`. */
export type ImportedHistory = { field: string; value: Uint8Array; at: number };

/** A file beside the item. */
export type ImportedContent = { name: string; bytes: Uint8Array };

/** Values of fields that files write in another way than items do. */
type Written = { urls: string[]; expires: number | null; fields: ImportedField[] };
/** What a file brings: every field whose row says so. */
type ImportedValues = Omit<Pick<ItemValues, FieldOfFiles>, keyof Written> & Written;

export type ImportedItem = ImportedValues & {
  /** The item's own id in the file's format: the same file gives the same one again. */
  sourceId: string;
  /** The group's shown path, unique in the file. */
  group: string;
  kind: ItemKind;
  /** An item of ours, as an archive holds it: then the values above and `fields` say nothing more. */
  whole?: ItemBody;
  /** When it was last changed there; null where the file does not say. */
  modifiedAt: number | null;
  passwordChangedAt: number | null;
  /** Contents that several items have are one array. */
  files: ImportedContent[];
  /** Newest first. */
  history: ImportedHistory[];
  /** What people should know about how this item comes over. */
  remarks: ImportRemark[];
};

export type ImportedFile = {
  format: "kdbx" | "csv" | "latchkey";
  /** For example "KDBX 4.1", "CSV (LastPass)" or "Latchkey 1". */
  formatVersion: string;
  /** Groups that hold items, in the file's order. */
  groups: { name: string; count: number }[];
  items: ImportedItem[];
  notTaken: NotTaken[];
};

/** Overwrites every secret of the items. Nothing of them may be used afterwards. */
export function wipeImported(items: readonly ImportedItem[]): void {
  for (const item of items) {
    item.password?.fill(0);
    item.totp?.secret.fill(0);
    for (const { value } of [...item.fields, ...item.history]) value.fill(0);
    for (const { bytes } of item.files) bytes.fill(0);
    if (item.whole !== undefined) wipeSecret(item.whole.secret);
  }
}
