import { decode } from "@ipld/dag-cbor";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { cryptoReady } from "../crypto/ready.ts";
import { type Encodable, encode } from "../encoding/canonical.ts";
import { limits } from "../encoding/limits.ts";
import type { Result } from "../failures.ts";
import { hexText, utf8Bytes } from "../text.ts";
import { withFlags } from "./item-fields.ts";
import { emptyItem, encodeOverview, encodeSecret, type ItemBody, parseOverview, parseSecret } from "./items.ts";
import { type ItemKind, itemKinds } from "./kinds/kinds.ts";
import { emptyRecordSecret, encodeRecord, parseRecord, type RecordBody } from "./records/records.ts";

beforeAll(cryptoReady);

type ItemVector = { kind: ItemKind; body: ItemBody; overview: Uint8Array; secret: Uint8Array };
const vectors = readVectors<ItemVector[]>("items");
const system = readVectors<{ items: { item: RecordBody; overview: Uint8Array }[]; secret: Uint8Array }>("records");

const codeOf = (read: Result<unknown>): string => (read.ok ? "ok" : read.failure.code);
type Map = { [key: string]: Encodable };
const isMap = (value: unknown): value is Map =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** Every map inside a value, with the way to put another in its place. */
function* mapsIn(
  value: Encodable,
  path: string,
  put: (value: Encodable) => Encodable,
): Generator<{
  path: string;
  map: Map;
  put: (map: Encodable) => Encodable;
}> {
  if (isMap(value)) yield { path, map: value, put };
  if (!isMap(value) && !Array.isArray(value)) return;
  for (const [key, part] of Object.entries(value) as [string, Encodable][]) {
    const within = (changed: Encodable): Encodable =>
      put(Array.isArray(value) ? value.with(Number(key), changed) : { ...(value as Map), [key]: changed });
    yield* mapsIn(part, `${path}.${key}`, within);
  }
}

/** Whatever one key more or less, or one value of another type, does to these bytes: they must be refused. */
function expectStrict(bytes: Uint8Array, parse: (bytes: Uint8Array) => Result<unknown>): number {
  const whole = decode(bytes) as Encodable;
  expect(codeOf(parse(encode(whole)))).toBe("ok");
  let tried = 0;
  const refused = (changed: Encodable, what: string) => {
    const code = codeOf(parse(encode(changed)));
    if (code !== "encoding") throw new Error(`${what}: ${code}`);
    tried += 1;
  };
  for (const { path, map, put } of mapsIn(whole, "", (value) => value)) {
    for (const more of ["unknown", "x", "constructor"]) refused(put({ ...map, [more]: null }), `${path} with ${more}`);
    for (const key of Object.keys(map)) {
      const { [key]: _left, ...less } = map;
      refused(put(less), `${path} without ${key}`);
      refused(put({ ...less, [key]: { x: 1 } }), `${path}.${key} as a map`);
      refused(put({ ...less, [key]: [[[]]] }), `${path}.${key} as a list`);
    }
  }
  return tried;
}

describe("items of every kind", () => {
  it("stand in the vectors twice, empty and full", () => {
    expect(vectors.map(({ kind }) => kind)).toEqual(itemKinds.flatMap((kind) => [kind, kind]));
  });

  for (const [at, { kind, body, overview, secret }] of vectors.entries()) {
    const isEmpty = at % 2 === 0;
    it(`${kind}, ${isEmpty ? "empty" : "full"}: the bytes are these, and read so`, () => {
      expect(parseOverview(overview)).toEqual({ ok: true, value: body.overview });
      expect(parseSecret(kind, secret)).toEqual({ ok: true, value: body.secret });
      expect(hexText(encodeOverview(body.overview))).toBe(hexText(overview));
      expect(hexText(encodeSecret(kind, body.secret))).toBe(hexText(secret));
      if (isEmpty) expect(body).toEqual(emptyItem(kind));
    });

    it(`${kind}, ${isEmpty ? "empty" : "full"}: a key more, a key less, another type are refused at every depth`, () => {
      expect(expectStrict(overview, parseOverview)).toBeGreaterThan(40);
      expect(expectStrict(secret, (bytes) => parseSecret(kind, bytes))).toBeGreaterThan(25);
    });
  }

  const bare = new Set<ItemKind>(["login", "note", "document"]);
  const fits = (kind: ItemKind, other: ItemKind) => other === kind || (bare.has(kind) && bare.has(other));
  const read = vectors.flatMap(({ kind, secret }, at) =>
    itemKinds.map((other) => {
      const filled = at % 2 === 0 ? "empty" : "full";
      return [kind, filled, other, fits(kind, other) ? "ok" : "encoding", secret] as const;
    }),
  );
  it.each(read)("the secret of one kind is another's only if both have no detail: %s (%s) as %s is %s", (...one) => {
    const [, , other, expected, secret] = one;
    expect(codeOf(parseSecret(other, secret))).toBe(expected);
  });

  it.each<[string, string, (overview: Map) => Map]>([
    ["nothing changed", "ok", () => ({})],
    ["a kind that is none of an item", "encoding", () => ({ kind: "vault" })],
    ["its kind in capitals", "encoding", () => ({ kind: "Login" })],
    [
      "a match that there is not",
      "encoding",
      ({ urls }) => ({ urls: [{ ...(urls as Map[])[0], match: "regex" } as Map] }),
    ],
    [
      "a second factor that there is not",
      "encoding",
      ({ secondFactor }) => ({ secondFactor: { ...(secondFactor as Map), state: "totp" } }),
    ],
    ["a tool that is too short", "encoding", () => ({ tool: new Uint8Array(15) })],
    ["a source that is not NFC", "encoding", () => ({ sources: [{ format: "e\u0301", id: "1" }] })],
  ])("with %s: %s", (_name, expected, tamper) => {
    const overview = decode((vectors[1] as ItemVector).overview) as Map;
    expect(codeOf(parseOverview(encode({ ...overview, ...tamper(overview) })))).toBe(expected);
  });

  const most = {
    tags: (length: number) => Array.from({ length }, () => "t"),
    sources: (length: number) => Array.from({ length }, (_, at) => ({ format: "kdbx", id: String(at) })),
    urls: (length: number) => Array.from({ length }, () => ({ url: "", match: "host" })),
    totp: (length: number) => ({
      ...{ secret: new Uint8Array(length), algorithm: "SHA1", digits: 6, period: 30, issuer: null, account: null },
    }),
  };
  it.each<[string, Map, Map]>([
    ["title", { title: "x".repeat(limits.nameChars) }, { title: "x".repeat(limits.nameChars + 1) }],
    ["tags", { tags: most.tags(limits.tagsPerItem) }, { tags: most.tags(limits.tagsPerItem + 1) }],
    ["sources", { sources: most.sources(8) }, { sources: most.sources(9) }],
    ["addresses", { urls: most.urls(limits.urlsPerItem) }, { urls: most.urls(limits.urlsPerItem + 1) }],
  ])("are taken with as many and as long %s as may be, and refused with more", (_name, at, over) => {
    const overview = decode((vectors[0] as ItemVector).overview) as Map;
    expect(codeOf(parseOverview(encode({ ...overview, ...at })))).toBe("ok");
    expect(codeOf(parseOverview(encode({ ...overview, ...over })))).toBe("encoding");
  });

  it.each<[string, Map, Map]>([
    [
      "password",
      { password: new Uint8Array(limits.passwordBytes) },
      { password: new Uint8Array(limits.passwordBytes + 1) },
    ],
    ["notes", { notes: "x".repeat(limits.noteBytes) }, { notes: "x".repeat(limits.noteBytes + 1) }],
    ["seed", { totp: most.totp(1024) }, { totp: most.totp(1025) }],
  ])("are taken with a %s as long as may be, and refused with a longer one", (_name, at, over) => {
    const secret = decode((vectors[0] as ItemVector).secret) as Map;
    expect(codeOf(parseSecret("login", encode({ ...secret, ...at })))).toBe("ok");
    expect(codeOf(parseSecret("login", encode({ ...secret, ...over })))).toBe("encoding");
  });

  it.each<[string, () => Result<unknown>]>([
    ["overview", () => parseOverview(new Uint8Array(limits.overviewBytes + 1))],
    ["secret", () => parseSecret("login", new Uint8Array(limits.secretBytes + 1))],
    ["record", () => parseRecord(new Uint8Array(limits.overviewBytes + 1))],
  ])("are refused by name before the bytes of an %s that is too large are read", (_name, parse) => {
    expect(codeOf(parse())).toBe("limit");
  });

  it("keep what people typed exactly, and refuse to write what is no text", () => {
    const typed = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.toWellFormed()),
      fc.constantFrom("\ufeff", "\ufeff\ufeffx", "e\u0301", "\u0000", "\u202e", "\u2028", "\uffff", ""),
    );
    fc.assert(
      fc.property(typed, typed, (title, notes) => {
        const { overview, secret } = emptyItem("login");
        const [newOverview, newSecret] = [
          { ...overview, title, tags: [title] },
          { ...secret, notes, password: utf8Bytes(notes) },
        ];
        expect(parseOverview(encodeOverview(newOverview))).toEqual({ ok: true, value: newOverview });
        expect(parseSecret("login", encodeSecret("login", newSecret))).toEqual({ ok: true, value: newSecret });
      }),
      { numRuns: 300 },
    );
    expect(() => encodeOverview({ ...emptyItem("login").overview, title: "\ud800" })).toThrow();
  });

  it("have flags that follow the secret, whatever the overview said", () => {
    const { overview, secret } = (vectors[1] as ItemVector).body;
    const lying = { ...overview, hasTotp: false, hasNotes: false, conflictCount: 9, attachmentCount: 9 };
    expect(withFlags({ overview: lying, secret }).overview).toMatchObject({
      ...{ hasTotp: true, hasNotes: true, conflictCount: 1, attachmentCount: 1 },
    });
    const empty = { ...emptyItem("login").secret, notes: "" };
    expect(withFlags({ overview, secret: empty }).overview).toMatchObject({
      ...{ hasTotp: false, hasNotes: false, conflictCount: 0, attachmentCount: 0 },
    });
  });
});

describe("system items", () => {
  for (const { item, overview } of system.items) {
    it(`${item.kind}: the bytes are these, read so, and strict`, () => {
      expect(parseRecord(overview)).toEqual({ ok: true, value: item });
      expect(hexText(encodeRecord(item))).toBe(hexText(overview));
      expect(expectStrict(overview, parseRecord)).toBeGreaterThan(8);
    });

    const kinds = ["login", "vault", "team", "person", "group", "preferences"];
    it.each(kinds.filter((other) => other !== item.kind && !(isNamed(other) && isNamed(item.kind))))(
      `${item.kind}: is not read as %s`,
      (other) => {
        expect(codeOf(parseRecord(encode({ ...(decode(overview) as Map), kind: other })))).toBe("encoding");
      },
    );
  }

  it("stand in the vectors once each, with the one secret that they all have", () => {
    expect(system.items.map(({ item }) => item.kind)).toEqual([
      "vault",
      "team",
      "person",
      "group",
      "preferences",
      "tool",
      "account",
    ]);
    expect(hexText(emptyRecordSecret())).toBe(hexText(system.secret));
  });

  it.each(system.items.map(({ item, overview }) => [item.kind, overview] as const))(
    "are no items: %s",
    (_kind, overview) => {
      expect(codeOf(parseOverview(overview))).toBe("encoding");
    },
  );

  it.each(vectors.map(({ kind, overview }, at) => [kind, at % 2 === 0 ? "empty" : "full", overview] as const))(
    "are not what an item is: %s, %s",
    (_kind, _filled, overview) => {
      expect(codeOf(parseRecord(overview))).toBe("encoding");
    },
  );
});

/** A team and a group have the same keys; their place in the directory tells them apart. */
function isNamed(kind: string): boolean {
  return kind === "team" || kind === "group";
}
