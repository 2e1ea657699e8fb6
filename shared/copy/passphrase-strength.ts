/** How strong a passphrase is, in a word and a sentence that say the same. */
import { words } from "./words.ts";

/** As the core rated it. */
type Verdict = { score: number; longEnough: boolean; accepted: boolean; guessYears: number };

/** What a passphrase protects. */
export type Protected = keyof typeof words.strength.thieves;

/** The word comes from the years wherever they stand beside it; what is not accepted is never called good. */
export function passphraseStrength(
  { score, longEnough, accepted, guessYears }: Verdict,
  what: Protected = "disk",
): { name: string; why: string } {
  const { names, accepted: steps, years, short, thieves } = words.strength;
  const reached = accepted ? steps.find((step) => guessYears >= step.years) : undefined;
  return {
    name: reached?.name ?? names[Math.min(score, 2)] ?? "",
    why: longEnough ? years(guessYears, thieves[what]) : short,
  };
}
