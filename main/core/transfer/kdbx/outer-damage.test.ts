/** The outer layers of a KDBX file, piece by piece: each piece alone is wrong, all others are sound. */
import { createCipheriv, createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compositeKey } from "./credentials.ts";
import { parseHeader } from "./header.ts";
import { kdbxLimits } from "./limits.ts";
import { openKdbx } from "./open.ts";
import { aesCipherId, aesDictionary, aesKdfId, argon2dId, dictionary, emptyXml, testFile } from "./test-file.ts";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const number = (size: number, value: number) => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntLE(value, 0, Math.min(size, 6));
  return bytes;
};
const refused = (code: string, detail: object) => ({ ok: false, failure: { code, detail } });
const damaged = (reason: string) => refused("import", { reason });

type Fields = [id: number, value: Uint8Array][];
const startBytes = Buffer.alloc(32, 5);
const fields3: Fields = [
  [2, aesCipherId],
  [3, number(4, 0)],
  [4, Buffer.alloc(32, 1)],
  [5, Buffer.alloc(32, 7)],
  [6, number(8, 1)],
  [7, Buffer.alloc(16, 2)],
  [8, Buffer.alloc(32, 3)],
  [9, startBytes],
  [10, number(4, 0)],
];
const fields4: Fields = [
  [2, aesCipherId],
  [3, number(4, 0)],
  [4, Buffer.alloc(32, 1)],
  [7, Buffer.alloc(16, 2)],
  [11, aesDictionary()],
];
const end: Fields = [[0, Buffer.alloc(4)]];

/** A field as it lies in a file of this version. */
const field = (version: number, [id, value]: Fields[number]) =>
  Buffer.concat([number(1, id), number(version === 3 ? 2 : 4, value.length), value]);
/** What stands before the fields: two magic numbers, the version. */
const start = (version: number, first = 0x9aa2d903, second = 0xb54bfb67) =>
  Buffer.concat([number(4, first), number(4, second), number(2, 1), number(2, version)]);
const header = (version: number, fields: Fields, before = start(version)) =>
  Buffer.concat([before, ...[...fields, ...end].map((one) => field(version, one))]);
/** The sound fields with one of them replaced. */
const but = (fields: Fields, id: number, value: Uint8Array): Fields =>
  fields.map(([at, had]) => [at, at === id ? value : had]);

const argon = (more: Parameters<typeof dictionary>[0]) =>
  header(
    4,
    but(
      fields4,
      11,
      dictionary({
        $UUID: argon2dId,
        S: new Uint8Array(32),
        P: { size: 4, value: 1 },
        M: { size: 8, value: 8 * 1024 * 1024 },
        I: { size: 8, value: 1 },
        V: { size: 4, value: 0x13 },
        ...more,
      }),
    ),
  );
/** A header that ends inside the value of its last field, in bytes that read as the end of all fields. */
const cutValue = Buffer.concat([
  start(4),
  ...fields4.map((one) => field(4, one)),
  number(1, 12),
  number(4, 20),
  field(4, [0, Buffer.alloc(0)]),
]);

describe("a header is refused", () => {
  test.each([
    ["version 3", header(3, fields3)],
    ["version 4", header(4, fields4)],
    ["version 4 with Argon2", argon({})],
  ])("not where it is sound: %s", (_, bytes) => {
    expect(parseHeader(bytes)).toMatchObject({ ok: true });
  });

  test.each<[string, Uint8Array, object]>([
    ["another first magic number", header(4, fields4, start(4, 0x9aa2d904)), damaged("not-kdbx")],
    ["another second magic number", header(4, fields4, start(4, 0x9aa2d903, 0xb54bfb68)), damaged("not-kdbx")],
    ["cut within the version", start(4).subarray(0, 10), damaged("cut-off")],
    ["version 5", header(5, fields4), damaged("kdbx-version")],
    ["cut within a field's length", header(4, fields4).subarray(0, 14), damaged("cut-off")],
    ["cut within a field's value", cutValue, damaged("cut-off")],
    ["one field twice", header(4, [...fields4, fields4[1] as Fields[number]]), damaged("header")],
    [
      "a field longer than a header may be",
      header(4, [...fields4, [12, Buffer.alloc(kdbxLimits.headerBytes)]]),
      refused("limit", { field: "header" }),
    ],
    ["a short master seed", header(4, but(fields4, 4, Buffer.alloc(31))), damaged("header")],
    ["a short nonce", header(4, but(fields4, 7, Buffer.alloc(12))), damaged("header")],
    ["version 3, a short seed", header(3, but(fields3, 5, Buffer.alloc(31))), damaged("header")],
    ["version 3, no key of the inner stream", header(3, but(fields3, 8, Buffer.alloc(0))), damaged("header")],
    ["version 3, short start bytes", header(3, but(fields3, 9, Buffer.alloc(31))), damaged("header")],
    [
      "version 4, a short AES seed",
      header(4, but(fields4, 11, dictionary({ $UUID: aesKdfId, S: Buffer.alloc(31), R: { size: 8, value: 1 } }))),
      damaged("header"),
    ],
    [
      "version 4, one AES round more than is allowed",
      header(4, but(fields4, 11, aesDictionary(kdbxLimits.aesRounds + 1))),
      refused("limit", { field: "rounds" }),
    ],
    ["Argon2 without a number of lanes", argon({ P: Buffer.alloc(4) }), damaged("header")],
    ["Argon2 with a number as its secret", argon({ K: { size: 4, value: 1 } }), damaged("header")],
    [
      "Argon2 with less memory than its lanes need",
      argon({ P: { size: 4, value: 2 }, M: { size: 8, value: 8 * 1024 } }),
      refused("limit", { field: "memory" }),
    ],
  ])("with %s", (_, bytes, expected) => {
    expect(parseHeader(bytes)).toMatchObject(expected);
  });
});

type Block = { index?: number; hash?: Uint8Array; bytes: Uint8Array };
/** A whole file of version 3 under one AES round, from these blocks. */
function file3(blocks: Block[]): Uint8Array {
  const head = header(3, fields3);
  const round = createCipheriv("aes-256-ecb", Buffer.alloc(32, 7), null).setAutoPadding(false);
  const transformed = sha256(round.update(sha256(sha256(Buffer.from("pw")))), round.final());
  const cipher = createCipheriv("aes-256-cbc", sha256(Buffer.alloc(32, 1), transformed), Buffer.alloc(16, 2));
  const written = blocks.map(({ index, hash, bytes }, at) => {
    const said = hash ?? (bytes.length === 0 ? Buffer.alloc(32) : sha256(bytes));
    return Buffer.concat([number(4, index ?? at), said, number(4, bytes.length), bytes]);
  });
  return Buffer.concat([head, cipher.update(Buffer.concat([startBytes, ...written])), cipher.final()]);
}
const open = (file: Uint8Array) => openKdbx(file, { password: "pw", keyFile: null });
const xml = Buffer.from(emptyXml);
const last: Block = { bytes: Buffer.alloc(0) };
const saysHash = (hash: Uint8Array) =>
  Buffer.from(
    emptyXml.replace("<Meta/>", `<Meta><HeaderHash>${Buffer.from(hash).toString("base64")}</HeaderHash></Meta>`),
  );

describe("a file of version 3 is refused", () => {
  test("not where it is sound, also where it names its header's hash", async () => {
    expect(await open(file3([{ bytes: xml }, last]))).toMatchObject({ ok: true });
    expect(await open(file3([{ bytes: saysHash(sha256(header(3, fields3))) }, last]))).toMatchObject({ ok: true });
  });

  test.each<[string, Uint8Array, object]>([
    ["a block out of its order", file3([{ index: 1, bytes: xml }, last]), damaged("cut-off")],
    ["a block with another hash", file3([{ hash: Buffer.alloc(32), bytes: xml }, last]), damaged("block-hash")],
    [
      "a last block with a hash",
      file3([{ bytes: xml }, { ...last, hash: Buffer.alloc(32, 1) }]),
      damaged("block-hash"),
    ],
    ["another header's hash", file3([{ bytes: saysHash(Buffer.alloc(32)) }, last]), damaged("header-hash")],
    [
      "more blocks than are read",
      file3(Array.from({ length: kdbxLimits.blocks + 2 }, () => ({ bytes: Buffer.of(0x20) }))),
      refused("limit", { field: "blocks" }),
    ],
    ["less than one block", Buffer.concat([header(3, fields3), Buffer.alloc(47)]), damaged("cut-off")],
  ])("with %s", async (_, file, expected) => {
    expect(await open(file)).toMatchObject(expected);
  });
});

const inner = Buffer.from([1, 4, 0, 0, 0, 3, 0, 0, 0, 2, 4, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0]);
const packed = gzipSync(Buffer.concat([inner, xml]));

describe("a file of version 4 is refused", () => {
  test("not where it is sound", async () => {
    expect(await open(testFile({ payload: packed }))).toMatchObject({ ok: true });
  });

  test.each<[string, Uint8Array, object]>([
    [
      "sealed bytes that are no whole blocks of its cipher",
      testFile({ sealed: Buffer.alloc(17), compression: 0 }),
      damaged("padding"),
    ],
    ["compressed bytes that end too early", testFile({ payload: packed.subarray(0, -4) }), damaged("gzip")],
    ["no group", testFile({ xml: "<KeePassFile><Meta/><Root></Root></KeePassFile>" }), damaged("no-groups")],
    ["more bytes than a file may have", new Uint8Array(kdbxLimits.fileBytes + 1), refused("limit", { field: "bytes" })],
  ])("with %s", async (_, file, expected) => {
    expect(await open(file)).toMatchObject(expected);
  });
});

const keyXml = (version: string, key: string, hash = "") =>
  Buffer.from(
    `<KeyFile><Meta><Version>${version}</Version></Meta><Key><Data Hash="${hash}">${key}</Data></Key></KeyFile>`,
  );
const hexKey = (bytes: number) => Buffer.alloc(bytes, 7).toString("hex");
const hexCheck = (bytes: number) => sha256(Buffer.alloc(bytes, 7)).subarray(0, 4).toString("hex");
const keyOf = (keyFile: Uint8Array) => compositeKey({ password: null, keyFile });

describe("a key file is refused", () => {
  test.each([
    ["version 1", keyXml("1.0", Buffer.alloc(32, 7).toString("base64"))],
    ["version 2", keyXml("2.0", hexKey(32), hexCheck(32))],
  ])("not where it is sound: %s", async (_, file) => {
    expect(await keyOf(file)).toMatchObject({ ok: true });
  });

  test.each<[string, Uint8Array, object]>([
    ["version 1 and no base64", keyXml("1.0", "*"), damaged("key-file")],
    ["an unknown version", keyXml("3.0", hexKey(32), hexCheck(32)), damaged("key-file")],
    ["version 2 and a short key", keyXml("2.0", hexKey(31), hexCheck(31)), damaged("key-file")],
    ["version 2 and a wrong check", keyXml("2.0", hexKey(32), "00000000"), damaged("key-file")],
    [
      "more bytes than it may have",
      new Uint8Array(kdbxLimits.keyFileBytes + 1),
      refused("limit", { field: "keyFile" }),
    ],
  ])("with %s", async (_, file, expected) => {
    expect(await keyOf(file)).toMatchObject(expected);
  });
});
