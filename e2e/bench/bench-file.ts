/** The KDBX files that every checkout imports: `count` logins from number `from` on, the same bytes of text each time. */
import { entryXml, testFile } from "../../main/core/transfer/kdbx/test-file.ts";

/** The password of every such file; its derivation is one AES round, so that no figure holds a KDF. */
export const filePassword = "bench";

/** A file of logins `from` to `from + count - 1`. */
export function benchFile(count: number, from: number): Uint8Array {
  const string = (key: string, value: string) => `<String><Key>${key}</Key><Value>${value}</Value></String>`;
  const texts = Array.from({ length: count }, (_, index) => {
    const at = from + index;
    return (
      string("Title", `Tool ${at} of the team`) +
      string("UserName", `user${at}@example.org`) +
      string("Password", `pass-${at}-${at * 7}`) +
      string("URL", `https://tool${at}.example.org`)
    );
  });
  return testFile({ password: filePassword, xml: entries(texts, from) });
}

function entries(texts: string[], from: number): string {
  const one = entryXml("@@@").replace("<String><Key>Title</Key><Value>One</Value></String>", "");
  const entry = /<Entry>[\s\S]*<\/Entry>/.exec(one)?.[0] ?? "";
  const id = (at: number): string => Buffer.from(String(at).padStart(16, "0")).toString("base64");
  const all = texts.map((text, index) =>
    entry.replace("@@@", text).replace(/<UUID>[^<]*<\/UUID>/, `<UUID>${id(from + index)}</UUID>`),
  );
  return one.replace(entry, all.join(""));
}
