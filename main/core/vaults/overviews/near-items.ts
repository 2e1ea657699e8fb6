/**
 * Which items hold words that are nearly what was typed. The words of all items are kept once each; they are laid in when
 * somebody first searches, and a word that no item holds any more stays and finds nothing. What clears it: lock.
 */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { type NearWord, nearWord } from "../../../../shared/model/near-text.ts";
import { textWords } from "../../../../shared/model/search-text.ts";

export type NearItems = {
  /** An item as it is searched now. */
  add(item: ItemId, prepared: string): void;
  /** For each of these words, which items hold a near one and with how many errors; null: no word may hold an error, or they are too many. */
  near(words: readonly string[]): ReadonlyMap<ItemId, number>[] | null;
};

/** More words than this are a pasted text, not a search. */
const mostWords = 6;

/** Holds no item at first. */
export function createNearItems(): NearItems {
  const holders = new Map<string, ItemId[]>();
  const texts = new Map<ItemId, string>();
  const waiting = new Set<ItemId>();

  const takeIn = () => {
    for (const item of waiting)
      for (const word of new Set(textWords(texts.get(item) ?? ""))) {
        if (/^\p{N}+$/u.test(word)) continue;
        const known = holders.get(word);
        if (known === undefined) holders.set(word, [item]);
        else known.push(item);
      }
    waiting.clear();
  };

  return {
    add(item, prepared) {
      texts.set(item, prepared);
      waiting.add(item);
    },
    near(words) {
      const rules = words.map(nearWord);
      if (words.length > mostWords || rules.every((rule) => rule === null)) return null;
      takeIn();
      return rules.map((rule) => (rule === null ? new Map() : holdersNear({ holders, texts }, rule)));
    },
  };
}

type Held = { holders: ReadonlyMap<string, ItemId[]>; texts: ReadonlyMap<ItemId, string> };

function holdersNear({ holders, texts }: Held, { errorsIn, most }: NearWord): Map<ItemId, number> {
  const found = new Map<ItemId, number>();
  for (const [word, items] of holders) {
    const errors = errorsIn(word);
    if (errors > most) continue;
    // What an item was called before is no word of it now.
    for (const item of items)
      if (texts.get(item)?.includes(word) === true) found.set(item, Math.min(errors, found.get(item) ?? errors));
  }
  return found;
}
