/**
 * Letters in the list: one that is a key acts after a moment, so that two in a row are always the beginning of a name. Pure but
 * for its timer.
 */
import type { KeyName } from "../../page/keys.ts";

/** The second letter of a word comes sooner. */
export const letterMs = 250;

type Ahead = {
  act(name: KeyName): void;
  /** Into the search. */
  type(text: string): void;
  /** Answers how to stop it. */
  after(ms: number, done: () => void): () => void;
};

export type TypeAhead = {
  /** `name`: what the letter alone means; null where nothing. */
  letter(letter: string, name: KeyName | null): void;
  /** Another key follows: what was asked for is done first. */
  settle(): void;
  /** The person went elsewhere. */
  drop(): void;
};

/** One for a list. */
export function createTypeAhead({ act, type, after }: Ahead): TypeAhead {
  let held: { letter: string; name: KeyName; stop(): void } | null = null;
  const takeHeld = () => {
    const one = held;
    held = null;
    one?.stop();
    return one;
  };
  const settle = (): void => {
    const one = takeHeld();
    if (one !== null) act(one.name);
  };
  return {
    letter(letter, name) {
      const before = takeHeld();
      if (before !== null) type(before.letter + letter);
      else if (name === null) type(letter);
      else held = { letter, name, stop: after(letterMs, settle) };
    },
    settle,
    drop: () => void takeHeld(),
  };
}
