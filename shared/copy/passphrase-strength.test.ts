/** The word for a passphrase agrees with the years beside it. */
import { describe, expect, it } from "vitest";
import { passphraseStrength } from "./passphrase-strength.ts";

const accepted = { score: 3, longEnough: true, accepted: true };

describe("the strength of a passphrase", () => {
  it.each([
    [0, "Just enough."],
    [1, "Good."],
    [999, "Good."],
    [1000, "Very strong."],
    [1e12, "Very strong."],
  ])("that takes %d years to guess is called %s", (guessYears, name) => {
    for (const score of [3, 4]) expect(passphraseStrength({ ...accepted, score, guessYears }).name).toBe(name);
  });

  it("is never good or strong beside less than a year", () => {
    for (const score of [0, 1, 2, 3, 4])
      for (const isAccepted of [true, false]) {
        const { name, why } = passphraseStrength({ score, longEnough: true, accepted: isAccepted, guessYears: 0 });
        expect(why).toContain("less than a year");
        expect(name).not.toMatch(/good|strong/i);
      }
  });

  it("is not yet there while it is too short, however hard to guess", () => {
    const short = { score: 4, longEnough: false, accepted: false, guessYears: 1e6 };
    expect(passphraseStrength(short)).toEqual({ name: "Not yet.", why: "At least 12 characters." });
  });
});
