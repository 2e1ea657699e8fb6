/** Archives that somebody changed, or made on purpose: refused by name, before anything is taken. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../../e2e/fixtures/vectors/vector-file.ts";
import { openArchive, sealArchive } from "../../../../shared/crypto/archive.ts";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import { kdfFloor } from "../../../../shared/crypto/unlock.ts";
import { encodeWith } from "../../../../shared/encoding/canonical.ts";
import { bytesField, strict, uintField } from "../../../../shared/encoding/fields.ts";
import type { EpochMs, ItemId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { type ArchivePart, encodeArchivePart } from "../../../../shared/model/archive.ts";
import { emptyItem, encodeOverview, encodeSecret } from "../../../../shared/model/items.ts";
import { must } from "../../../../shared/testing/team.ts";
import { base32Text, joinBytes, utf8Bytes } from "../../../../shared/text.ts";
import { readArchive, readOpened } from "./read-archive.ts";
import { createArchiveWriter } from "./write-archive.ts";

await cryptoReady();

const passphrase = "quince marble tugboat nineteen";
const turn = async () => undefined;
const id = (number: number, length = 16) => base32Text(new Uint8Array(length).fill(number)) as ItemId;
const verdict = (result: Result<unknown>) =>
  result.ok ? "ok" : [result.failure.code, result.failure.detail?.reason].filter(Boolean).join(" ");

const archive: ArchivePart = { part: "archive", made: 0 as EpochMs, team: "Tray" };
const vault: ArchivePart = { part: "vault", vault: id(0), kind: "shared", title: "Office" };
const older: ArchivePart = {
  part: "older",
  values: [{ field: "password", value: utf8Bytes("old"), at: 1 as EpochMs }],
};
const file: ArchivePart = { part: "file", name: "a", size: 3 };
const piece: ArchivePart = { part: "piece", bytes: utf8Bytes("abc") };
const body = emptyItem("login");
const bytesOf = () => ({ overview: encodeOverview(body.overview), secret: encodeSecret("login", body.secret) });
const item = (rest: Partial<ArchivePart & { part: "item" }> = {}): ArchivePart => ({
  ...{ part: "item", item: id(1), changedAt: 1 as EpochMs, ...bytesOf(), older: 0 },
  ...rest,
});
const end = (rest: Partial<ArchivePart & { part: "end" }> = {}): ArchivePart => ({
  ...{ part: "end", vaults: 1, items: 1, older: 0, files: 0, left: 0 },
  ...rest,
});

/** An archive of these parts, sealed as whoever knows the passphrase seals them, read without the cost of a key. */
async function read(parts: readonly (ArchivePart | Uint8Array)[]) {
  const left = parts.map((part) => (part instanceof Uint8Array ? part : encodeArchivePart(part)));
  return readOpened({ next: () => ok(left.shift() ?? null) }, turn);
}

describe("an archive made on purpose", () => {
  it("is read where it is whole", async () => {
    expect(verdict(await read([archive, end({ vaults: 0, items: 0 })]))).toBe("ok");
    const parts = [archive, vault, item({ older: 1 }), older, file, piece, end({ older: 1, files: 1 })];
    expect(must(await read(parts)).items).toMatchObject([{ group: "Office", files: [{ name: "a" }] }]);
  });

  it.each<[string, string, readonly (ArchivePart | Uint8Array)[]]>([
    ["nothing in it", "archive-cut", []],
    ["no end", "archive-cut", [archive, vault, item()]],
    ["no beginning", "archive-order", [vault, item(), end()]],
    ["two beginnings", "archive-order", [archive, archive, vault, item(), end()]],
    ["two ends", "archive-order", [archive, vault, item(), end(), end()]],
    ["something behind the end", "archive-order", [archive, vault, item(), end(), vault]],
    ["an item in no vault", "archive-order", [archive, item(), end()]],
    ["an older value of no item", "archive-order", [archive, vault, older, end()]],
    ["a file of no item", "archive-order", [archive, vault, file, piece, item(), end()]],
    ["a piece of no file", "archive-order", [archive, vault, item(), piece, end()]],
    ["an older value behind a file", "archive-order", [archive, vault, item(), file, piece, older, end()]],
    ["fewer items than it says", "archive-count", [archive, vault, item(), end({ items: 2 })]],
    ["more items than it says", "archive-count", [archive, vault, item(), item(), end()]],
    ["fewer vaults than it says", "archive-count", [archive, vault, item(), end({ vaults: 2 })]],
    ["fewer files than it says", "archive-count", [archive, vault, item(), end({ files: 1 })]],
    [
      "an item short of an older value",
      "archive-count",
      [archive, vault, item({ older: 2 }), older, end({ older: 1 })],
    ],
    [
      "an item with more older values than it says",
      "archive-count",
      [archive, vault, item(), older, end({ older: 1 })],
    ],
    [
      "a file that ends early",
      "archive-count",
      [archive, vault, item(), { ...file, size: 4 } as ArchivePart, piece, end({ files: 1 })],
    ],
    ["a file that goes on", "archive-count", [archive, vault, item(), file, piece, piece, end({ files: 1 })]],
    ["a file of no pieces", "archive-count", [archive, vault, item(), file, end({ files: 1 })]],
    [
      "endless empty pieces",
      "archive-count",
      [archive, vault, item(), file, { ...piece, bytes: new Uint8Array() } as ArchivePart],
    ],
    [
      "endless empty older values",
      "archive-count",
      [archive, vault, item({ older: 1 }), { ...older, values: [] } as ArchivePart],
    ],
    ["a part of another kind", "archive-damaged", [archive, encodeWith(strict({ part: uintField() }), { part: 1 })]],
    ["bytes that are no part", "archive-damaged", [archive, utf8Bytes("{}")]],
    ["an overview that is none", "archive-damaged", [archive, vault, item({ overview: utf8Bytes("x") }), end()]],
    [
      "a secret of another kind",
      "archive-damaged",
      [archive, vault, item({ secret: encodeSecret("card", emptyItem("card").secret) }), end()],
    ],
  ])("with %s is refused: %s", async (_name, reason, parts) => {
    expect(verdict(await read(parts))).toBe(`import ${reason}`);
  });

  it("names vaults of one title apart, so that no two become one", async () => {
    const two = must(await read([archive, vault, item(), vault, item({ item: id(2) }), end({ vaults: 2, items: 2 })]));
    expect(two.groups).toEqual([
      { name: "Office", count: 1 },
      { name: "Office (2)", count: 1 },
    ]);
  });

  it("brings values and nothing of a team: no file's key, no moved item, no person's conflict", async () => {
    const { overview, secret } = emptyItem("login");
    overview.sources = [
      { format: "moved", id: id(3) },
      { format: "kdbx", id: "k" },
    ];
    const conflict = { field: "password", value: utf8Bytes("x"), version: 1, at: 5 as EpochMs };
    secret.conflicts = [{ ...conflict, user: id(4) as never, device: id(5, 32) as never }];
    secret.attachments = [
      { blob: id(6) as never, name: "n", size: 1, hash: id(7, 32) as never, key: new Uint8Array(32) },
    ];
    const part = item({ overview: encodeOverview(overview), secret: encodeSecret("login", secret) });
    const [taken] = must(await read([archive, vault, part, end()])).items;
    expect(taken?.whole).toMatchObject({
      overview: { sources: [{ format: "kdbx", id: "k" }] },
      secret: { attachments: [], conflicts: [], history: [{ field: "password", at: 5 }] },
    });
    expect(taken?.remarks).toEqual([{ code: "conflicts-aside", params: { count: 1 } }]);
  });
});

type Recorded = { passphrase: string; archive: Uint8Array; bytes: Uint8Array[] };
type Sealed = { head: Uint8Array; parts: Uint8Array[] };
let sealed: Sealed;
const whole = ({ head, parts }: Sealed) => joinBytes([head, ...parts]);
const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] as number) ^ 1);

beforeAll(() => {
  const sealer = sealArchive(passphrase, kdfFloor);
  const parts = [archive, vault, item(), item({ item: id(2) }), end({ items: 2 })];
  sealed = {
    head: sealer.head,
    parts: parts.map((part, at) => sealer.seal(encodeArchivePart(part), at === parts.length - 1)),
  };
  sealer.wipe();
});

const headerSchema = strict({
  ...{ suite: uintField(), ops: uintField(), mem: uintField(), salt: bytesField(16), archive: bytesField(16) },
});
function withHeader(header: Partial<{ suite: number; ops: number; mem: number }>): Uint8Array {
  const given = { suite: 1, ...kdfFloor, salt: new Uint8Array(16), archive: new Uint8Array(16), ...header };
  const bytes = encodeWith(headerSchema, given);
  return joinBytes([utf8Bytes("latchkey-archive-1\n"), Uint8Array.of(0, 0, 0, bytes.length), bytes, ...sealed.parts]);
}

describe("an archive that was changed", () => {
  it("is read as one was made before", async () => {
    const { passphrase: recorded, archive: bytes, bytes: parts } = readVectors<Recorded>("archive");
    const opener = must(openArchive(recorded, bytes));
    for (const part of parts) expect(must(opener.next())).toEqual(part);
    expect(must(opener.next())).toBeNull();
    const { items, notTaken } = must(await readArchive(recorded, bytes, turn));
    expect(items.map(({ history, files }) => [history.length, files.length])).toEqual([
      [2, 2],
      [0, 0],
    ]);
    expect(notTaken).toEqual([{ what: "", why: { code: "archive-left", params: { count: 1 } } }]);
  });

  it("is read as it was made", async () => {
    expect(must(await readArchive(passphrase, whole(sealed), turn)).items).toHaveLength(2);
  });

  it.each<[string, string, (archive: Sealed) => Uint8Array]>([
    ["cut at the end of a part", "archive-cut", ({ head, parts }) => joinBytes([head, ...parts.slice(0, -1)])],
    ["cut behind its beginning", "archive-cut", ({ head, parts }) => joinBytes([head, ...parts.slice(0, 1)])],
    ["cut behind its header", "archive-cut", ({ head }) => head],
    ["cut in its header", "archive-cut", ({ head }) => head.slice(0, 40)],
    ["cut in a part", "archive-cut", (one) => whole(one).slice(0, -9)],
    ["cut in a length", "archive-cut", ({ head, parts: [first = head] }) => joinBytes([head, first, Uint8Array.of(0)])],
    [
      "with two parts exchanged",
      "archive-order",
      ({ head, parts: [a, b, c, d, e] }) => joinBytes([head, a, b, d, c, e] as never),
    ],
    [
      "with a part taken out",
      "archive-order",
      ({ head, parts: [a, b, , d, e] }) => joinBytes([head, a, b, d, e] as never),
    ],
    [
      "with a part twice",
      "archive-order",
      ({ head, parts: [a, b, c, d, e] }) => joinBytes([head, a, b, c, c, d, e] as never),
    ],
    ["that goes on behind its end", "archive-order", (one) => joinBytes([whole(one), one.parts[1] as Uint8Array])],
    ["with a turned bit in a part's text", "archive-damaged", (one) => flipped(whole(one), whole(one).length - 3)],
    [
      "with a turned bit in a part's commitment",
      "archive-order",
      ({ head, parts: [a, b, ...rest] }) => joinBytes([head, a, flipped(b as Uint8Array, 40), ...rest] as never),
    ],
    [
      "with a length beyond any part",
      "archive-damaged",
      ({ head }) => joinBytes([head, Uint8Array.of(127, 0, 0, 0), new Uint8Array(9)]),
    ],
    ["with another salt", "archive-passphrase", (one) => flipped(whole(one), one.head.length - 1)],
    [
      "of a newer format",
      "archive-newer",
      (one) => joinBytes([utf8Bytes("latchkey-archive-2\n"), whole(one).slice(19)]),
    ],
    ["of a newer suite", "archive-newer", () => withHeader({ suite: 2 })],
    ["that is something else", "archive-none", () => utf8Bytes("PK\u0003\u0004 and more")],
    ["that is empty", "archive-none", () => new Uint8Array()],
  ])("%s is refused: %s", async (_name, reason, change) => {
    expect(verdict(await readArchive(passphrase, change(sealed), turn))).toBe(`import ${reason}`);
  });

  it("of more bytes than an import takes is refused unread", async () => {
    const result = await readArchive(passphrase, new Uint8Array(limits.importBytes + 1), turn);
    expect(result).toMatchObject({ failure: { code: "limit", detail: { field: "bytes" } } });
  });

  it("is not written beyond that either", () => {
    const sealer = { head: new Uint8Array(1), seal: () => new Uint8Array(60 * 1024 * 1024), wipe: () => undefined };
    const writer = createArchiveWriter({ write: () => ok(true) }, sealer);
    expect(verdict(writer.begin({ made: 0 as EpochMs, team: "Tray" }))).toBe("ok");
    expect(writer.end()).toMatchObject({ failure: { code: "limit", detail: { field: "archive" } } });
  });

  it.each([
    ["too few passes", { ops: 1 }, "kdf-floor"],
    ["too little memory", { mem: 1024 }, "kdf-floor"],
    ["more memory than anybody has", { mem: 2 ** 40 }, "limit"],
    ["passes without end", { ops: 2 ** 31 }, "limit"],
  ])("that asks for %s is refused before a key is derived", async (_name, header, code) => {
    const result = openArchive(passphrase, withHeader(header));
    expect(result.ok ? "ok" : result.failure.code).toBe(code);
  });

  it("does not open under another passphrase, and opens under the same one typed in another form", async () => {
    expect(verdict(await readArchive("quince marble tugboat ninety", whole(sealed), turn))).toBe(
      "import archive-passphrase",
    );
    expect(verdict(await readArchive(passphrase.normalize("NFD"), whole(sealed), turn))).toBe("ok");
  });
});
