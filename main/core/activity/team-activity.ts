/**
 * What colleagues did, from the letters that bring it to those who may read it [protocol: Activity]. Each event is kept once, whoever
 * its author is by now; numbers that did not come are gaps, and two events for one number are both kept and told.
 */
import { z } from "zod";
import { deviceField, strict, uintField } from "../../../shared/encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { readBatch } from "../../../shared/protocol/activity/batch.ts";
import type { ReadEvent } from "../../../shared/protocol/activity/event.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { parseContent } from "../../../shared/protocol/letters/letter-types.ts";
import { standingOf } from "../../../shared/protocol/letters/verify.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { type BatchHead, type BatchStore, type HeldBatch, openBatchStore } from "./batch-store.ts";
import { gapsOf, type TeamGap } from "./team-gaps.ts";

/** Which events: of a person, in a time. */
export type Wanted = { user: UserId | null; from: number; to: number };
/** An event of a colleague's, or of another computer of this person. */
export type TeamEvent = ReadEvent & Pick<HeldBatch, "user" | "device" | "isLate" | "came" | "batch">;

export type TeamActivity = {
  /** Whether this person may read what others did. */
  isReader(): boolean;
  /** Something may have come, or has to go. */
  isDue(): boolean;
  /** Takes in what came; whoever may not read it any more keeps nothing of it. */
  take(): Promise<Result<true>>;
  events(wanted: Wanted): Promise<TeamEvent[]>;
  gaps(user: UserId | null): Promise<TeamGap[]>;
};

type Parts = LocalProfile & {
  log: { state(): TeamState };
  letters: {
    take(vault: VaultId, keep: (letters: readonly Letter[]) => void): Promise<void>;
    forget(vault: VaultId): void;
  };
  /** What the other computers of the team said of their own activity. */
  stated(): readonly { device: DeviceId; time: EpochMs; activity: { seq: number } }[];
  rights: { now(): number };
};

/** What a computer stated so long ago should have come. */
const comesWithinMs = 3_600_000;

const topsSchema = strict({
  form: z.literal(1),
  /** The highest number that came of each computer: what somebody takes out of the file is missed. */
  tops: z.array(strict({ device: deviceField(), seq: uintField() })).max(limits.headsPerTeam),
});

/** The audit vault of the team. */
export function auditVault({ systemVaults, vaults }: TeamState): VaultId | undefined {
  return systemVaults.find((vault) => vaults.get(vault)?.kind === "audit");
}

/** Of an opened profile. */
export function openTeamActivity(parts: Parts): TeamActivity {
  const { db, log, letters, profile, ports, emit } = parts;
  const pause = (): Promise<void> => new Promise((on) => void ports.timers.after(0, on));
  const store = openBatchStore(parts, pause);
  const tops = openTops(parts);
  const words = openWords(parts);
  const isReader = (): boolean => {
    const vault = auditVault(log.state());
    return vault !== undefined && rightOf(log.state(), profile.user, vault) !== null;
  };

  /** Inside the transaction that takes the letters. */
  function keep(heads: readonly HeldBatch[], came: readonly Letter[]): void {
    const kept = came.flatMap((letter) => keepLetter(parts, { store, heads }, letter) ?? []);
    if (kept.length === 0) return;
    tops.raise(kept);
    emit("activity.changed", {});
  }

  function forget(vault: VaultId): void {
    db.transaction(() => {
      store.clear();
      tops.clear();
      letters.forget(vault);
    });
    emit("activity.changed", {});
  }

  return {
    isReader,
    isDue: () => isReader() || tops.held().size > 0,
    async take() {
      words.note();
      const vault = auditVault(log.state());
      if (vault === undefined) return ok(true);
      if (!isReader()) {
        forget(vault);
        return ok(true);
      }
      const heads = await store.heads();
      await letters.take(vault, (came) => keep(heads, came));
      return ok(true);
    },
    events: (wanted) => eventsOf(store, wanted, pause),
    async gaps(user) {
      const heads = (await store.heads()).filter((head) => user === null || head.user === user);
      const userOf = (device: DeviceId): UserId | null => log.state().devices.get(device)?.user ?? null;
      words.note();
      return gapsOf(heads, words.over(tops.held()), userOf).filter((gap) => user === null || gap.user === user);
    },
  };
}

/** `settled`: the highest number that was stated so long ago; `waiting`: the earliest word that was not yet. */
type Word = { settled: number; waiting: { time: number; seq: number } | null };

/**
 * What the other computers stated since this profile was opened: what is held back at the end is missed too. A computer says it anew
 * every hour, so that its last word alone is never old while it is there; and no clock that is ahead makes a word younger than
 * when it was first seen here.
 */
function openWords({ stated, rights, profile }: Parts) {
  let words = new Map<DeviceId, Word>();
  function noted({ settled, waiting }: Word, said: { time: number; seq: number }, now: number): Word {
    const isDue = ({ time }: { time: number }): boolean => now - time >= comesWithinMs;
    const due = [waiting, said].filter((word) => word !== null && isDue(word));
    const first = waiting === null || isDue(waiting) ? { ...said, time: Math.min(said.time, now) } : waiting;
    return {
      settled: Math.max(settled, ...due.map((word) => word?.seq ?? 0)),
      waiting: isDue(said) ? null : first,
    };
  }
  return {
    note(): void {
      const now = rights.now();
      // Whose word counts for nothing any more is not in it.
      const others = stated().filter(({ device }) => device !== profile.device);
      words = new Map(
        others.map(({ device, time, activity }) => {
          const word = words.get(device) ?? { settled: 0, waiting: null };
          return [device, noted(word, { time, seq: activity.seq }, now)];
        }),
      );
    },
    /** These numbers, or higher where so many were stated. */
    over(tops: Map<DeviceId, number>): Map<DeviceId, number> {
      for (const [device, { settled }] of words)
        if (settled > 0) tops.set(device, Math.max(tops.get(device) ?? 0, settled));
      return tops;
    },
  };
}

/** The highest number that came of each computer. */
function openTops(parts: Parts) {
  const record = sealedRecord(parts, "audit-tops", topsSchema);
  const held = (): Map<DeviceId, number> =>
    new Map((record.read()?.tops ?? []).map(({ device, seq }) => [device, seq]));
  return {
    held,
    raise(heads: readonly BatchHead[]): void {
      const highest = held();
      for (const { device, last } of heads) highest.set(device, Math.max(highest.get(device) ?? 0, last));
      record.write({ form: 1, tops: [...highest].map(([device, seq]) => ({ device, seq })) });
    },
    clear: (): void => record.write({ form: 1, tops: [] }),
  };
}

async function eventsOf(
  store: BatchStore,
  { user, from, to }: Wanted,
  pause: () => Promise<void>,
): Promise<TeamEvent[]> {
  const found: TeamEvent[] = [];
  let opened = 0;
  for (const head of await store.heads()) {
    if (head.latest < from || head.earliest > to || (user !== null && head.user !== user)) continue;
    opened++;
    if (opened % 64 === 0) await pause();
    const { user: who, device, isLate, came, batch } = head;
    for (const read of store.events(batch)) found.push({ ...read, user: who, device, isLate, came, batch });
  }
  return found;
}

type Held = { store: BatchStore; heads: readonly HeldBatch[] };

/** Keeps what a letter brings that is not here yet; null where that is nothing. */
function keepLetter({ log, profile, ports }: Parts, held: Held, letter: Letter): BatchHead | null {
  const state = log.state();
  const { user, device } = letter.body.from;
  // One's own is read from the chain itself.
  if (device === profile.device) return null;
  const signPk = state.devices.get(device)?.signPk;
  const content = parseContent(letter.body, "activity-batch");
  if (signPk === undefined || !content.ok) return null;
  const events = readBatch(content.value.batch, { team: profile.team, user, device, signPk });
  if (!events.ok) return null;
  const { fresh, twice } = compare(held, device, events.value);
  const [first, last] = [fresh[0], fresh.at(-1)];
  if (first === undefined || last === undefined) return null;
  const head: BatchHead = {
    ...{ form: 1, user, device, isLate: standingOf(state, letter) === "late" },
    came: Math.max(0, Math.trunc(ports.clock.now())) as EpochMs,
    ...{ first: first.event.seq, last: last.event.seq, prev: first.event.prev, end: last.hash },
    earliest: Math.min(...fresh.map(({ event }) => event.time)) as EpochMs,
    latest: Math.max(...fresh.map(({ event }) => event.time)) as EpochMs,
    holes: holesIn(fresh.map(({ event }) => event.seq)),
    twice: rangesOf(twice),
  };
  held.store.add(head, fresh);
  return head;
}

/** Which of these events are not held, and for which numbers another one is. */
function compare({ store, heads }: Held, device: DeviceId, events: readonly ReadEvent[]) {
  const mine = heads.filter((head) => head.device === device);
  const fresh: ReadEvent[] = [];
  const twice: number[] = [];
  for (const read of events) {
    const { seq } = read.event;
    const others = mine.filter((head) => holds(head, seq)).flatMap(({ batch }) => hashesAt(store, batch, seq));
    if (others.includes(read.hash)) continue;
    fresh.push(read);
    if (others.length > 0) twice.push(seq);
  }
  return { fresh, twice };
}

const hashesAt = (store: BatchStore, batch: number, seq: number): Hash[] =>
  store.events(batch).flatMap(({ event, hash }) => (event.seq === seq ? [hash] : []));

/** Whether a batch says that it holds this number. */
function holds({ first, last, holes }: BatchHead, seq: number): boolean {
  return seq >= first && seq <= last && !holes.some(({ from, to }) => seq >= from && seq <= to);
}

/** What lies between ascending numbers. */
function holesIn(numbers: readonly number[]): { from: number; to: number }[] {
  return numbers.flatMap((seq, at) => {
    const next = numbers[at + 1];
    return next === undefined || next === seq + 1 ? [] : [{ from: seq + 1, to: next - 1 }];
  });
}

/** Ascending numbers as ranges. */
function rangesOf(numbers: readonly number[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const seq of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === seq - 1) last.to = seq;
    else ranges.push({ from: seq, to: seq });
  }
  return ranges;
}
