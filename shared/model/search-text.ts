/** Text as it is searched: prepared once, so that a keystroke costs one scan of ready strings and nothing more. */

/** Letters that have no decomposition, and signs that stand for others: what people type instead. Lower case. */
export const written: Readonly<Record<string, string>> = {
  ...{
    ß: "ss",
    æ: "ae",
    œ: "oe",
    þ: "th",
    ø: "o",
    ł: "l",
    đ: "d",
    ð: "d",
    ħ: "h",
    ŧ: "t",
    ŋ: "n",
    ı: "i",
    ĸ: "k",
    ς: "σ",
  },
  ...{ "‘": "'", "’": "'", "‚": "'", "‛": "'", ʼ: "'", "´": "'", "`": "'", "′": "'" },
  ...{ "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"' },
  ...{ "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-" },
};
const replaced = new RegExp(`[${Object.keys(written).join("")}]`, "gu");
/** Marks of letters, and what nobody sees: soft hyphens, joiners, marks of direction. */
const unseen = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu;
const plainAscii = /^[\x20-\x7e\n]*$/;

/**
 * Lower case, without accents, invisible characters and typographic forms of quotes and dashes: "Zurich" finds "Zürich",
 * "lodz" finds "Łódź", "ΣΑΣ" finds "σας".
 */
export function foldText(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase().replaceAll("`", "'");
  const plain = (letter: string): string => written[letter] ?? letter;
  // Replaced before it is taken apart too: some of these signs come apart into a space and a mark. Composed before that, since
  // the same sign may have two numbers.
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(replaced, plain)
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(unseen, "")
    .replace(replaced, plain);
}

/** A name without what people leave out of it: spaces, dashes, dots and quotes ("wifi" for "Wi-Fi", "247" for "24-7"). */
export function closedText(text: string): string {
  return foldText(text).replace(leftOut, "");
}

const leftOut = /[\s\-.'"]+/g;

/** Names as they are searched: folded, each on a line, and once more without what people leave out of them. */
export function foldNames(names: readonly string[]): string {
  const closed = names.map(closedText);
  return [...names.map(foldText), ...closed.filter((name, at) => name !== foldText(names[at] as string))].join("\n");
}

/** By what texts are put in order: folded, numbers by their size ("Service 9" before "Service 10"). */
export function orderKey(text: string): string {
  return foldText(text).replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, "").padStart(longestNumber, "0"));
}

/** For `sort`: by `orderKey`, and by the text itself where two are folded alike. */
export function compareTitles(left: string, right: string): number {
  const [one, other] = [orderKey(left), orderKey(right)];
  if (one !== other) return one < other ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

const longestNumber = 20;

/** A typed word; `closed` is what is left without dashes, dots and quotes where there are any: "Wi-Fi" finds "WiFi". */
export type SearchWord = { typed: string; closed: string | null };

/** The words of a typed text, folded, without repeats; empty when nothing was typed. */
export function searchWords(text: string): SearchWord[] {
  const words = [...new Set(foldText(text).split(/\s+/))].filter((word) => word !== "");
  return words.map((typed) => {
    const closed = typed.replace(leftOut, "");
    return { typed, closed: closed === typed || closed === "" ? null : closed };
  });
}

/** Whether all words stand in the prepared text. */
export function matches(prepared: string, words: readonly SearchWord[]): boolean {
  for (const { typed, closed } of words)
    if (!prepared.includes(typed) && (closed === null || !prepared.includes(closed))) return false;
  return true;
}

/** The words of a text, folded: letters and numbers, without what stands between them. Repeats stay. */
export function textWords(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A letter or number, or half of one: from a prepared text, so without capitals. */
function isPartOfWord(code: number): boolean {
  return code > 127 || (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

/**
 * How good the place is where a word stands in a prepared text, which begins with the title on a line of its own: 0 at the very
 * beginning, 1 where a word of the title begins, 2 where another word begins, 3 inside one.
 */
export function placeOf(prepared: string, { typed, closed }: SearchWord): number {
  let at = prepared.indexOf(typed);
  const word = at < 0 && closed !== null ? closed : typed;
  if (word === closed) at = prepared.indexOf(word);
  for (let tries = 0; at >= 0 && tries < mostTries; tries++) {
    if (at === 0) return 0;
    if (!isPartOfWord(prepared.charCodeAt(at - 1))) return prepared.lastIndexOf("\n", at - 1) < 0 ? 1 : 2;
    at = prepared.indexOf(word, at + 1);
  }
  return 3;
}

/** One letter stands in many places; no more of them are looked at. */
const mostTries = 4;
