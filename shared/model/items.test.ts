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
      expect.soft(parseOverview(overview)).toEqual({ ok: true, value: body.overview });
      expect.soft(parseSecret(kind, secret)).toEqual({ ok: true, value: body.secret });
      expect.soft(hexText(encodeOverview(body.overview))).toBe(hexText(overview));
      expect.soft(hexText(encodeSecret(kind, body.secret))).toBe(hexText(secret));
      if (isEmpty) expect.soft(body).toEqual(emptyItem(kind));
    });

    it(`${kind}, ${isEmpty ? "empty" : "full"}: a key more, a key less, another type are refused at every depth`, () => {
      expect.soft(expectStrict(overview, parseOverview)).toBeGreaterThan(40);
      expect.soft(expectStrict(secret, (bytes) => parseSecret(kind, bytes))).toBeGreaterThan(25);
    });
  }

  it("the secret of one kind is not read as another's, unless both have no detail", () => {
    const bare = new Set<ItemKind>(["login", "note", "document"]);
    for (const { kind, secret } of vectors)
      for (const other of itemKinds) {
        const fits = other === kind || (bare.has(kind) && bare.has(other));
        expect.soft(codeOf(parseSecret(other, secret)), `${kind} as ${other}`).toBe(fits ? "ok" : "encoding");
      }
  });

  it("of a kind or choice that does not exist are refused", () => {
    const overview = decode((vectors[1] as ItemVector).overview) as Map;
    const [url] = overview.urls as Map[];
    const others: Map[] = [
      { ...overview, kind: "vault" },
      { ...overview, kind: "Login" },
      { ...overview, urls: [{ ...url, match: "regex" }] },
      { ...overview, secondFactor: { ...(overview.secondFactor as Map), state: "totp" } },
      { ...overview, tool: new Uint8Array(15) },
      { ...overview, sources: [{ format: "e\u0301", id: "1" }] },
    ];
    expect(codeOf(parseOverview(encode(overview)))).toBe("ok");
    for (const other of others) expect.soft(codeOf(parseOverview(encode(other)))).toBe("encoding");
  });

  it("are refused over their counts and sizes, by name", () => {
    const overview = decode((vectors[0] as ItemVector).overview) as Map;
    const over: Map[] = [
      { ...overview, title: "x".repeat(limits.nameChars + 1) },
      { ...overview, tags: Array.from({ length: limits.tagsPerItem + 1 }, () => "t") },
      { ...overview, sources: Array.from({ length: 9 }, (_, at) => ({ format: "kdbx", id: String(at) })) },
      { ...overview, urls: Array.from({ length: limits.urlsPerItem + 1 }, () => ({ url: "", match: "host" })) },
    ];
    for (const other of over) expect.soft(codeOf(parseOverview(encode(other)))).toBe("encoding");
    const secret = decode((vectors[0] as ItemVector).secret) as Map;
    const overSecret: Map[] = [
      { ...secret, password: new Uint8Array(limits.passwordBytes + 1) },
      { ...secret, notes: "x".repeat(limits.noteBytes + 1) },
      {
        ...secret,
        totp: { secret: new Uint8Array(1025), algorithm: "SHA1", digits: 6, period: 30, issuer: null, account: null },
      },
    ];
    for (const other of overSecret) expect.soft(codeOf(parseSecret("login", encode(other)))).toBe("encoding");
    expect(codeOf(parseOverview(new Uint8Array(limits.overviewBytes + 1)))).toBe("limit");
    expect(codeOf(parseSecret("login", new Uint8Array(limits.secretBytes + 1)))).toBe("limit");
    expect(codeOf(parseRecord(new Uint8Array(limits.overviewBytes + 1)))).toBe("limit");
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
      expect.soft(parseRecord(overview)).toEqual({ ok: true, value: item });
      expect.soft(hexText(encodeRecord(item))).toBe(hexText(overview));
      expect.soft(expectStrict(overview, parseRecord)).toBeGreaterThan(8);
      for (const other of ["login", "vault", "team", "person", "group", "preferences"])
        if (other !== item.kind && !(isNamed(other) && isNamed(item.kind)))
          expect
            .soft(codeOf(parseRecord(encode({ ...(decode(overview) as Map), kind: other }))), other)
            .toBe("encoding");
    });
  }

  it("are no items, nor the other way round", () => {
    expect(system.items.map(({ item }) => item.kind)).toEqual(["vault", "team", "person", "group", "preferences"]);
    for (const { overview } of system.items) expect.soft(codeOf(parseOverview(overview))).toBe("encoding");
    for (const { overview } of vectors) expect.soft(codeOf(parseRecord(overview))).toBe("encoding");
    expect(hexText(emptyRecordSecret())).toBe(hexText(system.secret));
  });
});

/** A team and a group have the same keys; their place in the directory tells them apart. */
function isNamed(kind: string): boolean {
  return kind === "team" || kind === "group";
}
