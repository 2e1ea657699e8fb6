/** Searching a short list in the page, as the core searches items. */
import { foldNames, matches, searchWords } from "../../shared/model/search-text.ts";

/** Whether every typed word stands in one of the texts; `soren` finds Søren. */
export function isFound(typed: string, ...texts: string[]): boolean {
  return matches(foldNames(texts), searchWords(typed));
}
