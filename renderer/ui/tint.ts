/** The tint of an avatar or mark: one of eight, by a hash of the id, so that it never changes; and its letters. */
import { hues } from "./theme.ts";

/** Index of the tint for an id. */
export function tintOf(id: string): number {
  let sum = 2_166_136_261;
  for (let at = 0; at < id.length; at++) sum = Math.imul(sum ^ id.charCodeAt(at), 16_777_619) >>> 0;
  return (sum >>> 3) % hues.length;
}

const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const letters = (text: string): string[] => [...segments.segment(text)].map(({ segment }) => segment);

/** For a person: initials of first and last name. For a thing: the first letter and the next capital (`GitHub` is Gh), else the second. */
export function initials(name: string, of: "person" | "thing"): string {
  const words = name.split(/\s+/).flatMap((word) => word.match(/[\p{L}\p{N}].*/u)?.[0] ?? []);
  const first = letters(words[0] ?? "");
  if (first.length === 0) return "–";
  const head = (first[0] as string).toUpperCase();
  if (of === "person")
    return words.length > 1 ? head + (letters(words.at(-1) as string)[0] as string).toUpperCase() : head;
  const rest = first.slice(1);
  const capital = rest.find((letter, at) => /\p{Lu}/u.test(letter) && !/\p{Lu}/u.test(rest[at - 1] ?? "a"));
  return head + (capital ?? rest[0] ?? "").toLowerCase();
}
