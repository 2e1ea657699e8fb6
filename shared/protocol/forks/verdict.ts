/**
 * Whether what was received proves that another history than mine was shown to somebody [protocol: Forks]. Pure; asked anew
 * whenever my log grows, since only people who are in the team by it count.
 */
import type { DeviceId, EpochMs, Hash, UserId } from "../../encoding/ids.ts";

type By = { user: UserId; device: DeviceId };
/** What a person's computer signed to stand at a number, where mine is another. `counter`: of a statement, the statement's own. */
export type Word = By & { seq: number; hash: Hash; counter?: number };
/** An entry of the other history, verified on the state before it. */
export type OtherEntry = Word & { time: EpochMs };

type Received = {
  /** My history: null above my head. */
  hashAt(seq: number): Hash | null;
  /** Whether a computer and its person are in the team by my log as it is now. */
  isActive(by: By): boolean;
  /** Whether the computer said since that it stands on my log: above `place`, or under a higher counter than the word's. */
  hasComeOver?(word: Word, place: number): boolean;
  /** The other history from its first entry that differs from mine, as far as it was received. */
  branch: readonly OtherEntry[];
  words: readonly Word[];
};

/**
 * - `none`: nothing differs.
 * - `alone`: an entry on which nobody but its signer built: whoever lost a compare-and-set has signed one.
 * - `claimed`: one person's word without the entry. It counts for nothing, and neither does what that computer says.
 * - `proven`: somebody else built on the entry, or two people say so. `by`: whose word it is.
 */
export type ForkVerdict =
  | { state: "none" }
  | { state: "alone" | "claimed"; by: Word[] }
  | { state: "proven"; how: "built" | "words"; seq: number; by: Word[] };

/** Checks it. Nobody's own word proves their own entry; who was taken out, or has come over to my log, counts for nothing. */
export function forkVerdict({ hashAt, isActive, branch, words, hasComeOver = () => false }: Received): ForkVerdict {
  const differs = ({ seq, hash }: Word): boolean => hashAt(seq) !== null && hashAt(seq) !== hash;
  const [first, ...later] = branch;
  const place = first !== undefined && differs(first) ? first.seq : null;
  const counts = (word: Word): boolean => isActive(word) && !hasComeOver(word, place ?? word.seq);
  const standing = words.filter((word) => counts(word) && differs(word));
  if (first !== undefined && place !== null) {
    const at = new Map(branch.map(({ seq, hash }) => [seq, hash]));
    const onIt = words.filter((word) => counts(word) && at.get(word.seq) === word.hash);
    const builders = [...later.filter(counts), ...onIt].filter(({ user }) => user !== first.user);
    if (builders.length > 0) return { state: "proven", how: "built", seq: first.seq, by: builders };
  }
  if (new Set(standing.map(({ user }) => user)).size > 1) {
    const seq = Math.min(...standing.map((word) => word.seq));
    return { state: "proven", how: "words", seq, by: standing };
  }
  if (standing.length > 0) return { state: "claimed", by: standing };
  return first !== undefined && place !== null ? { state: "alone", by: [first] } : { state: "none" };
}
