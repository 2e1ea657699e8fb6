/** What letters of one type say. */
import type { DeviceId } from "../../../shared/encoding/ids.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { type LetterContent, type LetterType, parseContent } from "../../../shared/protocol/letters/letter-types.ts";
import type { CosignedAct } from "../../../shared/protocol/team-log/cosigned-types.ts";
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

/** A letter that asks a second signature for an act. */
export type Request = { letter: Letter; act: CosignedAct };

/** Acts for which one computer may ask second signatures at a time. */
export const requestsMost = 16;

/** What computers ask a second signature for now: of each the newest that it wrote since it took back what was before. */
export function openRequests(letters: readonly Letter[]): Request[] {
  // Each by itself: what one computer writes puts the letters of no other in another order.
  const byDevice = new Map<DeviceId, ContentOf<"cosign-request">[]>();
  for (const one of contentsOf(letters, "cosign-request")) {
    const { device } = one.letter.body.from;
    byDevice.set(device, [...(byDevice.get(device) ?? []), one]);
  }
  return [...byDevice.values()].flatMap(openOf);
}

function openOf(written: ContentOf<"cosign-request">[]): Request[] {
  const open = new Map<string, Request>();
  for (const { letter, content } of written.sort((one, other) => (isLater(one.letter, other.letter) ? 1 : -1))) {
    if (content.act === null) open.clear();
    else open.set(content.act.payload.id, { letter, act: content.act });
  }
  return [...open.values()].slice(-requestsMost);
}
