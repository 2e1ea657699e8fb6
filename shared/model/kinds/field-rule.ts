/**
 * What one field of a body is, in one row: how two edits of it meet, whether it is a secret, what it holds. Difference,
 * merge, wiping, revealing and import all read these rows and know no field by name [protocol: Merge].
 */
import { hexText } from "../../text.ts";

/** A list of which each entry has a key: entries with different keys never meet. */
export type Entries = {
  rule: "set" | "by-name" | "by-key";
  /** The entry's key, unique in the list. */
  keyOf(entry: never): string;
  /** Entries with one key are one entry, whatever else they say: they never conflict. */
  isKeyAll: boolean;
  /** Where a conflict of one entry says that it was: the field, and with `by-name` the name. */
  pathOf(key: string): string;
  /** Brings a merged list into its order and its count. */
  tidy?(entries: never[]): unknown[];
};

export type Merge =
  /** Made once, never changed. */
  | { rule: "fixed" }
  /** One value: whoever comes late against another value is a conflict. */
  | { rule: "value" }
  /** Never typed: made anew from the item. */
  | { rule: "computed" }
  /** Changes with another field of the same part, and with it alone. */
  | { rule: "follows"; field: string }
  | Entries
  /** A map with rows of its own, by the kind of item. */
  | { rule: "detail" };

export type FieldRule = {
  /** What it holds; the editor and the text of a value follow from it. `seed`: of one-time codes. */
  holds: "text" | "bytes" | "seed" | "time" | "flag" | "id" | "choice" | "structure" | "list" | "detail";
  /** Shown by an act only, and its bytes are overwritten after use. */
  secret: boolean;
  merge: Merge;
  /** Whether a file of another program can bring it. */
  imported: boolean;
  /** Most entries of a list. */
  most?: number;
  /** A value, or one entry of a list, as the text that a conflict or history holds; the rule for `holds` where absent. */
  textOf?(value: never): string | Uint8Array;
};

export type FieldRules = Readonly<Record<string, FieldRule>>;

type Of = Omit<FieldRule, "merge" | "imported"> & { imported?: boolean };

/** A field with one value. */
export function value(of: Of): FieldRule {
  return { imported: false, ...of, merge: { rule: "value" } };
}

/** A list whose entries are found by a key. */
export function entries<Entry>(
  of: Omit<Of, "holds" | "textOf"> & {
    rule: Entries["rule"];
    keyOf: (entry: Entry) => string;
    pathOf: (key: string) => string;
    isKeyAll?: boolean;
    tidy?: (entries: Entry[]) => Entry[];
    textOf?: (entry: Entry) => string | Uint8Array;
  },
): FieldRule {
  const { rule, keyOf, pathOf, isKeyAll = false, tidy, textOf, ...rest } = of;
  return {
    imported: false,
    ...rest,
    holds: "list",
    merge: { rule, keyOf, pathOf, isKeyAll, ...(tidy === undefined ? {} : { tidy: tidy as Entries["tidy"] & {} }) },
    ...(textOf === undefined ? {} : { textOf: textOf as FieldRule["textOf"] & {} }),
  };
}

/** Bytes as the key of an entry. */
export function bytesKey(bytes: Uint8Array): string {
  return hexText(bytes);
}
