/** Words that are nearly what was typed: a letter wrong, missing, doubled, or two in each other's place. */

/** How far the nearest beginning of a word is away, by single errors of typing. */
export type NearWord = {
  /** Errors between the typed word and the best beginning of this one; more than `most` where it is no near one. */
  errorsIn(word: string): number;
  /** As many errors as this word may hold. */
  most: number;
};

/** Shorter words are near to too many, longer ones are rare and cost more. */
const shortest = 3;
const longest = 31;
/** From this length on a word may hold two errors; its first letter may be the wrong one; it may be the beginning of a longer one. */
const twoErrorsFrom = 8;
const anyFirstFrom = 5;
const beginningFrom = 4;

/**
 * Prepares a folded word to be compared with many. Null where it may hold no error: a word of one or two letters, a number, a
 * word longer than any that people type by heart.
 *
 * The errors are counted column by column in the bits of one number (Hyyrö 2003, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances"), so that thirty thousand words cost about a millisecond.
 */
export function nearWord(typed: string): NearWord | null {
  const { length } = typed;
  if (length < shortest || length > longest || /^\p{N}+$/u.test(typed)) return null;
  const most = length >= twoErrorsFrom ? 2 : 1;
  const places: Places = { plain: new Int32Array(128), others: new Map() };
  for (let at = 0; at < length; at++) {
    const code = typed.charCodeAt(at);
    if (code < 128) places.plain[code] = (places.plain[code] as number) | (1 << at);
    else places.others.set(code, (places.others.get(code) ?? 0) | (1 << at));
  }
  const [first, second] = [typed.charCodeAt(0), typed.charCodeAt(1)];
  const mayBegin = (word: string): boolean => {
    if (length >= anyFirstFrom) return true;
    const begins = word.charCodeAt(0);
    return begins === first || (begins === second && word.charCodeAt(1) === first);
  };
  return {
    most,
    errorsIn: (word) => {
      const isTooLong = length < beginningFrom && word.length > length + most;
      if (word.length < length - most || isTooLong || !mayBegin(word)) return most + 1;
      return errors(places, length, word, most);
    },
  };
}

/** In which places of the typed word each letter stands, as bits. */
type Places = { plain: Int32Array; others: Map<number, number> };

function errors({ plain, others }: Places, length: number, word: string, most: number): number {
  const last = 1 << (length - 1);
  let [up, down, same, before] = [-1, 0, 0, 0];
  let [count, best] = [length, length];
  const end = Math.min(word.length, length + most);
  for (let at = 0; at < end; at++) {
    const code = word.charCodeAt(at);
    const here = code < 128 ? (plain[code] as number) : (others.get(code) ?? 0);
    const swapped = ((~same & here) << 1) & before;
    same = (((here & up) + up) ^ up) | here | down | swapped;
    const more = down | ~(same | up);
    const less = up & same;
    if ((more & last) !== 0) count++;
    else if ((less & last) !== 0) count--;
    if (count < best) best = count;
    const moreNext = (more << 1) | 1;
    up = (less << 1) | ~(same | moreNext);
    down = moreNext & same;
    before = here;
  }
  return best;
}
