/** The tint of a face or mark: one of eight, by a hash of the id, so that it never changes. */
import { hues } from "./theme.ts";

/** Index of the tint for an id. */
export function tintOf(id: string): number {
  let sum = 7;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) >>> 0;
  return sum % hues.length;
}

/** One or two letters for a name: initials of first and last word for people, the first two letters for things. */
export function initials(name: string, of: "person" | "thing"): string {
  const words = name
    .trim()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  const letters = (text: string, count: number): string =>
    [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)]
      .slice(0, count)
      .map(({ segment }) => segment)
      .join("");
  if (words.length === 0) return "–";
  if (of === "person")
    return (
      letters(words[0] as string, 1) + (words.length > 1 ? letters(words.at(-1) as string, 1) : "")
    ).toUpperCase();
  const two = letters(words[0] as string, 2);
  return letters(two, 1).toUpperCase() + two.slice(letters(two, 1).length).toLowerCase();
}
