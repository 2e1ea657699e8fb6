/**
 * Instant search: every word of the typed text must stand somewhere in the item's prepared text. Preparing (lower case,
 * accents taken off) happens once when an overview arrives; a keystroke costs one scan of ready strings and nothing more.
 */

/** Lower case without accents, so that "Zurich" finds "Zürich" and "ΣΑΣ" finds "σας". */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replaceAll("ß", "ss");
}

/** What is searched of one item, as one folded string; line breaks keep words of different parts apart. */
export function searchTextOf(overview: {
  title: string;
  username: string | null;
  tags: readonly string[];
  urls: readonly { url: string }[];
}): string {
  return foldText(
    [overview.title, overview.username ?? "", ...overview.urls.map(({ url }) => url), ...overview.tags].join("\n"),
  );
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
