/**
 * What a typed text finds among items in their order: the best first, those with an error of typing last. The address of a page finds
 * the items of that website; where it is of none, it is words like every other text.
 */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { matches, placeOf, type SearchWord, searchWords, textWords } from "../../../../shared/model/search-text.ts";
import { standingOf, typedPage } from "../../../../shared/model/website-match.ts";
import type { NearItems } from "./near-items.ts";
import { searchTextOf } from "./search.ts";

type Searchable = Parameters<typeof searchTextOf>[0] & { urls: Parameters<typeof standingOf>[1] };
type Searched = { prepared: string; row: { overview: Searchable } };
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
export function foundIn<Entry extends Searched>(asked: Search<Entry>): Entry[] {
  const words = searchWords(asked.text);
  if (words.length === 0) return [...asked.entries];
  const { its, others } = byAddress(asked.text, asked.entries, ({ row }) => row.overview.urls);
  if (its.length > 0) return its;
  const open = new Set(others);
  const entryOf = (item: ItemId) => [asked.entryOf(item)].find((one) => one !== undefined && open.has(one));
  const search = { ...asked, entries: others, entryOf: others === asked.entries ? asked.entryOf : entryOf };
  const exact = search.entries.filter(({ prepared }) => matches(prepared, words));
  return exact.length >= enough ? best(exact, words) : [...best(exact, words), ...nearly(search, words)];
}

/** The same of rows that keep their order, without errors of typing. */
export function foundRows<Row extends Searchable>(rows: readonly Row[], text: string): Row[] {
  const words = searchWords(text);
  if (words.length === 0) return [...rows];
  const { its, others } = byAddress(text, rows, ({ urls }) => urls);
  return its.length > 0 ? its : others.filter((row) => matches(searchTextOf(row), words));
}

/** Where the text is the address of a page: those whose website it is, and the others without those that it never finds. */
function byAddress<Row>(text: string, rows: readonly Row[], urlsOf: (row: Row) => Searchable["urls"]) {
  const page = typedPage(text);
  if (page === null) return { its: [], others: rows };
  const placed = rows.map((row) => ({ row, standing: standingOf(page, urlsOf(row)) }));
  const its = placed.filter(({ standing }) => standing === "its").map(({ row }) => row);
  return { its, others: placed.filter(({ standing }) => standing !== "never").map(({ row }) => row) };
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
