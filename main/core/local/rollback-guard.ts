/**
 * Whether the database of this computer is the one that it last wrote [protocol: Rollback guard]: a record of all heads is
 * written in every transaction that moves one, and then once more into the keychain. A database that is older than the
 * keychain remembers, or not what its own record says, is read but nothing is written before the log and the vaults have
 * reached what was known here. Database first, then the keychain: a crash in between leaves the keychain behind.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Keychain, Ports } from "../ports.ts";
import { type HeadsRecord, type KnownHead, knownHead, noHead } from "./heads.ts";
import {
  findLacking,
  type HeldNow,
  headsNow,
  isReached,
  isUpToDate,
  type Opened,
  type Owed,
  owedOf,
} from "./heads-compare.ts";
import { type HeadsHolder, putOwnHeads, readOwnHeads } from "./heads-record.ts";
import { type Kept, keptEntries, writeKeptHeads } from "./kept-heads.ts";

export type RollbackGuard = {
  /** Call in every transaction that moves the log's head, with the new one. */
  noteLog(head: Head): void;
  /** Call in every transaction that moves a vault's head, with the chain after it. */
  noteVault(chain: VaultChain, state: TeamState): void;
  /** Call in every transaction that changes what waits to be sent: an older file is then known by its count alone. */
  noteDrafts(): void;
  /** Call in every transaction that adds to this computer's activity, with its new head. */
  noteActivity(head: KnownHead): void;
  /** The head of the activity that the file must reach. */
  activity(): KnownHead;
  /** The head of a vault that the file must reach, by the sealed record that it was opened with; null: none was known. */
  recorded(vault: VaultId): KnownHead | null;
  /** What the file holds of a vault does not reach the recorded head. */
  missing(vault: VaultId): void;
  /** Nothing may be written to the server yet. */
  isBehind(): boolean;
  /** The server's entries and commits were taken in: `local-rollback` where they do not reach what was known here. */
  caughtUp(now: HeldNow): Result<true>;
  stop(): void;
};

type Holder = HeadsHolder & Opened & { ports: Pick<Ports, "timers">; keychain: Keychain };

/** Checks the database against its record and the keychain, and keeps both up to date from then on. */
export function createRollbackGuard(holder: Holder, log: Head): RollbackGuard {
  const { db, kept } = holder;
  const own = readOwnHeads(holder);
  const opened = own.state === "record" ? own.record : null;
  const writing = createWriting(holder);
  let behind: Owed | null = isUpToDate(holder, own, log) ? null : owedOf(opened, kept);
  /** Of vaults that stopped before they reached what was known: remembered until they do. */
  let blocked: Owed = { logSeq: 0, log: null, vaults: new Map() };
  if (behind === null) db.transaction(() => writing.put({ log: knownHead(log) }));

  return {
    noteLog(head) {
      // While behind, the record stays as it was: whoever opens this file again is told again.
      if (behind === null) writing.put({ log: knownHead(head) });
    },
    noteVault(chain, state) {
      if (behind !== null) return;
      const target = blocked.vaults.get(chain.vault);
      const isLacking = target !== undefined && !isReached(target, blocked.logSeq, { state, chain });
      writing.put({
        vaults: new Map(writing.now().vaults).set(chain.vault, isLacking ? target : knownHead(chain.head)),
      });
    },
    noteDrafts() {
      if (behind === null) writing.put({});
    },
    noteActivity(activity) {
      if (behind === null) return writing.put({ activity });
      // While behind, the count stays as it was: this file is still an older one. What is added to it is not lost by that.
      const held = readOwnHeads(holder);
      if (held.state === "record") putOwnHeads(holder, { ...held.record, activity });
    },
    activity: () => writing.now().activity,
    // The newest record: a head that a manager's pin took back is not missed. While behind it is the one of the opening.
    recorded: (vault) => (behind === null ? writing.now() : opened)?.vaults.get(vault) ?? null,
    missing(vault) {
      const known = opened?.vaults.get(vault);
      behind ??= { logSeq: opened?.log.seq ?? 0, log: null, vaults: new Map() };
      if (known !== undefined && !behind.vaults.has(vault)) behind.vaults.set(vault, known);
    },
    isBehind: () => behind !== null,
    caughtUp(held) {
      if (behind === null) return ok(true);
      const left = findLacking(behind, held);
      if (left.failure !== null) return left.failure;
      blocked = { ...behind, log: null, vaults: left.blocked };
      behind = null;
      const vaults = new Map([...headsNow(held, writing.now().vaults), ...left.blocked]);
      db.transaction(() => writing.put({ log: knownHead(held.state.head), vaults }));
      return ok(true);
    },
    stop: writing.stop,
  };
}

const emptyRecord: HeadsRecord = { counter: 0, log: noHead, vaults: new Map(), activity: noHead, isKept: false };
const counterOf = (kept: Kept): number => (kept.state === "record" ? kept.record.counter : 0);

/** Writes the record, and what is durable of it into the keychain, soon, one writing at a time. */
function createWriting(holder: Holder) {
  const { ports, keychain, kept } = holder;
  let slot = kept.state === "record" ? kept.slot : 0;
  let hasWritten = false;
  let isWriting = false;
  let isStale = false;
  let isOver = false;
  const now = (): HeadsRecord => {
    const own = readOwnHeads(holder);
    return own.state === "record" ? own.record : emptyRecord;
  };

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    try {
      while (isStale && !isOver) {
        isStale = false;
        const written = await writeKeptHeads(keychain, keptEntries(holder, now(), 1 - slot));
        if (!written.ok || isOver) continue;
        slot = 1 - slot;
        if (!hasWritten) markKept(holder);
        hasWritten = true;
      }
    } catch (error) {
      // The file refuses: told where what timers throw is told; what the record says is compared at the next unlock.
      ports.timers.after(0, () => {
        throw error;
      });
    } finally {
      isWriting = false;
    }
  }

  return {
    now,
    /** Inside the caller's transaction. Told from what is durable by then, so that one that failed after all is not. */
    put(change: Partial<HeadsRecord>): void {
      const before = now();
      const counter = Math.max(before.counter, counterOf(kept)) + 1;
      putOwnHeads(holder, { ...before, ...change, isKept: before.isKept || hasWritten, counter });
      isStale = true;
      if (!isWriting) ports.timers.after(0, () => void write());
    },
    stop(): void {
      isOver = true;
    },
  };
}

/** The keychain took a record: from now on it is missed where it is not there. */
function markKept(holder: Holder): void {
  holder.db.transaction(() => {
    const own = readOwnHeads(holder);
    if (own.state === "record" && !own.record.isKept) putOwnHeads(holder, { ...own.record, isKept: true });
  });
}
