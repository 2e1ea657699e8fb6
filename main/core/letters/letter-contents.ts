/** What letters of one type say. */
import type { DeviceId } from "../../../shared/encoding/ids.ts";
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

/** Where a letter stands among others. */
type PlacedLetter = { body: Pick<Letter["body"], "logSeq" | "chain" | "counter" | "time"> };

/** By where they stood in the log, then by their own count; the clocks of others decide nothing. */
export function isLater({ body: left }: PlacedLetter, { body: right }: PlacedLetter): boolean {
  if (left.logSeq !== right.logSeq) return left.logSeq > right.logSeq;
  return left.chain === right.chain ? left.counter > right.counter : left.time > right.time;
}

/** What the computers of others ask a second signature for now: of each the newest that it wrote. */
export function newestRequests(letters: readonly Letter[]): ContentOf<"cosign-request">[] {
  const newest = new Map<DeviceId, ContentOf<"cosign-request">>();
  for (const one of contentsOf(letters, "cosign-request")) {
    const { device } = one.letter.body.from;
    const before = newest.get(device);
    if (before === undefined || isLater(one.letter, before.letter)) newest.set(device, one);
  }
  return [...newest.values()];
}
