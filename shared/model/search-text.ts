/** Text as it is searched: prepared once, so that a keystroke costs one scan of ready strings and nothing more. */

/** Lower case without accents, so that "Zurich" finds "Zürich" and "ΣΑΣ" finds "σας". */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replaceAll("ß", "ss");
}

/** The words of a typed text, folded, without repeats; empty when nothing was typed. */
export function searchWords(typed: string): string[] {
  return [...new Set(foldText(typed).split(/\s+/))].filter((word) => word !== "");
}

/** Whether all words stand in the prepared text. */
export function matches(prepared: string, words: readonly string[]): boolean {
  for (const word of words) if (!prepared.includes(word)) return false;
  return true;
}
