/** What a passphrase must be [protocol: Unlock]: at least 12 characters, at most 1,024 bytes, zxcvbn score 3 or more. */
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import * as common from "@zxcvbn-ts/language-common";
import * as german from "@zxcvbn-ts/language-de";
import * as english from "@zxcvbn-ts/language-en";
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

let estimator: ZxcvbnFactory | null = null;

function zxcvbn(): ZxcvbnFactory {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...german.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return estimator;
}

/** Rates a passphrase; `words` (names of team and person) count as known to an attacker. */
export function ratePassphrase(passphrase: string, words: readonly string[]): PassphraseVerdict {
  const typed = passphrase.normalize("NFKC");
  const parts = words.flatMap((word) => [word, ...word.split(/\s+/)]).filter((word) => word.length > 1);
  const { score, guesses } = zxcvbn().check(typed.slice(0, ratedChars), parts);
  const longEnough = [...typed].length >= limits.passphraseChars && utf8Bytes(typed).length <= limits.passphraseBytes;
  const guessYears = Math.min(1e12, Math.round(guesses / 2 / guessesPerSecond / secondsPerYear));
  return { score, longEnough, accepted: longEnough && score >= neededScore, guessYears };
}

/** `invalid-input` with the field `passphrase` where it is too weak, too short or too long. */
export function checkPassphrase(passphrase: string, words: readonly string[]): Result<true> {
  const verdict = ratePassphrase(passphrase, words);
  return verdict.accepted
    ? ok(true)
    : fail("invalid-input", { field: "passphrase", number: verdict.score }, "after-act");
}
