import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { encode } from "../encoding/canonical.ts";
import { eachBit, eachChange } from "../testing/changed-bytes.ts";
import { hexText, joinBytes, utf8Bytes } from "../text.ts";
import { type EnvelopeContext, open, type Padding, seal } from "./envelope.ts";
import { kdf64 } from "./hash.ts";
import { pad, paddedLength, unpad } from "./padding.ts";
import { randomBytes, setRandomSource } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { sodium } from "./sodium.ts";

let drawn = 0;

beforeAll(cryptoReady);
afterEach(() => setRandomSource(null));

type Vector = {
  name: string;
  key: Uint8Array;
  context: EnvelopeContext;
  contextBytes: Uint8Array;
  plaintext: Uint8Array;
  padding: Padding;
  sealed: Uint8Array;
};
const vectors = readVectors<Vector[]>("envelope");
const [suiteAt, nonceAt, commitAt, cipherAt] = [0, 1, 25, 57];
const codeOf = (result: ReturnType<typeof open>): string => (result.ok ? "ok" : result.failure.code);
const context = {
  purpose: "test",
  team: Uint8Array.of(1, 2),
  author: { user: 1, device: Uint8Array.of(3) },
  schema: 1,
};

describe("vectors", () => {
  for (const { name, key, context, plaintext, padding, sealed } of vectors) {
    it(`${name}: opens, and the same nonce seals to the same bytes`, () => {
      expect(open(key, context, sealed, padding)).toEqual({ ok: true, value: plaintext });
      setRandomSource(() => sealed.slice(nonceAt, commitAt));
      expect(hexText(seal(key, context, plaintext, padding))).toBe(hexText(sealed));
    });

    it(`${name}: is what the protocol's words say, by libsodium alone`, () => {
      const vector = vectors.find((one) => one.name === name) as Vector;
      const label = utf8Bytes("latchkey/1/envelope-key");
      const nonce = sealed.slice(nonceAt, commitAt);
      // canonical([label, nonce, context]): a list of three, a text of 23, bytes of 24.
      const input = joinBytes([Uint8Array.of(0x83, 0x77), label, Uint8Array.of(0x58, 24), nonce, vector.contextBytes]);
      const both = sodium.crypto_generichash(64, input, key);
      expect(hexText(both.slice(32))).toBe(hexText(sealed.slice(commitAt, cipherAt)));
      const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        sealed.slice(cipherAt),
        joinBytes([vector.contextBytes, both.slice(32)]),
        nonce,
        both.slice(0, 32),
      );
      const kept = padding === "none" ? opened : opened.slice(0, opened.lastIndexOf(0x80));
      expect(hexText(kept)).toBe(hexText(plaintext));
      if (padding === "stepped") expect(opened.slice(plaintext.length + 1).every((byte) => byte === 0)).toBe(true);
    });
  }
});

describe("an envelope", () => {
  const key = randomFixed(32);
  const plaintext = utf8Bytes("what nobody else reads");

  it("opens as it was sealed, whatever lies in it, and never twice the same", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom<Padding>("stepped", "none"), (bytes, padding) => {
        const [one, two] = [seal(key, context, bytes, padding), seal(key, context, bytes, padding)];
        expect(open(key, context, one, padding)).toEqual({ ok: true, value: bytes });
        expect(hexText(one)).not.toBe(hexText(two));
      }),
      { numRuns: 100 },
    );
  });

  it("with any one bit turned is refused: suite, then commitment for nonce and commitment, then aead", () => {
    for (const padding of ["stepped", "none"] as const) {
      const sealed = seal(key, context, plaintext, padding);
      for (const { bit, turned } of eachBit(sealed)) {
        const at = bit >> 3;
        const expected = at === suiteAt ? "suite" : at < cipherAt ? "commitment" : "aead";
        const code = codeOf(open(key, context, turned, padding));
        if (code !== expected) throw new Error(`bit ${bit}: ${code}, not ${expected}`);
      }
    }
  });

  it("cut at any length is refused", () => {
    const sealed = seal(key, context, plaintext);
    for (let length = 0; length < sealed.length; length++) {
      const expected = length < cipherAt + 16 ? "encoding" : "aead";
      expect(codeOf(open(key, context, sealed.slice(0, length))), String(length)).toBe(expected);
    }
  });

  it.each<[number, string, string, (sealed: Uint8Array, more: Uint8Array) => Uint8Array[]]>([
    [0, "behind", "ok", (sealed, more) => [sealed, more]],
    [1, "behind", "aead", (sealed, more) => [sealed, more]],
    [64, "behind", "aead", (sealed, more) => [sealed, more]],
    [1, "before", "suite", (sealed, more) => [more, sealed]],
    [64, "before", "suite", (sealed, more) => [more, sealed]],
  ])("with %i bytes more %s it: %s", (length, _place, code, parts) => {
    const bytes = joinBytes(parts(seal(key, context, plaintext), new Uint8Array(length)));
    expect(codeOf(open(key, context, bytes))).toBe(code);
  });

  it("says `suite` for every other suite byte, also under a wrong key", () => {
    const sealed = seal(key, context, plaintext);
    for (let suite = 0; suite < 256; suite++) {
      const code = codeOf(open(randomBytes(32), context, sealed.with(suiteAt, suite)));
      expect(code, String(suite)).toBe(suite === 1 ? "commitment" : "suite");
    }
  });

  const { schema: _schema, ...less } = context;
  it.each<[string, EnvelopeContext]>([
    ...[...eachChange(context)].map(({ path, changed }): [string, EnvelopeContext] => [`another ${path}`, changed]),
    ["no schema", less as EnvelopeContext],
    ["a key more", { ...context, more: null } as EnvelopeContext],
    ["null for a schema", { ...context, schema: null } as never],
    ["only a purpose", { purpose: "test" } as never],
  ])("a context with %s looks exactly like a wrong key", (_name, other) => {
    const sealed = seal(key, context, plaintext);
    expect(open(key, { ...context }, sealed).ok).toBe(true);
    const wrongKey = open(randomBytes(32), context, sealed);
    expect(wrongKey).toEqual({ ok: false, failure: { code: "commitment", retry: "never" } });
    expect(open(key, other, sealed)).toEqual(wrongKey);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["zeros", new Uint8Array(256)],
    ["another last byte", pad(plaintext).with(255, 1)],
    ["a mark and too few bytes", Uint8Array.of(0x80)],
    // More padding than the step asks for is a second form of the same plaintext.
    ["more than the step asks for", joinBytes([pad(plaintext), new Uint8Array(768)])],
  ])("does not open where padding was expected and is %s", (_name, bare) => {
    const sealed = seal(key, context, bare, "none");
    expect(open(key, context, sealed)).toMatchObject({ failure: { code: "aead", detail: { reason: "padding" } } });
  });

  it.each([0, 16, 31, 33, 64])("takes no key of %i bytes", (length) => {
    expect(() => seal(new Uint8Array(length), context, plaintext)).toThrow();
  });
});

describe("a blob made for two keys", () => {
  const [one, two] = [randomFixed(32), randomFixed(32)];
  const plaintext = utf8Bytes("a message of two overviews");

  /** What an attacker who holds both keys can build: kc is free, and any ciphertext under either ke with its own data. */
  function parts(key: Uint8Array, nonce: Uint8Array) {
    setRandomSource(() => nonce);
    const sealed = seal(key, context, plaintext);
    setRandomSource(null);
    return {
      head: sealed.slice(0, commitAt),
      commitment: sealed.slice(commitAt, cipherAt),
      cipher: sealed.slice(cipherAt),
    };
  }

  type Parts = ReturnType<typeof parts>;
  it.each<[string, [string, string], (left: Parts, right: Parts) => Uint8Array[]]>([
    ["the other's cipher", ["aead", "commitment"], (left, right) => [left.head, left.commitment, right.cipher]],
    ["the other's commitment", ["commitment", "aead"], (left, right) => [left.head, right.commitment, left.cipher]],
    ["both ciphers", ["aead", "commitment"], (left, right) => [left.head, left.commitment, left.cipher, right.cipher]],
    ["all of the first", ["ok", "commitment"], (left) => [left.head, left.commitment, left.cipher]],
    ["all of the second", ["commitment", "ok"], (_left, right) => [right.head, right.commitment, right.cipher]],
  ])("with %s opens by the two keys as %j: one commitment, checked before anything else", (_name, codes, blobOf) => {
    const nonce = randomFixed(24);
    const bytes = joinBytes(blobOf(parts(one, nonce), parts(two, nonce)));
    expect([codeOf(open(one, context, bytes)), codeOf(open(two, context, bytes))]).toEqual(codes);
  });

  it("even where the cipher alone would open under both: the commitment is part of what it authenticates", () => {
    // Poly1305 does not commit: with two known keys a ciphertext that both accept can be computed. What such a search
    // cannot change is kc: here the ciphertext is made valid under `two` for the commitment of `one`.
    const nonce = randomFixed(24);
    const { commitment } = parts(one, nonce);
    const both = kdf64(two, "envelope-key", nonce, context);
    const data = joinBytes([encode(context), commitment]);
    const cipher = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
      pad(plaintext),
      data,
      null,
      nonce,
      both.slice(0, 32),
    );
    const blob = joinBytes([Uint8Array.of(1), nonce, commitment, cipher]);
    expect(codeOf(open(two, context, blob))).toBe("commitment");
    expect(codeOf(open(one, context, blob))).toBe("aead");
  });
});

describe("padding", () => {
  it("goes to 256, then 1 KiB steps to 8 KiB, then at most 12 % over", () => {
    const sizes = [0, 1, 255, 256, 1023, 1024, 2047, 8190, 8191, 8192].map((length) => paddedLength(length));
    expect(sizes).toEqual([256, 256, 256, 1024, 1024, 2048, 2048, 8192, 8192, 8704]);
    for (let length = 0; length < 300_000; length += length < 10_000 ? 1 : 61) {
      const padded = paddedLength(length);
      if (padded <= length) throw new Error(`${length} has no space for the mark`);
      if (length >= 8192 && padded > (length + 1) * 1.12) throw new Error(`${length} grows to ${padded}`);
      if (paddedLength(padded - 1) !== padded) throw new Error(`${length}: ${padded} is no step of its own`);
    }
  });

  it("comes off exactly, and only in the one form in which it went on", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const padded = pad(bytes);
        expect(padded.length).toBe(paddedLength(bytes.length));
        expect(unpad(padded)).toEqual(bytes);
        for (const other of [padded.slice(0, -1), joinBytes([padded, new Uint8Array(1)]), padded.with(-1, 1)])
          expect(unpad(other)).not.toEqual(bytes);
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["zeros", new Uint8Array(256)],
    ["ones", new Uint8Array(256).fill(1)],
  ])("does not come off %s", (_name, none) => {
    expect(unpad(none)).toBeNull();
  });
});

/** The same bytes at each run, so that a failure comes back. */
function randomFixed(length: number): Uint8Array {
  drawn += 1;
  return Uint8Array.from({ length }, (_, at) => (at * 37 + drawn * 101 + 13) & 255);
}
