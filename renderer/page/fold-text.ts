/** Text as it is compared when somebody searches a short list in the page: without case, accents or barred letters. */

const plain: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };

function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[ßøłđæœıþð]/g, (letter) => plain[letter] ?? letter);
}

/** Whether every typed word stands in one of the texts; `soren` finds Søren. */
export function isFound(typed: string, ...texts: string[]): boolean {
  const where = foldText(texts.join("\n"));
  return foldText(typed)
    .split(/\s+/)
    .every((word) => where.includes(word));
}
