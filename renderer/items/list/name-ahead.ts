/** Letters on a name among others: they lead to the name that begins so. Pure but for its clock. */
import { foldText } from "../../../shared/model/search-text.ts";

/** Letters that follow each other sooner are one word, milliseconds. */
export const wordMs = 1000;

/** The word that is being typed; `where`: the name that it led to. */
export type Word<Where> = {
  /** Whether a letter typed there is its next one. */
  goesOn(at: Where): boolean;
  text(): string;
  where(): Where | undefined;
  put(text: string, at: Where | undefined): void;
  /** The focus came there: whoever was elsewhere meanwhile begins another word. */
  cameTo(at: unknown): void;
};

/** One for a column of names. */
export function createWord<Where>(now: () => number): Word<Where> {
  const none = { text: "", until: 0, at: undefined };
  let word: { text: string; until: number; at: Where | undefined } = none;
  return {
    goesOn: (at) => word.at === at && now() < word.until,
    text: () => word.text,
    where: () => word.at,
    put(text, at) {
      word = { text, until: now() + wordMs, at };
    },
    cameTo(at) {
      if (at !== word.at) word = none;
    },
  };
}

/** The place of the first name that begins with `text`, else of the first that has a word which does; null where none has. */
export function placeOfName(names: readonly string[], text: string): number | null {
  const typed = foldText(text);
  const folded = names.map(foldText);
  const beginning = folded.findIndex((name) => name.startsWith(typed));
  const at = beginning >= 0 ? beginning : folded.findIndex((name) => name.includes(` ${typed}`));
  return at < 0 ? null : at;
}
