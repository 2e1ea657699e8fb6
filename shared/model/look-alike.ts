/** Names that people may take for each other: one word for the eye, others for the computer. */
import { foldText } from "./search-text.ts";

/** Letters of other scripts by the Latin one that they look like, as they stand: large and small ones differ. */
const latin: Readonly<Record<string, string>> = {
  ...{
    А: "a",
    В: "b",
    Е: "e",
    К: "k",
    М: "m",
    Н: "h",
    О: "o",
    Р: "p",
    С: "c",
    Т: "t",
    У: "y",
    Х: "x",
    Ѕ: "s",
    І: "i",
    Ј: "j",
  },
  ...{
    а: "a",
    в: "b",
    е: "e",
    к: "k",
    м: "m",
    н: "h",
    о: "o",
    р: "p",
    с: "c",
    т: "t",
    у: "y",
    х: "x",
    ѕ: "s",
    і: "i",
    ј: "j",
  },
  ...{ һ: "h", ԁ: "d", ԛ: "q", ԝ: "w", ь: "b", п: "n", г: "r", Ь: "b", Ԁ: "d", Ԛ: "q", Ԝ: "w", ӏ: "l", Ӏ: "l" },
  ...{ Α: "a", Β: "b", Ε: "e", Ζ: "z", Η: "h", Ι: "i", Κ: "k", Μ: "m", Ν: "n", Ο: "o", Ρ: "p", Τ: "t", Υ: "y", Χ: "x" },
  ...{ α: "a", β: "b", γ: "y", ε: "e", η: "n", ι: "i", κ: "k", ν: "v", ο: "o", ρ: "p", τ: "t", υ: "u", χ: "x", ω: "w" },
};
/** After folding: digits and letters that look like another, and pairs that look like one. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/0/g, "o"],
  [/[1i|!]/g, "l"],
  [/5/g, "s"],
  [/rn/g, "m"],
  [/vv/g, "w"],
];
const betweenWords = /[^\p{L}\p{N}|!]+/u;

/**
 * The same for names that look alike: by letters of another script, accents, capitals, invisible characters, digits for letters, or
 * the order of their words. For telling people that two names may be mistaken, never for telling two people apart.
 */
export function lookOf(name: string): string {
  const composed = name.normalize("NFD").replace(/./gsu, (letter) => latin[letter] ?? letter);
  const folded = alike.reduce((text, [from, to]) => text.replace(from, to), foldText(composed));
  const words = folded.split(betweenWords).filter((word) => word !== "");
  // A name of signs alone is as it is.
  return words.length === 0 ? name.normalize("NFC").trim() : words.sort().join(" ");
}

/** Who is called by names of one look, by that look. */
export function byLook<Id extends string>(names: Iterable<readonly [Id, string]>): Map<string, Id[]> {
  const looks = new Map<string, Id[]>();
  for (const [id, name] of names) {
    const look = lookOf(name);
    looks.set(look, [...(looks.get(look) ?? []), id]);
  }
  return looks;
}
