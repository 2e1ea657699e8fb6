/** What a column of a table of logins can become, and the kinds of files that can be chosen for an import. Pure. */

/** `isOne`: only one column can be it. `isHidden`: its values are shown as dots. */
type ColumnRule = { isOne: boolean; isHidden: boolean };

/** What a column can become; `text`, `hidden`: a field of its own under the column's name. Left away, it is null. */
export const columnRules = {
  title: { isOne: true, isHidden: false },
  url: { isOne: false, isHidden: false },
  username: { isOne: true, isHidden: false },
  password: { isOne: true, isHidden: true },
  totp: { isOne: true, isHidden: true },
  notes: { isOne: false, isHidden: false },
  group: { isOne: true, isHidden: false },
  tags: { isOne: false, isHidden: false },
  text: { isOne: false, isHidden: false },
  hidden: { isOne: false, isHidden: true },
} as const satisfies Record<string, ColumnRule>;
export type ColumnField = keyof typeof columnRules;

/** All of them, in the order in which people choose. */
export const columnFields = Object.keys(columnRules) as ColumnField[];

export type ImportFileKind = "kdbx" | "latchkey" | "keepass-1" | "workbook" | "json" | "table" | "unknown";

const starts: [ImportFileKind, number[]][] = [
  ["kdbx", [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5]],
  // “latchkey-archive-”, of any version.
  ["latchkey", [...new TextEncoder().encode("latchkey-archive-")]],
  ["keepass-1", [0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5]],
  // A ZIP archive and an old compound file: what spreadsheets are saved as.
  ["workbook", [0x50, 0x4b, 0x03, 0x04]],
  ["workbook", [0xd0, 0xcf, 0x11, 0xe0]],
];

/** What a file is by its first few thousand bytes: `table` for text, `unknown` for bytes that are none. */
export function importFileKind(head: Uint8Array): ImportFileKind {
  const found = starts.find(([, start]) => start.every((byte, at) => head[at] === byte));
  if (found !== undefined) return found[0];
  if (head.length === 0) return "unknown";
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isWide) return "table";
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  // Text in UTF-16 without a mark: every second byte of Latin letters is zero.
  if (zeros > 0) return zeros * 3 > head.length && zeros * 3 < head.length * 2 ? "table" : "unknown";
  const controls = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 32) ? 1 : 0), 0);
  if (controls * 50 > head.length) return "unknown";
  const first = head.find((byte) => byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b || first === 0x5b ? "json" : "table";
}
