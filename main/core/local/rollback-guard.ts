/**
 * Whether the database of this computer is the one that it last wrote [protocol: Freshness]: a record of all heads, counted and
 * sealed, is written in every transaction that moves one, and then once more into the keychain. A database that is older
 * than the keychain remembers, or not what its own record says, is read but nothing is written before the server's newer
 * entries and commits were taken in. Database first, then the keychain: a crash in between leaves the keychain behind.
 */
import { hashText } from "../../../shared/crypto/hash.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { hashField, strict, uintField } from "../../../shared/encoding/fields.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Database, Keychain, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { areHeadsWhole, readHeads } from "../store/vault-rows.ts";

const recordSchema = strict({ counter: uintField(), heads: hashField(), logSeq: uintField() });
type HeadsRecord = { counter: number; heads: string; logSeq: number };
const name = "heads";
const maxBytes = 1024;

export type RollbackGuard = {
  /** Call in every transaction that moves a head, with the log's head after it. */
  note(log: Head): void;
  /** Nothing may be written to the server yet. */
  isBehind(): boolean;
  /** The server's entries and commits were taken in: `local-rollback` where they do not reach as far as was known here. */
  caughtUp(log: Head): Result<true>;
  stop(): void;
};

type Holder = {
  ports: Pick<Ports, "timers">;
  keychain: Keychain;
  db: Database;
  profile: Profile;
  localStateKey: Uint8Array;
  /** What the keychain held when this profile was opened. */
  kept: Uint8Array | null;
};

/** Where a profile's rollback record lies in the keychain, beside its device secret. */
export function rollbackGuardAccount(profile: string): string {
  return `${profile}-rollback-guard`;
}

/** What the keychain remembers, or null: nothing, or it does not answer. */
export async function readRollbackGuard(keychain: Keychain, profile: string): Promise<Uint8Array | null> {
  if (!(await keychain.available())) return null;
  const kept = await keychain.get(rollbackGuardAccount(profile));
  return kept.ok ? kept.value : null;
}

/** Checks the database against its record and the keychain, and keeps both up to date from then on. */
export function createRollbackGuard(holder: Holder, log: Head): RollbackGuard {
  const { db, keychain, profile } = holder;
  const kept = holder.kept === null ? null : readRecord(holder, holder.kept);
  let behind: HeadsRecord | null = null;
  let isWriting = false;
  let isStale = false;
  let isOver = false;

  const stored = (): HeadsRecord | null => {
    const sealed = findSealed(db, "settings", name);
    return sealed === null ? null : readRecord(holder, sealed);
  };

  function put(head: Head, counter: number): void {
    const record = { counter, heads: headsHash(db, head), logSeq: head.seq };
    putSealed(db, "settings", name, sealRecord(holder, record));
    tell();
  }

  /** Soon, and from what is durable by then: a transaction that failed after all is not told. */
  function tell(): void {
    isStale = true;
    if (!isWriting) holder.ports.timers.after(0, () => void write());
  }

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (isStale && !isOver) {
      isStale = false;
      const sealed = findSealed(db, "settings", name);
      if (sealed !== null) await keychain.set(rollbackGuardAccount(profile.profile), sealed);
    }
    isWriting = false;
  }

  const own = stored();
  if (isUpToDate(holder, { own, kept, log })) put(log, Math.max(own?.counter ?? 0, kept?.counter ?? 0) + 1);
  else behind = kept ?? own ?? { counter: 0, heads: "", logSeq: 0 };

  return {
    note(head) {
      // While behind, the record stays as it was: whoever opens this file again is told again.
      if (behind === null) put(head, (stored()?.counter ?? 0) + 1);
    },
    isBehind: () => behind !== null,
    caughtUp(head) {
      if (behind === null) return ok(true);
      if (head.seq < behind.logSeq) return fail("local-rollback", { number: head.seq }, "later");
      const { counter } = behind;
      behind = null;
      db.transaction(() => put(head, Math.max(counter, stored()?.counter ?? 0) + 1));
      return ok(true);
    },
    stop() {
      isOver = true;
    },
  };
}

/** Below the keychain's counter: an older file. At it: the same heads. Above it: the keychain missed the last write. */
function isUpToDate(
  { db }: Holder,
  { own, kept, log }: { own: HeadsRecord | null; kept: HeadsRecord | null; log: Head },
): boolean {
  // A new profile, or one from before there were records.
  if (own === null) return kept === null && findSealed(db, "settings", name) === null;
  if (own.heads !== headsHash(db, log) || !areHeadsWhole(db)) return false;
  if (kept === null || own.counter > kept.counter) return true;
  return own.counter === kept.counter && own.heads === kept.heads;
}

function headsHash(db: Database, { seq, hash }: Head): string {
  return hashText(
    "local-heads",
    seq,
    hash,
    readHeads(db).map((head) => [head.vault, head.seq, head.hash]),
  );
}

function sealRecord({ localStateKey, profile }: Holder, record: HeadsRecord): Uint8Array {
  return sealLocal(localStateKey, { profile: profile.profile, name }, encodeWith(recordSchema, record as never));
}

function readRecord({ localStateKey, profile }: Holder, sealed: Uint8Array): HeadsRecord | null {
  const plain = openLocal(localStateKey, { profile: profile.profile, name }, sealed);
  if (!plain.ok) return null;
  const record = parseWith(recordSchema, plain.value, maxBytes);
  return record.ok ? record.value : null;
}
