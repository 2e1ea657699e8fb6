/** What a rule of imports is, and what many of them name (`import-rules.ts`). */
export type Rule = {
  /** Files below this path, unless an earlier rule took them. */
  from: string;
  /** Project paths that may be imported, by their beginning. */
  may: string[];
  /** Project paths of which only types may be imported. */
  mayTypes?: string[];
  /** Project paths that `may` would let in and that are not for these files. */
  not?: string[];
  /** Packages that may be imported; `node:` and `@scope/` stand for all below them. */
  packages: string[];
  /** Where only some names of a package may be taken. */
  names?: Record<string, string[]>;
  /** May import what is known only when it runs. */
  mayCompute?: true;
};

/** What every part of the program may build on: it holds nothing and knows nobody. */
export const base = ["shared/encoding/", "shared/deadline.ts", "shared/failures.ts", "shared/text.ts"];
export const crypto = "shared/crypto/";
export const model = "shared/model/";
export const contract = "shared/contract/";
/** Words for people: read by the page, the hosts, command lines and scripts; whatever else speaks says codes. */
export const words = "shared/copy/";
export const protocol = (...names: string[]): string[] => names.map((name) => `shared/protocol/${name}/`);
export const strength = ["core", "language-common", "language-de", "language-en"].map((name) => `@zxcvbn-ts/${name}`);

export type Row = Omit<Rule, "from" | "may" | "packages"> & { may?: string[]; packages?: string[] };

/** Rules for the folders of a part: a row each, by its name. A folder may always import itself. */
export function within(part: string, on: string[], rows: Record<string, Row>): Rule[] {
  return Object.entries(rows).map(([folder, { may = [], packages = [], ...row }]) => {
    const from = `${part}/${folder}/`;
    return { from, may: [from, ...on, ...may], packages, ...row };
  });
}
