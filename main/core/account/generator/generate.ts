/**
 * New passwords: letters, digits and symbols; words; or a PIN. Every choice is drawn without bias from the platform's generator by
 * rejection: a draw that would favour some values is thrown away.
 */
import type { Recipe } from "../../../../shared/contract/generator.ts";
import { randomBytes } from "../../../../shared/crypto/random.ts";
import { effLargeWords } from "../../../../shared/model/eff-large-words.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digits = "0123456789";
/** Signs that sites take: no quotes, no backslash, no angle brackets, no spaces. */
const symbols = "!#$%&()*+,-./:;=?@[]^_{}~";
const lookAlikes = new Set("0O1lI|5S2Z8B");

/** One of `count` with the same chance for each, from four random bytes. */
export function drawBelow(count: number): number {
  const span = 2 ** 32;
  const fair = span - (span % count);
  for (;;) {
    const drawn = new DataView(randomBytes(4).buffer).getUint32(0);
    if (drawn < fair) return drawn % count;
  }
}

const one = (from: string): string => from[drawBelow(from.length)] as string;

/** The kinds of signs that a recipe asks for. */
function kindsOf({
  digits: hasDigits,
  symbols: hasSymbols,
  noLookAlikes,
}: Extract<Recipe, { kind: "random" }>): string[] {
  const kinds = [letters, ...(hasDigits ? [digits] : []), ...(hasSymbols ? [symbols] : [])];
  return noLookAlikes ? kinds.map((kind) => [...kind].filter((sign) => !lookAlikes.has(sign)).join("")) : kinds;
}

/**
 * Signs drawn one by one from all kinds together; where a kind that was asked for is missing, all are drawn anew, so that each
 * password that has them all is as likely as any other.
 */
function random(recipe: Extract<Recipe, { kind: "random" }>): string {
  const kinds = kindsOf(recipe);
  const all = kinds.join("");
  for (;;) {
    const drawn = Array.from({ length: recipe.length }, () => one(all));
    if (kinds.every((kind) => drawn.some((sign) => kind.includes(sign)))) return drawn.join("");
  }
}

function words({ words: count, separator, capitals, number }: Extract<Recipe, { kind: "words" }>): string {
  const drawn = Array.from({ length: count }, () => effLargeWords[drawBelow(effLargeWords.length)] as string);
  const shown = capitals ? drawn.map((word) => word.charAt(0).toUpperCase() + word.slice(1)) : drawn;
  if (!number) return shown.join(separator);
  const at = drawBelow(count);
  return shown.map((word, place) => (place === at ? word + one(digits) : word)).join(separator);
}

/** A new password by its recipe. */
export function generate(recipe: Recipe): string {
  if (recipe.kind === "random") return random(recipe);
  if (recipe.kind === "words") return words(recipe);
  return Array.from({ length: recipe.length }, () => one(digits)).join("");
}
