/** What letters of one type say. */
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { type LetterContent, type LetterType, parseContent } from "../../../shared/protocol/letters/letter-types.ts";
import type { Received } from "./incoming.ts";

export type ContentOf<Type extends LetterType> = { letter: Letter; content: LetterContent<Type> };

/** The letters of one type that read as such. */
export function contentsOf<Type extends LetterType>(letters: readonly Letter[], type: Type): ContentOf<Type>[] {
  return letters.flatMap((letter) => {
    const content = parseContent(letter.body, type);
    return content.ok ? { letter, content: content.value } : [];
  });
}

/** Those that may be acted on. */
export function countingOf(received: readonly Received[]): Letter[] {
  return received.flatMap(({ letter, standing, isDisputed }) => (standing === "counts" && !isDisputed ? letter : []));
}
