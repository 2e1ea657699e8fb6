import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { hash, kdf, kdf64 } from "./hash.ts";
import { fullLabel, labelsFor } from "./labels.ts";
import { randomBytes } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { signBytes, signingKeys, verifyBytes } from "./sign.ts";

beforeAll(cryptoReady);

describe("labels", () => {
  it("stand once, over all kinds", () => {
    const all = [...labelsFor("hash"), ...labelsFor("kdf"), ...labelsFor("sign")].map(fullLabel);
    expect(all.filter((label, at) => all.indexOf(label) !== at)).toEqual([]);
  });

  it("a signature under one is refused under every other", () => {
    const { signPk, signKey } = signingKeys(randomBytes(32));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const made of labelsFor("sign")) {
          const sig = signBytes(signKey, made, bytes);
          for (const asked of labelsFor("sign")) expect(verifyBytes(signPk, asked, bytes, sig)).toBe(made === asked);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("hashes and derived keys of the same parts differ under every two labels", () => {
    const part = randomBytes(40);
    const key = randomBytes(32);
    const seen = [
      ...labelsFor("hash").map((label) => hash(label, part)),
      ...labelsFor("kdf").map((label) => kdf(key, label, part)),
      ...labelsFor("kdf").map((label) => kdf64(key, label, part).subarray(0, 32)),
    ].map(String);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
