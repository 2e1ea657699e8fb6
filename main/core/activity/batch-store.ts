/**
 * What colleagues did, on the computer of somebody who may read it: batches as they were verified, each sealed under its own number in
 * two parts, so that what is listed by time, person and number opens few events [protocol: Activity].
 */
import { z } from "zod";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import {
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  timeField,
  uintField,
} from "../../../shared/encoding/fields.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { encodeEvent, parseEvent, type ReadEvent } from "../../../shared/protocol/activity/event.ts";
import type { Database } from "../ports.ts";
import { addBatch, findBatchBody, readBatchHeads, removeBatches } from "../store/audit-rows.ts";
import type { Profile } from "../store/profile-row.ts";

const range = () => strict({ from: uintField(), to: uintField() });
const headSchema = strict({
  form: z.literal(1),
  user: idField<UserId>(),
  device: deviceField(),
  /** It came after its person or computer had left. */
  isLate: z.boolean(),
  /** When it was taken here. */
  came: timeField(),
  first: uintField(),
  last: uintField(),
  /** The hash that stands before the first event, and that of the last. */
  prev: hashField(),
  end: hashField(),
  earliest: timeField(),
  latest: timeField(),
  /** Numbers between first and last that it does not hold, and those for which another event came before. */
  holes: z.array(range()).max(limits.eventsPerBatch),
  twice: z.array(range()).max(limits.eventsPerBatch),
});
const bodySchema = strict({
  form: z.literal(1),
  events: z.array(bytesMax(limits.eventBytes)).max(limits.eventsPerBatch),
});
/** What is known of a batch without its events. */
export type BatchHead = z.output<typeof headSchema>;
export type HeldBatch = BatchHead & { batch: number };

export type BatchStore = {
  /** All of them; read once, and `pause` is awaited now and then. */
  heads(): Promise<HeldBatch[]>;
  /** The events of one; none where its bytes are not what was written. */
  events(batch: number): ReadEvent[];
  /** Inside a transaction. */
  add(head: BatchHead, events: readonly ReadEvent[]): void;
  /** Takes all of them away. */
  clear(): void;
};

type Holder = {
  db: Database;
  keys: Pick<DeviceKeys, "localStateKey">;
  profile: Pick<Profile, "profile">;
};

const chunk = 500;
/** So many events stay opened: those of the days that somebody looks at. */
const openedMost = 100_000;

/** Seals and opens the two parts of a batch, each under its own name. */
function partsOf({ keys, profile }: Holder) {
  const of = (batch: number, part: "head" | "body") => ({ profile: profile.profile, name: `audit/${batch}/${part}` });
  const open = <Value>(name: ReturnType<typeof of>, schema: z.ZodType, bytes: Uint8Array): Value | null => {
    const plain = openLocal(keys.localStateKey, name, bytes);
    const parsed = plain.ok ? parseWith(schema as never, plain.value, limits.letterBytes) : plain;
    return parsed.ok ? (parsed.value as Value) : null;
  };
  return {
    seal(batch: number, head: BatchHead, events: readonly ReadEvent[]) {
      const body = { form: 1, events: events.map(({ event }) => encodeEvent(event)) };
      return {
        head: sealLocal(keys.localStateKey, of(batch, "head"), encodeWith(headSchema as never, head as never)),
        body: sealLocal(keys.localStateKey, of(batch, "body"), encodeWith(bodySchema as never, body as never)),
      };
    },
    head: (batch: number, bytes: Uint8Array) => open<BatchHead>(of(batch, "head"), headSchema, bytes),
    events(batch: number, bytes: Uint8Array): ReadEvent[] {
      const body = open<z.output<typeof bodySchema>>(of(batch, "body"), bodySchema, bytes);
      return (body?.events ?? []).flatMap((one) => {
        const read = parseEvent(one);
        return read.ok ? [read.value] : [];
      });
    },
  };
}

/** The batches in this file. */
export function openBatchStore(holder: Holder, pause: () => Promise<void>): BatchStore {
  const { db } = holder;
  const parts = partsOf(holder);
  const known = openedEvents((batch) => parts.events(batch, findBatchBody(db, batch) ?? new Uint8Array()));
  let held: HeldBatch[] | null = null;
  let reading: Promise<HeldBatch[]> | null = null;
  let top = 0;

  async function readAll(): Promise<HeldBatch[]> {
    const found: HeldBatch[] = [];
    for (;;) {
      const rows = readBatchHeads(db, top, chunk);
      for (const { batch, head } of rows) {
        top = batch;
        // What was changed in the file shows as a gap: its numbers are nowhere.
        const read = parts.head(batch, head);
        if (read !== null) found.push({ ...read, batch });
      }
      if (rows.length < chunk) break;
      await pause();
    }
    held = found;
    return found;
  }

  return {
    async heads() {
      reading ??= readAll();
      return held ?? reading;
    },
    events: known.of,
    add(head, events) {
      if (held === null) throw new Error("batches are read before one is added");
      const batch = top + 1;
      addBatch(db, { batch, ...parts.seal(batch, head, events) });
      top = batch;
      held.push({ ...head, batch });
    },
    clear() {
      removeBatches(db);
      held = [];
      known.clear();
    },
  };
}

/** Opens what is asked for, and keeps as much of it as fits; the least used goes first. */
function openedEvents(open: (batch: number) => ReadEvent[]) {
  const kept = new Map<number, ReadEvent[]>();
  let count = 0;
  return {
    of(batch: number): ReadEvent[] {
      const events = kept.get(batch) ?? open(batch);
      if (kept.delete(batch)) count -= events.length;
      kept.set(batch, events);
      count += events.length;
      for (const [oldest, { length }] of kept) {
        if (count <= openedMost || oldest === batch) break;
        kept.delete(oldest);
        count -= length;
      }
      return events;
    },
    clear(): void {
      kept.clear();
      count = 0;
    },
  };
}
