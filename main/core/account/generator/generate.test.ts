/** Passwords hold what their recipe asks for, and every value that can be drawn is as likely as any other. */
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Recipe, separators } from "../../../../shared/contract/generator.ts";
import { setRandomSource } from "../../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import { effLargeWords } from "../../../../shared/model/eff-large-words.ts";
import { drawBelow, generate } from "./generate.ts";

beforeAll(cryptoReady);
afterEach(() => setRandomSource(null));

const randomRecipe = fc.record({
  kind: fc.constant("random" as const),
  length: fc.integer({ min: 8, max: 100 }),
  digits: fc.boolean(),
  symbols: fc.boolean(),
  noLookAlikes: fc.boolean(),
});

/**
 * Above this the chi-squared of fair draws lies about once in 50 million runs (5.5 standard deviations of Wilson and Hilferty's
 * cube root, which holds for two degrees of freedom as for thousands; the plain normal approximation does not).
 */
const fairBelow = (degrees: number): number => {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 5.5 * Math.sqrt(spread)) ** 3;
};

function chiSquared(counts: readonly number[], drawn: number): number {
  const expected = drawn / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("a random password", () => {
  it("has its length and a sign of every kind that was asked for, and none of another", () => {
    fc.assert(
      fc.property(randomRecipe, (recipe) => {
        const made = generate(recipe);
        expect(made).toHaveLength(recipe.length);
        expect(made).toMatch(/[a-zA-Z]/);
        expect(/\d/.test(made)).toBe(recipe.digits);
        expect(/[^a-zA-Z\d]/.test(made)).toBe(recipe.symbols);
        expect(made).not.toMatch(/["'`\\<>\s]/);
        if (recipe.noLookAlikes) expect(made).not.toMatch(/[0O1lI|5S2Z8B]/);
      }),
    );
  });

  it("is drawn anew each time", () => {
    const recipe: Recipe = { kind: "random", length: 20, digits: true, symbols: true, noLookAlikes: false };
    expect(new Set(Array.from({ length: 500 }, () => generate(recipe))).size).toBe(500);
  });
});

describe("a password of words", () => {
  it("has so many words of the list, apart, with a digit and capitals where asked for", () => {
    const known = new Set(effLargeWords);
    const wordsRecipe = fc.record({
      kind: fc.constant("words" as const),
      words: fc.integer({ min: 3, max: 12 }),
      separator: fc.constantFrom(...separators),
      capitals: fc.boolean(),
      number: fc.boolean(),
    });
    fc.assert(
      fc.property(wordsRecipe, (recipe) => {
        const made = generate(recipe);
        expect((made.match(/\d/g) ?? []).length).toBe(recipe.number ? 1 : 0);
        // Four words of the list have a hyphen of their own.
        if (recipe.separator !== "-") {
          const parts = made.replace(/\d/, "").split(recipe.separator);
          expect(parts).toHaveLength(recipe.words);
          for (const part of parts) {
            expect(known.has(part.toLowerCase())).toBe(true);
            expect(part.charAt(0) !== part.charAt(0).toLowerCase()).toBe(recipe.capitals);
          }
        }
      }),
    );
  });

  it("is drawn from 7,776 words, each of them once in the list", () => {
    expect([effLargeWords.length, new Set(effLargeWords).size]).toEqual([7776, 7776]);
    expect(effLargeWords.every((word) => /^[a-z-]{3,9}$/.test(word))).toBe(true);
  });
});

describe("a PIN", () => {
  it("has digits alone, all equally likely", () => {
    const counts = new Array<number>(10).fill(0);
    for (let at = 0; at < 2000; at++)
      for (const digit of generate({ kind: "pin", length: 12 }))
        counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    expect(chiSquared(counts, 24_000)).toBeLessThan(fairBelow(9));
  });
});

describe("a draw", () => {
  it.each([3, 10, 77, 7776])("below %i favours none", (count) => {
    const drawn = 20 * count + 20_000;
    const counts = new Array<number>(count).fill(0);
    for (let at = 0; at < drawn; at++) {
      const value = drawBelow(count);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(chiSquared(counts, drawn)).toBeLessThan(fairBelow(count - 1));
  });

  it("throws away what would favour the first values", () => {
    const given = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 7];
    setRandomSource((length) => Uint8Array.from(given.splice(0, length)));
    // 2^32 - 1 lies in the last, unfinished round of ten.
    expect(drawBelow(10)).toBe(7);
    expect(given).toEqual([]);
  });
});
