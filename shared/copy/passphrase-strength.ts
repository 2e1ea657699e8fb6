/** How strong a passphrase is, in a word and a sentence that say the same. */
import { words } from "./words.ts";

/** As the core rated it. */
type Verdict = { score: number; longEnough: boolean; accepted: boolean; guessYears: number };

/** The word comes from the years wherever they stand beside it; what is not accepted is never called good. */
export function passphraseStrength({ score, longEnough, accepted, guessYears }: Verdict): {
  name: string;
  why: string;
} {
  const { names, accepted: steps, years, short } = words.strength;
  const reached = accepted ? steps.find((step) => guessYears >= step.years) : undefined;
  return {
    name: reached?.name ?? names[Math.min(score, 2)] ?? "",
    why: longEnough ? years(guessYears) : short,
  };
}
