/** A KDBX 4 file with many entries, each with values of its own; the same `count` gives the same entries. */
import { emptyXml, testFile } from "../../main/core/transfer/kdbx/test-file.ts";

export const kdbxPassphrase = "pw";

/** The file's bytes; it opens with `kdbxPassphrase`. `groups`: the entries go to these in turns, and none lies outside them. */
export function kdbxOf(count: number, groups: readonly string[] = []): Uint8Array {
  const entries = Array.from({ length: count }, (_, index) => entryOf(index + 1));
  const inside = groups.map((name, place) => {
    const own = entries.filter((_, index) => index % groups.length === place);
    return `<Group><UUID>${uuidOf(2 ** 32 + place)}</UUID><Name>${name}</Name>${own.join("")}</Group>`;
  });
  const all = inside.length === 0 ? entries : inside;
  return testFile({ xml: emptyXml.replace("</Group>", `${all.join("")}</Group>`) });
}

function entryOf(at: number): string {
  const fields = [
    field("Title", `Service ${at}`),
    field("UserName", `user${at}@acme.test`),
    field("Password", `secret of ${at}`),
    field("URL", `https://service-${at}.test/`),
    field("Extra", `extra ${at}`),
  ];
  return `<Entry><UUID>${uuidOf(at)}</UUID>${fields.join("")}</Entry>`;
}

const field = (name: string, value: string) => `<String><Key>${name}</Key><Value>${value}</Value></String>`;
const uuidOf = (at: number) => Buffer.from(at.toString(16).padStart(32, "0"), "hex").toString("base64");
