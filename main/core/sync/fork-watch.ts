/**
 * Whether two histories of the team were shown [protocol: Forks]: keeps what may prove it as it was received, sealed and bounded, and
 * checks it on my log as it is now. Only my own log ends a proof; nothing that a server shows does, nor a restart.
 */
import type { DeviceId, EpochMs } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  evidenceMost,
  evidenceSchema,
  type ForkEvidence,
  noEvidence,
  readBranch,
  readWord,
  type SignedWord,
  verdictOn,
} from "../../../shared/protocol/forks/evidence.ts";
import type { ForkVerdict, Word } from "../../../shared/protocol/forks/verdict.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { sealedRecord } from "../local/sealed-record.ts";

export type ForkWatch = {
  /** On my log as it is now. */
  verdict(): ForkVerdict;
  /** `log-fork` while a fork is proven. */
  mayWrite(): Result<true>;
  /** Somebody's word that stands on another log than mine; what is not that is left aside. */
  heardWord(word: SignedWord): void;
  /** A computer's statement that stands on my log: what it said before on another one counts no more [protocol: Choosing a history]. */
  standsHere(stated: Stands): void;
  /** My log gave way to the other one, in the transaction that does it: from now on the entries that I held are the other history. */
  turn(common: number, entries: readonly Uint8Array[]): void;
  /** Entries beside mine, from the one above `common` on. */
  sawBranch(common: number, entries: readonly Uint8Array[]): void;
  /** What is kept, as it was received. */
  evidence(): ForkEvidence;
  /** My log has grown: who of those behind the evidence is still there. */
  look(): void;
};

type Stands = { device: DeviceId; counter: number; logSeq: number };

type Holder = Pick<LocalProfile, "db" | "profile" | "keys"> & {
  ports: Pick<LocalProfile["ports"], "clock">;
  state(): TeamState;
  /** The state after this entry of my log; null where the file does not reach it. */
  stateAt(seq: number): TeamState | null;
  /** Called in the transaction that changes what is kept: an older file is then known by its count. */
  noted(): void;
  /** A proof came, or is found at the start; or what was kept cannot be read. */
  tell(what: "proven" | "damaged"): void;
};
/** What is kept, read once. */
type Read = { branch: ReturnType<typeof readBranch>; words: { word: Word; signed: SignedWord }[] };

/** Reads what is kept and checks it anew; costs nothing where nothing is kept. */
export function createForkWatch(holder: Holder): ForkWatch {
  const { state, tell } = holder;
  const held = openEvidence(holder);
  let read = readAll(holder, held.kept());
  let wasProven = false;

  const came = createComeOver(holder.profile.device);
  const verdictOf = ({ branch, words }: Read): ForkVerdict =>
    verdictOn(state(), { branch, words: words.map(({ word }) => word), hasComeOver: came.hasComeOver });
  const isProven = (): boolean => verdictOf(read).state === "proven";
  const now = (): EpochMs => holder.ports.clock.now() as EpochMs;

  function keep(next: Read, common: number): void {
    // What was not read, because the file lacks the end of my log, is not given up for what comes meanwhile.
    const branch = next.branch === read.branch ? held.kept().branch : next.branch.map(({ bytes }) => bytes);
    const unread = held.kept().words.filter((signed) => !read.words.some((one) => one.signed === signed));
    const words = [...next.words.map(({ signed }) => signed), ...unread].slice(0, evidenceMost.words);
    read = next;
    held.store({ form: 1, since: held.kept().since ?? (isProven() ? now() : null), common, branch, words });
    look();
  }

  function look(): void {
    if (read.branch.length < held.kept().branch.length || read.words.length < held.kept().words.length)
      read = readAll(holder, held.kept());
    const isNow = isProven();
    if (isNow && held.kept().since === null) held.store({ ...held.kept(), since: now() });
    if (isNow && !wasProven) tell("proven");
    wasProven = isNow;
  }

  if (held.isDamaged()) tell("damaged");
  look();
  return {
    verdict: () => verdictOf(read),
    mayWrite: () => (isProven() ? fail("log-fork", { reason: "proven" }, "after-act") : ok(true)),
    heardWord(signed) {
      const word = readWord(state(), signed);
      if (!word.ok) return;
      came.saidElsewhere(word.value);
      const words = withWord(state(), read, { word: word.value, signed });
      if (words !== null) keep({ ...read, words }, held.kept().common);
    },
    standsHere(stated) {
      came.saidHere(stated);
      look();
    },
    turn: (common, entries) =>
      held.store({ form: 1, since: held.kept().since, common, branch: asKept(entries), words: [] }),
    sawBranch(common, entries) {
      if (!isWorthReading(read.branch, entries, isProven())) return;
      const branch = readFrom(holder, common, entries);
      const isMore = branch.length > read.branch.length;
      if (branch[0] !== undefined && isBeside(state(), branch[0]) && (isMore || !isProven()))
        keep({ ...read, branch }, common);
    },
    evidence: held.kept,
    look,
  };
}

/** What is kept, and keeping more. */
function openEvidence(holder: Holder) {
  const record = sealedRecord(holder, "fork-evidence", evidenceSchema);
  let kept = record.read() ?? noEvidence;
  return {
    kept: (): ForkEvidence => kept,
    isDamaged: record.isDamaged,
    store(next: ForkEvidence): void {
      kept = next;
      holder.db.transaction(() => {
        record.write(kept);
        holder.noted();
      });
    },
  };
}

/** By statements of this session alone: after a restart they are fetched again, and until then a proof stands. */
function createComeOver(own: DeviceId) {
  const here = new Map<DeviceId, Stands>();
  /** The highest counter under which a computer said that it stands elsewhere: an older statement that comes late changes nothing. */
  const elsewhere = new Map<DeviceId, number>();
  return {
    hasComeOver: (word: Word, place: number): boolean =>
      word.device === own || isAfter(here.get(word.device), word, place),
    saidHere(stated: Stands): void {
      const newest = Math.max(here.get(stated.device)?.counter ?? -1, elsewhere.get(stated.device) ?? -1);
      if (newest <= stated.counter) here.set(stated.device, stated);
    },
    saidElsewhere({ device, counter }: Word): void {
      if (counter === undefined) return;
      elsewhere.set(device, Math.max(elsewhere.get(device) ?? 0, counter));
      if (counter >= (here.get(device)?.counter ?? 0)) here.delete(device);
    },
  };
}

/** A later statement of the same computer; of what has no counter: one that stands above the place where the two part. */
function isAfter(stated: Stands | undefined, { counter }: Word, place: number): boolean {
  if (stated === undefined) return false;
  return counter === undefined ? stated.logSeq >= place : stated.counter > counter;
}

/** As many of the first as are kept. */
function asKept(entries: readonly Uint8Array[]): Uint8Array[] {
  let size = 0;
  return entries.slice(0, evidenceMost.entries).filter(({ length }) => {
    size += length;
    return size <= evidenceMost.entryBytes;
  });
}

/** What proves something is not given away for another branch: then only what goes on from it counts; else another, or more of it. */
function isWorthReading(held: Read["branch"], entries: readonly Uint8Array[], isProven: boolean): boolean {
  const isAt = (bytes: Uint8Array, at: number) => entries[at] !== undefined && bytesEqual(entries[at], bytes);
  const isLonger = entries.length > held.length;
  if (isProven) return isLonger && held.every(({ bytes }, at) => isAt(bytes, at));
  return entries.length > 0 && (isLonger || held[0] === undefined || !isAt(held[0].bytes, 0));
}

/** At a number of mine, with another hash. */
function isBeside(state: TeamState, { seq, hash }: Pick<Word, "seq" | "hash">): boolean {
  const mine = headAt(state, seq);
  return mine !== null && mine !== hash;
}

/** Its person and its computer are in the team. */
function isStanding(state: TeamState, { user, device }: Word): boolean {
  return state.devices.get(device)?.active === true && state.users.get(user)?.active === true;
}

/**
 * One word of each person who is in the team, the first that stands beside my log; one above it is kept until my log is there.
 * Null: nothing is added.
 */
function withWord(state: TeamState, { words }: Read, added: Read["words"][number]): Read["words"] | null {
  const counts = ({ word }: Read["words"][number]): boolean =>
    isStanding(state, word) && headAt(state, word.seq) !== word.hash;
  if (!counts(added)) return null;
  const held = words.filter(counts);
  const isOf = ({ word }: Read["words"][number]): boolean => word.user === added.word.user;
  if (held.some((one) => isOf(one) && isBeside(state, one.word))) return null;
  const others = held.filter((one) => !isOf(one));
  return others.length < evidenceMost.words ? [...others, added] : null;
}

function readFrom({ state: now, stateAt }: Holder, common: number, entries: readonly Uint8Array[]): Read["branch"] {
  const state = entries.length === 0 || now().head.seq < common ? null : stateAt(common);
  return state === null ? [] : readBranch(state, entries);
}

/** The file is a claim like any other: what does not verify on my log is as good as absent. */
function readAll(holder: Holder, { common, branch, words }: ForkEvidence): Read {
  return {
    branch: readFrom(holder, common, branch),
    words: words.flatMap((signed) => {
      const word = readWord(holder.state(), signed);
      return word.ok ? [{ word: word.value, signed }] : [];
    }),
  };
}
