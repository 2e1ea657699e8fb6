/** Twelve words by which two people see whether their apps hold the same history [protocol: Team code]. */
import { hash } from "../../crypto/hash.ts";
import { idBytes } from "../../encoding/id-bytes.ts";
import type { Hash, TeamId } from "../../encoding/ids.ts";
import { effLargeWords } from "../../model/eff-large-words.ts";
import { headAt } from "../team-log/state/rules.ts";
import type { Head, TeamState } from "../team-log/state/team-state.ts";

const every = 16;
const wordCount = 12;

/** The words at a head. */
export function teamCodeWords(team: TeamId, head: Head): string[] {
  let rest = 0n;
  for (const byte of hash("team-code", idBytes(team), head.seq, idBytes(head.hash))) rest = rest * 256n + BigInt(byte);
  const count = BigInt(effLargeWords.length);
  return Array.from({ length: wordCount }, () => {
    const word = effLargeWords[Number(rest % count)] as string;
    rest /= count;
    return word;
  });
}

export type TeamCode = { number: number; words: string[] };

/** The newest code of a log, or the one at an earlier number; null for a number that has none. */
export function teamCode(state: TeamState, number = lastNumber(state)): TeamCode | null {
  const found = number % every === 0 ? headAt(state, number) : null;
  return found === null ? null : { number, words: teamCodeWords(state.team, { seq: number, hash: found as Hash }) };
}

/** The words at any number of a log: of the entry at which two histories part, which no code may have; null above its head. */
export function codeAtEntry(state: TeamState, number: number): TeamCode | null {
  const found = headAt(state, number);
  return found === null ? null : { number, words: teamCodeWords(state.team, { seq: number, hash: found }) };
}

/** Whether these are the words that somebody read out; in any case, with anything between them. */
export function areWordsOf({ words }: TeamCode, text: string): boolean {
  return wordsIn(text).join(" ") === words.flatMap(wordsIn).join(" ");
}

function lastNumber({ head }: TeamState): number {
  return head.seq - (head.seq % every);
}

/**
 * What somebody else read out, against my log. `later`: theirs stands above mine; they say theirs at `number`, or my log catches up.
 * `none`: no code has that number.
 */
export type Compared = { result: "same" | "different" | "later" | "none"; number: number };

/** Compares it; words in any case, with anything between them. */
export function compareTeamCode(state: TeamState, theirs: { number: number; text: string }): Compared {
  const { number } = theirs;
  if (number % every !== 0) return { result: "none", number: lastNumber(state) };
  const mine = teamCode(state, number);
  if (mine === null) return { result: "later", number: lastNumber(state) };
  return { result: areWordsOf(mine, theirs.text) ? "same" : "different", number };
}

/** Parts of letters: some words of the list have a hyphen, and people type it as a space. */
function wordsIn(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== "");
}
