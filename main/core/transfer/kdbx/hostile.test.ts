import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { kdbxLimits } from "./limits.ts";
import { openKdbx } from "./open.ts";
import {
  aesDictionary,
  argon2dId,
  type DictionaryValue,
  dictionary,
  emptyXml,
  entryXml,
  type TestFile,
  testFile,
  twofishId,
} from "./test-file.ts";

const open = (options: TestFile) => openKdbx(testFile(options), { password: "pw", keyFile: null });
const refused = (code: string, detail: object) => ({ ok: false, failure: { code, detail } });
const entryOf = async (xml: string) => {
  const file = await open({ xml });
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  return file.value.document.entries[0];
};

test("the sound file that all others vary opens", async () => {
  expect(await open({})).toMatchObject({ ok: true, value: { version: "4.1" } });
});

describe("headers that ask for too much are refused before anything is derived", () => {
  const argon = (more: Record<string, DictionaryValue>) =>
    dictionary({
      $UUID: argon2dId,
      S: new Uint8Array(32),
      P: { size: 4, value: 1 },
      M: { size: 8, value: 8 * 1024 * 1024 },
      I: { size: 8, value: 1 },
      V: { size: 4, value: 0x13 },
      ...more,
    });
  const cases: [string, Uint8Array, object][] = [
    ["4 GiB of memory", argon({ M: { size: 8, value: 4 * 2 ** 30 } }), refused("limit", { field: "memory" })],
    ["2^40 bytes of memory", argon({ M: { size: 8, value: 2 ** 40 } }), refused("limit", { field: "memory" })],
    [
      "17 passes of 1 GiB",
      argon({ M: { size: 8, value: 2 ** 30 }, I: { size: 8, value: 17 } }),
      refused("limit", { field: "iterations" }),
    ],
    [
      "1,025 passes of 16 MiB",
      argon({ M: { size: 8, value: 2 ** 24 }, I: { size: 8, value: 1025 } }),
      refused("limit", { field: "iterations" }),
    ],
    ["2^32 passes", argon({ I: { size: 8, value: 2 ** 32 } }), refused("limit", { field: "iterations" })],
    ["no pass", argon({ I: { size: 8, value: 0 } }), refused("limit", { field: "iterations" })],
    ["1,000 lanes", argon({ P: { size: 4, value: 1000 } }), refused("limit", { field: "parallelism" })],
    ["no lane", argon({ P: { size: 4, value: 0 } }), refused("limit", { field: "parallelism" })],
    ["a short salt", argon({ S: new Uint8Array(4) }), refused("limit", { field: "salt" })],
    ["an old Argon2", argon({ V: { size: 4, value: 0x10 } }), refused("import", { reason: "argon2-version" })],
    ["associated data", argon({ A: new Uint8Array(3) }), refused("import", { reason: "argon2-associated" })],
    ["2^40 AES rounds", aesDictionary(2 ** 40), refused("limit", { field: "rounds" })],
    [
      "an unknown derivation",
      dictionary({ $UUID: new Uint8Array(16) }),
      refused("import", { reason: "key-derivation" }),
    ],
    ["a cut-off dictionary", aesDictionary().subarray(0, 20), refused("import", { reason: "header" })],
  ];
  test.each(cases)("%s", async (_, kdf, expected) => {
    const started = performance.now();
    expect(await open({ kdf })).toMatchObject(expected);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test("what is not for this reader is named", async () => {
    expect(await open({ cipher: twofishId })).toMatchObject(refused("import", { reason: "twofish" }));
    expect(await open({ cipher: new Uint8Array(16) })).toMatchObject(refused("import", { reason: "cipher" }));
    expect(await open({ compression: 2 })).toMatchObject(refused("import", { reason: "compression" }));
    expect(await open({ innerCipher: 1 })).toMatchObject(refused("import", { reason: "arcfour" }));
    const kdb1 = testFile({});
    kdb1[4] = 0x65;
    expect(await openKdbx(kdb1, { password: "pw", keyFile: null })).toMatchObject(
      refused("import", { reason: "kdb-1" }),
    );
    expect(await openKdbx(new Uint8Array(0), { password: "pw", keyFile: null })).toMatchObject(
      refused("import", { reason: "not-kdbx" }),
    );
    const text = new TextEncoder().encode("title,username,password\n");
    expect(await openKdbx(text, { password: "pw", keyFile: null })).toMatchObject(
      refused("import", { reason: "not-kdbx" }),
    );
  });
});

describe("damage", () => {
  test("every cut of a file is a named failure, never a throw and never a success", async () => {
    const whole = testFile({});
    for (let length = 0; length < whole.length; length += 3) {
      const result = await openKdbx(whole.subarray(0, length), { password: "pw", keyFile: null });
      expect(result.ok, `cut at ${length}`).toBe(false);
    }
  });

  test("every flipped byte is noticed", async () => {
    const whole = testFile({ compression: 0 });
    for (let at = 0; at < whole.length; at += 1) {
      // Byte 8 is the minor version's low half and stands under the header's hash like all others.
      const flipped = whole.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x01;
      const result = await openKdbx(flipped, { password: "pw", keyFile: null });
      expect(result.ok, `byte ${at}`).toBe(false);
    }
  });

  test("a file of version 3 that is cut off is damaged, not wrongly keyed", async () => {
    const url = new URL("../../../../e2e/fixtures/imports/keepassxc.kdbx", import.meta.url);
    const whole = new Uint8Array(readFileSync(url));
    const cut = whole.subarray(0, whole.length - 32);
    expect(await openKdbx(cut, { password: "fixture-pass", keyFile: null })).toMatchObject({
      failure: { code: "import", detail: { reason: "cut-off" } },
    });
  });

  test("sealed bytes that are no gzip, no XML, no UTF-8", async () => {
    expect(await open({ payload: new Uint8Array(100) })).toMatchObject(refused("import", { reason: "inner-header" }));
    expect(await open({ xml: "<KeePassFile>" })).toMatchObject(refused("import", { reason: "xml-cut-off" }));
    expect(await open({ xml: "" })).toMatchObject(refused("import", { reason: "xml-cut-off" }));
    expect(await open({ xml: "plain" })).toMatchObject(refused("import", { reason: "xml" }));
    expect(await open({ xml: "<html></html>" })).toMatchObject(refused("import", { reason: "xml-root" }));
    expect(await open({ xml: Buffer.from(emptyXml, "utf16le") })).toMatchObject({ failure: { code: "import" } });
    expect(await open({ xml: Buffer.concat([Buffer.from(emptyXml), Buffer.of(0xff)]) })).toMatchObject(
      refused("import", { reason: "utf-8" }),
    );
    expect(await open({ xml: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(emptyXml)]) })).toMatchObject({
      ok: true,
    });
  });
});

describe("bombs", () => {
  test("a megabyte that unpacks to more than the limit is stopped", { timeout: 120_000 }, async () => {
    const inner = Buffer.from([1, 4, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const comment = Buffer.from(`<!--${" ".repeat(1024 * 1024)}-->`);
    const many = Buffer.alloc(kdbxLimits.plainBytes, comment);
    const long = gzipSync(Buffer.concat([inner, Buffer.from(emptyXml), many]), { level: 1 });
    const before = process.memoryUsage().rss;
    expect(await open({ payload: Buffer.from(long) })).toMatchObject(refused("limit", { field: "plain" }));
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  test("blocks: as many as are allowed are read, one more is not", { timeout: 30_000 }, async () => {
    const padded = `${emptyXml}${" ".repeat(kdbxLimits.blocks)}`;
    const payload = Buffer.concat([
      Buffer.from([1, 4, 0, 0, 0, 3, 0, 0, 0, 2, 4, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0]),
      Buffer.from(padded),
    ]);
    const sealedBytes = Math.floor(payload.length / 16 + 1) * 16;
    const blockBytes = Math.ceil(sealedBytes / kdbxLimits.blocks);
    expect(await open({ payload, compression: 0, blockBytes })).toMatchObject({ ok: true });
    expect(await open({ payload, compression: 0, blockBytes: 1 })).toMatchObject(refused("limit", { field: "blocks" }));
  });

  test("the files that an inner header names are counted", { timeout: 30_000 }, async () => {
    const file = [3, 0, 0, 0, 0];
    const payload = Buffer.alloc(5 * (kdbxLimits.parts + 2), Buffer.from(file));
    expect(await open({ payload, compression: 0 })).toMatchObject(refused("limit", { field: "parts" }));
  });

  const endless: [string, string][] = [
    ["white space behind the document", `${emptyXml}${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["a comment", `<KeePassFile><!--${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["a processing instruction", `<KeePassFile><?a ${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["a tag's name", `<KeePassFile><${"a".repeat(2 * kdbxLimits.valueChars)}`],
    ["a tag's spaces", `<KeePassFile><a ${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["an attribute", `<KeePassFile><a b="${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["a document type", `<!DOCTYPE a [${" ".repeat(2 * kdbxLimits.valueChars)}`],
    ["text", `<KeePassFile><Meta><HeaderHash>${" ".repeat(1.5 * kdbxLimits.textChars)}`],
    ["a CDATA section", `<KeePassFile><Meta><HeaderHash><![CDATA[${" ".repeat(1.5 * kdbxLimits.textChars)}`],
    ["a character reference", `<KeePassFile><Meta><HeaderHash>&#${"0".repeat(1.5 * kdbxLimits.textChars)}`],
  ];
  test.each(endless)("%s without an end is refused before the document ends", async (_, xml) => {
    expect(await open({ xml })).toMatchObject(refused("limit", { field: "value" }));
  });

  test("document types, and so entities of one's own, are refused", async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>${emptyXml.slice(55)}`;
    expect(await open({ xml: bomb })).toMatchObject(refused("import", { reason: "xml-doctype" }));
    const external = entryXml("<String><Key>x</Key><Value>&file;</Value></String>");
    expect(await open({ xml: external })).toMatchObject(refused("import", { reason: "xml-entity" }));
  });

  test("depth: of elements and of groups", async () => {
    const deep = `<KeePassFile>${"<a>".repeat(100_000)}`;
    expect(await open({ xml: deep })).toMatchObject(refused("limit", { field: "xml-depth" }));
    const groups = `<KeePassFile><Root>${"<Group>".repeat(80)}`;
    expect(await open({ xml: groups })).toMatchObject(refused("limit", { field: "group-depth" }));
  });

  test("counts: entries, history", { timeout: 30_000 }, async () => {
    const many = entryXml("", "<Entry/>".repeat(kdbxLimits.entries));
    expect(await open({ xml: many })).toMatchObject(refused("limit", { field: "entries" }));
    const nested = entryXml("<History><Entry><History><Entry/></History></Entry></History>");
    expect(await open({ xml: nested })).toMatchObject(refused("import", { reason: "history-in-history" }));
  });
});

describe("names and text from a hostile hand", () => {
  test("prototype names are names like any other", async () => {
    const names = ["__proto__", "constructor", "hasOwnProperty", "toString"];
    const strings = names.map((name) => `<String><Key>${name}</Key><Value>v</Value></String>`).join("");
    const elements = names.map((name) => `<${name}>x</${name}>`).join("");
    const entry = await entryOf(entryXml(strings + elements));
    const values = names.map((name) => new TextDecoder().decode(entry?.fields.get(name)?.bytes));
    expect(values).toEqual(names.map(() => "v"));
    expect(({} as Record<string, unknown>).v).toBeUndefined();
  });

  test("text arrives exactly: references, CDATA, comments, line ends", async () => {
    const entry = await entryOf(
      entryXml(
        "<String><Key>k</Key><Value>a&amp;b &#x1F511; <![CDATA[<c>&d;]]><!-- no -->\r\ne\rf&#13;</Value></String>",
      ),
    );
    expect(new TextDecoder().decode(entry?.fields.get("k")?.bytes)).toBe("a&b 🔑 <c>&d;\ne\nf\r");
  });

  test("a name that comes twice keeps both values and is remarked", async () => {
    const one = (value: string) => `<String><Key>k</Key><Value>${value}</Value></String>`;
    const entry = await entryOf(entryXml(one("first") + one("second")));
    expect(new TextDecoder().decode(entry?.fields.get("k")?.bytes)).toBe("first");
    expect(new TextDecoder().decode(entry?.fields.get("k (2)")?.bytes)).toBe("second");
    expect(entry?.repeated).toEqual(["k (2)"]);
  });
});
