import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { nearWord } from "./near-text.ts";

/** The same by the table of the textbook: errors between the typed word and the best beginning of the other. */
function byTable(typed: string, word: string): number {
  const rows: number[][] = [Array.from({ length: word.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      const isSame = typed[i - 1] === word[j - 1];
      let least = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return Math.min(...(rows[typed.length] as number[]));
}

const letters = fc.stringMatching(/^[abcü]{1,31}$/);

test("errors are those of the textbook's table, for any two words", () => {
  fc.assert(
    fc.property(letters, letters, (typed, word) => {
      const near = nearWord(typed);
      expect(near === null).toBe(typed.length < 3);
      if (near === null) return;
      const found = near.errorsIn(word);
      const wanted = byTable(typed, word);
      if (found <= near.most) expect(found).toBe(wanted);
      else if (typed.length >= 5) expect(wanted).toBeGreaterThan(near.most);
    }),
    { numRuns: 2000 },
  );
});

describe("a word is near", () => {
  it.each([
    ["two letters in each other's place", "gihtub", "github"],
    ["a letter missing", "mailchmp", "mailchimp"],
    ["a letter doubled", "slaack", "slack"],
    ["a letter wrong", "dropbix", "dropbox"],
    ["the first letter wrong", "fitlab", "gitlab"],
    ["two errors in a long one", "confluanse", "confluence"],
    ["a beginning with an error", "mialch", "mailchimp"],
    ["a short one with an error", "asw", "aws"],
  ])("%s", (_what, typed, word) => {
    const near = nearWord(typed);
    expect(near?.errorsIn(word)).toBeLessThanOrEqual(near?.most ?? -1);
  });

  it.each([
    ["two errors in a short one", "gtihbu", "github"],
    ["another first letter of a short one", "bws", "aws"],
    ["a longer one than what stands there", "mailchimp", "mail"],
  ])("but not %s", (_what, typed, word) => {
    const near = nearWord(typed);
    expect(near?.errorsIn(word)).toBeGreaterThan(near?.most ?? 9);
  });

  it.each(["", "a", "ab", "2024", "x".repeat(32)])("never, where %j was typed", (typed) =>
    expect(nearWord(typed)).toBe(null),
  );
});
