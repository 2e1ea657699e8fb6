/** Letters on a name among others: they lead to the name that begins so. Pure. */
import { foldText } from "../../../shared/model/search-text.ts";

/** Letters that follow each other sooner are one word, milliseconds. */
export const wordMs = 1000;

/** The place of the first name that begins with `text`, else of the first that has a word which does; null where none has. */
export function placeOfName(names: readonly string[], text: string): number | null {
  const typed = foldText(text);
  const folded = names.map(foldText);
  const beginning = folded.findIndex((name) => name.startsWith(typed));
  const at = beginning >= 0 ? beginning : folded.findIndex((name) => name.includes(` ${typed}`));
  return at < 0 ? null : at;
}
