/** What a typed text finds among items in their order: the best first, those with an error of typing last. */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { matches, placeOf, type SearchWord, searchWords, textWords } from "../../../../shared/model/search-text.ts";
import type { NearItems } from "./near-items.ts";

type Searched = { prepared: string };
type Search<Entry> = {
  /** In their order, which holds where two are as good. */
  entries: readonly Entry[];
  text: string;
  nearItems: NearItems;
  /** One of `entries`. */
  entryOf(item: ItemId): Entry | undefined;
  order(one: Entry, other: Entry): number;
};

/** With as many found as typed, nobody needs what is only nearly that. */
const enough = 10;

/** All of them where nothing was typed. */
export function foundIn<Entry extends Searched>(search: Search<Entry>): Entry[] {
  const words = searchWords(search.text);
  if (words.length === 0) return [...search.entries];
  const exact = search.entries.filter(({ prepared }) => matches(prepared, words));
  return exact.length >= enough ? best(exact, words) : [...best(exact, words), ...nearly(search, words)];
}

function best<Entry extends Searched>(found: readonly Entry[], words: readonly SearchWord[]): Entry[] {
  const byPlace: Entry[][] = [];
  for (const entry of found) {
    let place = 0;
    for (const word of words) place += placeOf(entry.prepared, word);
    const there = byPlace[place] ?? [];
    there.push(entry);
    byPlace[place] = there;
  }
  return byPlace.flat();
}

/** Those with the fewest errors, and no others: a far word never stands beside a near one. */
function nearly<Entry extends Searched>(search: Search<Entry>, typed: readonly SearchWord[]): Entry[] {
  const words = [...new Set(textWords(search.text))];
  const near = search.nearItems.near(words) ?? [];
  let fewest = Number.POSITIVE_INFINITY;
  let found: Entry[] = [];
  for (const item of new Set(near.flatMap((items) => [...items.keys()]))) {
    const entry = search.entryOf(item);
    if (entry === undefined || matches(entry.prepared, typed)) continue;
    let errors = 0;
    for (const [at, word] of words.entries())
      errors += entry.prepared.includes(word) ? 0 : (near[at]?.get(item) ?? Number.POSITIVE_INFINITY);
    if (errors > fewest || errors === Number.POSITIVE_INFINITY) continue;
    if (errors < fewest) found = [];
    fewest = errors;
    found.push(entry);
  }
  return found.sort(search.order);
}
