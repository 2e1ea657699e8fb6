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
  /**
   * Where entries with one key say something else: what of both is kept, undefined where either took it away. Absent: a conflict.
   */
  meet?(current: never, wanted: never): unknown;
  /** Brings a merged list into its order and its count. */
  tidy?(entries: never[]): unknown[];
};

export type Merge =
  /** Made once, never changed. */
  | { rule: "fixed" }
  /** One value: whoever comes late against another value is a conflict. */
  | { rule: "value" }
  /** Told by an act on another field (a seed): who comes late gives way, and nobody is asked to choose. */
  | { rule: "told" }
  /** Never typed: made anew from the item. */
  | { rule: "computed" }
  /** Changes with another field of the same part, and with it alone. */
  | { rule: "follows"; field: string }
  | Entries
  /** A map with rows of its own, by the kind of item. */
  | { rule: "detail" };

/**
 * `line`: one line. `lines`: several, as of a key. `digits`: a long number, shown in groups of four. `codes`: one entry on each
 * line. `login`: another item, chosen.
 */
export type FieldForm = "line" | "lines" | "digits" | "codes" | "login";

export type FieldRule = {
  /** What it holds; the editor and the text of a value follow from it. `seed`: of one-time codes. */
  holds: "text" | "bytes" | "seed" | "time" | "flag" | "id" | "choice" | "structure" | "list" | "detail";
  /** Shown by an act only, and its bytes are overwritten after use. */
  secret: boolean;
  merge: Merge;
  /** Whether a file of another program can bring it. */
  imported: boolean;
  /** Whether people set it when they save an item; other fields come with an act of their own. */
  settable: boolean;
  /** Most entries of a list. */
  most?: number;
  /** Longest text (in UTF-16 units) or byte string, of a list: of each entry. What a file brings beyond it is moved. */
  longest?: number;
  /** How people type it, of what one kind alone has. */
  form?: FieldForm;
  /** A value, or one entry of a list, as the text that a conflict or history holds; the rule for `holds` where absent. */
  textOf?(value: never): string | Uint8Array;
};

export type FieldRules = Readonly<Record<string, FieldRule>>;

/** Of what every item may have: whether people look for it in one kind. The rest is in the editor where the item has it. */
export type Offers = { username: boolean; password: boolean; totp: boolean; urls: boolean };
export const offersNone: Offers = { username: false, password: false, totp: false, urls: false };

/** Rows of what one kind alone has: each says how it is typed. */
export type DetailRules<Detail = Record<string, unknown>> = Readonly<
  Record<keyof Detail, FieldRule & { form: FieldForm }>
>;

/** The fields whose rows say so, by their names: what else is asked for by row stays complete. */
export type Named<Rules, Column> = {
  [Field in keyof Rules]: Rules[Field] extends Column ? Field : never;
}[keyof Rules];

const off = { imported: false, settable: false } as const;
type Off = typeof off;
type Of = Omit<FieldRule, "merge" | keyof Off> & Partial<Pick<FieldRule, keyof Off>>;

/** A field with one value; columns that are not given are off. */
export function value<const Given extends Of>(
  of: Given,
): Omit<Off, keyof Given> & Given & { merge: { rule: "value" } } {
  return { ...off, ...of, merge: { rule: "value" } };
}

type OfList = Omit<Of, "holds"> & Omit<Entries, "isKeyAll"> & { isKeyAll?: boolean };

/** A list whose entries are found by a key. */
export function entries<const Given extends OfList>(
  of: Given,
): Omit<Off, keyof Given> & Omit<Given, keyof Entries> & { holds: "list"; merge: Entries } {
  const { rule, keyOf, pathOf, isKeyAll = false, meet, tidy, ...rest } = of;
  const merge: Entries = {
    ...{ rule, keyOf, pathOf, isKeyAll },
    ...(meet === undefined ? {} : { meet }),
    ...(tidy === undefined ? {} : { tidy }),
  };
  return { ...off, ...rest, holds: "list", merge };
}

/** Bytes as the key of an entry. */
export function bytesKey(bytes: Uint8Array): string {
  return hexText(bytes);
}
