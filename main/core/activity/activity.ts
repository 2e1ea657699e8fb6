/**
 * What its person does on this computer, as a chain of events: each is durable before the act that it tells of begins, and before a
 * secret is shown [protocol: Activity]. One for an opened profile.
 */

import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { EpochMs, Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { signBatch } from "../../../shared/protocol/activity/batch.ts";
import {
  type ActivityEvent,
  type EventDraft,
  encodeEvent,
  eventHash,
  plainEvent,
} from "../../../shared/protocol/activity/event.ts";
import { base32Text } from "../../../shared/text.ts";
import type { KnownHead } from "../local/heads.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import type { RollbackGuard } from "../local/rollback-guard.ts";
import { readActivity } from "../store/activity-rows.ts";
import { findFailedUnlocks, removeFailedUnlocks } from "../store/failed-unlocks.ts";
import { type HeldChain, headOf, readChain } from "./chain-reader.ts";
import { openEvent, putEvent } from "./sealed-events.ts";

export type Activity = {
  /** Durable when it answers; throws where the store refuses, and then nothing may be done or shown. Answers its number. */
  record(draft: EventDraft): number;
  /** The act of this event failed after all; null: by an exception. */
  failed(seq: number, code: string | null): void;
  /** All of it as it lies in the file, checked; read once, and kept up to date from then on. */
  held(): Promise<HeldChain>;
  /** The number of the last event. */
  last(): number;
  /** The next events above this number, signed, with the number of the last; null where there are none. */
  nextBatch(above: number): { upTo: number; bytes: Uint8Array } | null;
};

type Parts = LocalProfile & { guard: Pick<RollbackGuard, "noteActivity" | "activity" | "isBehind"> };

/** Opens the chain where the file left it; what happened while nobody was in becomes its next events. */
export function openActivity(parts: Parts): Activity {
  const { db, guard, ports, profile, keys, emit } = parts;
  let head = headOf(parts, guard.activity());
  let held: Promise<HeldChain> | null = null;
  const added: ActivityEvent[] = [];

  /** Inside a transaction; the head moves once that is durable. */
  function put(draft: EventDraft): { event: ActivityEvent; head: KnownHead } {
    const event = { ...draft, suite: 1 as const, seq: head.seq + 1, prev: base32Text(head.hash) as Hash, time: now() };
    const bytes = encodeEvent(event);
    const next = { seq: event.seq, hash: idBytes(eventHash(bytes)) };
    putEvent(parts, event.seq, bytes);
    guard.noteActivity(next);
    return { event, head: next };
  }

  const now = (): EpochMs => Math.max(0, Math.trunc(ports.clock.now())) as EpochMs;

  function record(draft: EventDraft, beside: () => void = () => {}): number {
    const made = db.transaction(() => {
      beside();
      return put(draft);
    });
    head = made.head;
    added.push(made.event);
    emit("activity.changed", {});
    return made.event.seq;
  }

  tellOfBefore(parts, record);
  return {
    record,
    failed: (of, code) => void record({ ...plainEvent("failed"), of, code }),
    async held() {
      held ??= readChain(parts, head, () => new Promise((resolve) => void ports.timers.after(0, resolve)));
      const { events, gaps } = await held;
      const last = events.at(-1)?.seq ?? 0;
      events.push(...added.splice(0).filter(({ seq }) => seq > last));
      return { events, gaps };
    },
    last: () => head.seq,
    nextBatch(above) {
      const events = nextEvents(parts, above);
      const upTo = events.at(-1)?.seq;
      if (upTo === undefined) return null;
      const { team, user, device } = profile;
      const author = { team, user, device };
      return {
        upTo,
        bytes: signBatch(
          keys.signKey,
          author,
          events.map(({ bytes }) => bytes),
        ),
      };
    },
  };
}

/** What happened to the file while nobody was in. */
function tellOfBefore({ db, guard }: Parts, record: (draft: EventDraft, beside?: () => void) => number): void {
  const failedUnlocks = findFailedUnlocks(db);
  if (failedUnlocks !== null) {
    const { count, firstAt } = failedUnlocks;
    const since = firstAt as EpochMs;
    record({ ...plainEvent("unlock-failed"), count, since }, () => removeFailedUnlocks(db));
  }
  // From here on the chain may go on beside one that was lost with a newer file.
  if (guard.isBehind()) record(plainEvent("file-put-back"));
}

/** As many as one batch may hold; what does not open is left out, and shows as a gap. */
function nextEvents(parts: Parts, above: number): { seq: number; bytes: Uint8Array }[] {
  const chosen: { seq: number; bytes: Uint8Array }[] = [];
  let left = limits.batchBytes - limits.eventNameChars * limits.eventsPerBatch;
  for (let from = above + 1; ; ) {
    const rows = readActivity(parts.db, from, limits.eventsPerBatch);
    for (const row of rows) {
      const read = openEvent(parts, row);
      if (read === null) continue;
      left -= read.bytes.length;
      if (left < 0 && chosen.length > 0) return chosen;
      chosen.push({ seq: row.seq, bytes: read.bytes });
      if (chosen.length === limits.eventsPerBatch) return chosen;
    }
    // However many do not open one after the other: what comes after them goes.
    if (chosen.length > 0 || rows.length < limits.eventsPerBatch) return chosen;
    from = (rows.at(-1)?.seq ?? from) + 1;
  }
}
