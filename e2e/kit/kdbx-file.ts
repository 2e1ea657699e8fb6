/** A KDBX 4 file with many entries, each with values of its own; the same `count` gives the same entries. */
import { emptyXml, testFile } from "../../main/core/transfer/kdbx/test-file.ts";

export const kdbxPassphrase = "pw";

/** The file's bytes; it opens with `kdbxPassphrase`. */
export function kdbxOf(count: number): Uint8Array {
  const field = (name: string, value: string) => `<String><Key>${name}</Key><Value>${value}</Value></String>`;
  let entries = "";
  for (let at = 1; at <= count; at++) {
    const uuid = Buffer.from(at.toString(16).padStart(32, "0"), "hex").toString("base64");
    const fields = [
      field("Title", `Service ${at}`),
      field("UserName", `user${at}@acme.test`),
      field("Password", `secret of ${at}`),
      field("URL", `https://service-${at}.test/`),
      field("Extra", `extra ${at}`),
    ];
    entries += `<Entry><UUID>${uuid}</UUID>${fields.join("")}</Entry>`;
  }
  return testFile({ xml: emptyXml.replace("</Group>", `${entries}</Group>`) });
}
