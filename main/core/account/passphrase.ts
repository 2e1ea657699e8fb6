/** What a passphrase must be [protocol: Unlock]: at least 12 characters, at most 1,024 bytes, zxcvbn score 3 or more. */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import type { PassphraseVerdict } from "../../../shared/contract/shapes.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { utf8Bytes } from "../../../shared/text.ts";

const neededScore = 3;
/** Argon2id at our cost, on hardware that somebody would really buy for it. */
const guessesPerSecond = 10_000;
const secondsPerYear = 31_557_600;
/** zxcvbn's work grows with the length; what comes after this many characters only makes a passphrase stronger. */
const ratedChars = 100;

let estimator: Promise<ZxcvbnFactory> | null = null;

/** Its 300,000 words cost a second of the processor and 40 MB: read where something is rated, and never to unlock. */
async function readWords(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, german, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-de"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...german.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

/** Rates a passphrase; `words` (names of team and person) count as known to an attacker. */
export async function ratePassphrase(passphrase: string, words: readonly string[]): Promise<PassphraseVerdict> {
  const typed = passphrase.normalize("NFKC");
  const parts = words.flatMap((word) => [word, ...word.split(/\s+/)]).filter((word) => word.length > 1);
  estimator ??= readWords().catch((error: unknown) => {
    // A disk that fails once may not the next time.
    estimator = null;
    throw error;
  });
  const { score, guesses } = (await estimator).check(typed.slice(0, ratedChars), parts);
  const longEnough = [...typed].length >= limits.passphraseChars && utf8Bytes(typed).length <= limits.passphraseBytes;
  const guessYears = Math.min(1e12, Math.round(guesses / 2 / guessesPerSecond / secondsPerYear));
  return { score, longEnough, accepted: longEnough && score >= neededScore, guessYears };
}

/** `invalid-input` with the field `passphrase` where it is too weak, too short or too long. */
export async function checkPassphrase(passphrase: string, words: readonly string[]): Promise<Result<true>> {
  const verdict = await ratePassphrase(passphrase, words);
  return verdict.accepted
    ? ok(true)
    : fail("invalid-input", { field: "passphrase", number: verdict.score }, "after-act");
}
