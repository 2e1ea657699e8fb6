/**
 * Reads this computer's activity back and checks all of it: seal, number, the hash of the event before, and the head that the sealed
 * record names [protocol: Activity]. What is missing or does not fit is a gap with its numbers, and the rest goes on.
 */
import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import type { ActivityEvent, ReadEvent } from "../../../shared/protocol/activity/event.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { isHead, type KnownHead, noHead } from "../local/heads.ts";
import { lastActivity, readActivity } from "../store/activity-rows.ts";
import { type Own, openEvent } from "./sealed-events.ts";

/** Numbers of which no event can be shown: no row is there, or what is there is not what was written. */
export type Gap = { from: number; to: number; why: "missing" | "damaged" };
export type HeldChain = { events: ActivityEvent[]; gaps: Gap[] };

/** Rows so far above the head that is known were written by nobody here. */
const farMost = 2 ** 32;
const chunk = 500;

/** The highest number that counts: what lies above it is no event of this computer. */
export function lastNumber({ db }: Own, known: KnownHead): number {
  return Math.max(known.seq, lastActivity(db, known.seq + farMost));
}

/**
 * Where the next event is chained: behind the head that is known, or behind what was added while the record could not be written. A
 * damaged end is left behind by its number.
 */
export function headOf(own: Own, known: KnownHead): KnownHead {
  const last = lastNumber(own, known);
  if (last === known.seq) return known;
  let head: KnownHead = { seq: last, hash: known.hash };
  for (const row of readActivity(own.db, known.seq + 1, farMost)) {
    if (row.seq > last) break;
    const read = openEvent(own, row);
    if (read !== null) head = { seq: last, hash: idBytes(read.hash) };
  }
  return head;
}

/** All events that hold, in their order, with the gaps between them. `pause` is awaited now and then: a long chain keeps nobody waiting. */
export async function readChain(own: Own, known: KnownHead, pause: () => Promise<void>): Promise<HeldChain> {
  const reading = startReading(known);
  const last = lastNumber(own, known);
  for (let from = 1; from <= last; ) {
    const rows = readActivity(own.db, from, chunk).filter(({ seq }) => seq <= last);
    for (const row of rows) reading.take(row.seq, openEvent(own, row));
    if (rows.length < chunk) break;
    from = (rows.at(-1)?.seq ?? last) + 1;
    await pause();
  }
  return reading.end();
}

/** Takes one row after the other; null: it does not open. */
function startReading(known: KnownHead) {
  const events: ActivityEvent[] = [];
  const gaps: Gap[] = [];
  let next = 1;
  let before: Hash | null = null;

  function gap(from: number, to: number, why: Gap["why"]): void {
    if (from > to) return;
    const last = gaps.at(-1);
    if (last?.why === why && last.to === from - 1) last.to = to;
    else gaps.push({ from, to, why });
  }

  /** Behind a gap nothing says which hash was there; the seal alone vouches, and the chain goes on from here. */
  function follows(seq: number, { event, hash }: ReadEvent): boolean {
    if (seq === known.seq && !isHead(known, hash)) return false;
    if (seq === 1) return bytesEqual(idBytes(event.prev), noHead.hash);
    return before === null || event.prev === before;
  }

  return {
    take(seq: number, read: ReadEvent | null): void {
      if (seq > next) {
        gap(next, seq - 1, "missing");
        before = null;
      }
      next = seq + 1;
      if (read !== null && follows(seq, read)) {
        events.push(read.event);
        before = read.hash;
        return;
      }
      gap(seq, seq, "damaged");
      before = null;
    },
    end(): HeldChain {
      gap(next, known.seq, "missing");
      return { events, gaps };
    },
  };
}
