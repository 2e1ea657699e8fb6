/**
 * Whether two chains of a vault were shown [protocol: Forks of a vault]: keeps what may prove it as it was received, sealed and
 * bounded, and checks it on my log and my chain as they are now. A manager's later pin ends it; nothing that a server shows does, nor
 * a restart.
 */
import type { DeviceId, EpochMs, Hash, VaultId } from "../../../shared/encoding/ids.ts";
import type { Failure } from "../../../shared/failures.ts";
import {
  isSettled,
  type OtherCommit,
  readOtherChain,
  readVaultWord,
  settledUpTo,
  type VaultEvidence,
  type VaultWord,
  vaultEvidenceMost,
  vaultEvidenceSchema,
  vaultVerdict,
} from "../../../shared/protocol/forks/vault-evidence.ts";
import type { ForkVerdict } from "../../../shared/protocol/forks/verdict.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { sealedRecord } from "../local/sealed-record.ts";

export type VaultForkWatch = {
  /** `log-fork`, reason `proven`, while a fork of this vault is; null where none is. */
  find(vault: VaultId): Failure | null;
  /** A statement that names a head of this vault which is not on my chain. */
  heardWord(vault: VaultId, statement: Uint8Array): void;
  /** A statement of this computer that fits my chain: what it said before of another one counts no more. */
  standsHere(vault: VaultId, stated: { device: DeviceId; counter: number }): void;
  /** Whether this head of the server's was not looked at yet, since unlock. */
  mustLook(vault: VaultId, server: Head): boolean;
  /** Commits beside mine, from the one above `common` on. */
  sawBranch(vault: VaultId, common: number, commits: readonly Uint8Array[]): void;
  /** What is kept of this vault, as it was received. */
  evidence(vault: VaultId): VaultEvidence | null;
  /** My log has grown: what a manager's pin settled is let go. */
  look(): void;
};

type Holder = Pick<LocalProfile, "db" | "profile" | "keys"> & {
  ports: Pick<LocalProfile["ports"], "clock">;
  state(): TeamState;
  /** The state after this entry of my log; null where the file does not reach it. */
  stateAt(seq: number): TeamState | null;
  chain(vault: VaultId): VaultChain;
  /** My chain as it stood at this height, a copy that may be changed; null where the file does not hold it. */
  chainAt(vault: VaultId, seq: number): VaultChain | null;
  /** Called in the transaction that changes what is kept: an older file is then known by its count. */
  noted(): void;
  /** What was kept cannot be read. */
  damaged(): void;
};
/** What is kept of a vault, read once. `isRead` false: the file lacks what it stands on. */
type Read = { branch: OtherCommit[]; words: VaultWord[]; isRead: boolean };

/** Reads what is kept and checks it anew at first need; costs nothing where nothing is kept. */
export function createVaultForkWatch(holder: Holder): VaultForkWatch {
  const { kept, store } = openKept(holder);
  const read = new Map<VaultId, Read>();
  const come = createComeOver();

  const of = (vault: VaultId): Read => {
    const held = read.get(vault);
    if (held !== undefined) return held;
    const now = readAll(holder, kept.get(vault));
    read.set(vault, now);
    return now;
  };
  const verdict = (vault: VaultId): ForkVerdict =>
    vaultVerdict(holder.state(), holder.chain(vault), { ...of(vault), hasComeOver: come.over(vault) });

  function keep(vault: VaultId, next: Pick<Read, "branch" | "words"> & { common: number }): void {
    const before = kept.get(vault);
    read.set(vault, { branch: next.branch, words: next.words, isRead: true });
    const since = before?.since ?? (verdict(vault).state === "proven" ? (holder.ports.clock.now() as EpochMs) : null);
    kept.set(vault, { vault, since, ...asKept(next, before, holder.state().head.seq) });
    keepWithin(kept, vault, before);
    store();
  }

  return {
    find(vault) {
      if (!kept.has(vault) && !read.has(vault)) return null;
      return failureOf(vault, verdict(vault)) ?? (of(vault).isRead ? null : unreadOf(kept.get(vault)));
    },
    heardWord(vault, statement) {
      const word = readVaultWord(holder.state(), vault, statement);
      if (!word.ok || word.value === null) return;
      const held = of(vault);
      const words = withWord(held.words, word.value);
      if (words !== null) keep(vault, { ...held, words, common: kept.get(vault)?.common ?? 0 });
    },
    standsHere: come.here,
    mustLook: createLooked(),
    sawBranch(vault, common, commits) {
      const held = of(vault);
      // What proves it is not given away for another branch.
      if (verdict(vault).state === "proven") return;
      if (common < settledUpTo(holder.state(), vault)) return;
      const chain = holder.chainAt(vault, common);
      if (chain === null) return;
      const branch = readOtherChain(holder.state(), chain, commits);
      if (branch.length > held.branch.length || isOther(branch, held.branch)) keep(vault, { ...held, branch, common });
    },
    evidence: (vault) => kept.get(vault) ?? null,
    look() {
      for (const [vault, { isRead }] of read) if (!isRead) read.delete(vault);
      const over = [...kept.values()].filter(({ vault, logSeq }) => isSettled(holder.state(), vault, logSeq));
      for (const { vault } of over) {
        kept.delete(vault);
        read.delete(vault);
      }
      if (over.length > 0) store();
    },
  };
}

/** As it lies in the file. The branch is read again on the log as it was: a cut that came since ends no proof. */
function asKept(
  { branch, words, common }: Pick<Read, "branch" | "words"> & { common: number },
  before: VaultEvidence | undefined,
  logSeq: number,
) {
  const isSame = before !== undefined && before.branch.length === branch.length && before.common === common;
  return {
    ...{ common, logSeq: isSame ? before.logSeq : logSeq },
    branch: branch.map(({ bytes }) => bytes),
    words: words.map(({ bytes }) => bytes),
  };
}

function createLooked(): VaultForkWatch["mustLook"] {
  const looked = new Map<VaultId, Hash>();
  return (vault, { hash }) => {
    const isNew = looked.get(vault) !== hash;
    looked.set(vault, hash);
    return isNew;
  };
}

/** What proves nothing yet gives way to what does; what is too much even then stands until the profile is locked. */
function keepWithin(kept: Map<VaultId, VaultEvidence>, vault: VaultId, before: VaultEvidence | undefined): void {
  const isFull = (): boolean => !isWithin([...kept.values()]);
  if (isFull() && kept.get(vault)?.since !== null)
    for (const one of kept.values()) if (one.since === null) kept.delete(one.vault);
  if (!isFull()) return;
  if (before === undefined) kept.delete(vault);
  else kept.set(vault, before);
}

/** By statements of this session alone: after a restart they are fetched again, and until then a proof stands. */
function createComeOver() {
  const stated = new Map<string, number>();
  const here: VaultForkWatch["standsHere"] = (vault, { device, counter }) =>
    void stated.set(`${vault}/${device}`, counter);
  const over = (vault: VaultId) => (word: { device: DeviceId; counter?: number }) =>
    word.counter !== undefined && (stated.get(`${vault}/${word.device}`) ?? -1) > word.counter;
  return { here, over };
}

/** What is kept, and keeping it as it is by now. */
function openKept(holder: Holder) {
  const record = sealedRecord(holder, "vault-fork-evidence", vaultEvidenceSchema);
  const kept = new Map((record.read()?.vaults ?? []).map((one) => [one.vault, one]));
  if (record.isDamaged()) holder.damaged();
  const store = (): void =>
    holder.db.transaction(() => {
      record.write({ form: 1, vaults: [...kept.values()] });
      holder.noted();
    });
  return { kept, store };
}

/** `log-fork`, with whose word it is. */
function failureOf(vault: VaultId, found: ForkVerdict): Failure | null {
  if (found.state !== "proven") return null;
  const [by] = found.by;
  const who = by === undefined ? {} : { user: by.user, device: by.device };
  return { code: "log-fork", retry: "never", detail: { vault, number: found.seq, reason: "proven", ...who } };
}

/** What proved it cannot be checked in this file: it stands until it can. */
function unreadOf(held: VaultEvidence | undefined): Failure | null {
  if (held === undefined || held.since === null) return null;
  const { vault, common } = held;
  return { code: "log-fork", retry: "never", detail: { vault, number: common + 1, reason: "proven" } };
}

/** The file is a claim like any other: what does not verify on the log and the chain as they were is as good as absent. */
function readAll({ state, stateAt, chainAt }: Holder, evidence: VaultEvidence | undefined): Read {
  if (evidence === undefined) return { branch: [], words: [], isRead: true };
  const { vault, logSeq, common, branch, words } = evidence;
  // What a manager's pin settled is not read again.
  const isNone = branch.length === 0 || common < settledUpTo(state(), vault);
  const then = isNone ? null : stateAt(logSeq);
  const chain = isNone ? null : chainAt(vault, common);
  return {
    branch: then === null || chain === null ? [] : readOtherChain(then, chain, branch),
    words: words.flatMap((bytes) => {
      const word = readVaultWord(state(), vault, bytes);
      return word.ok && word.value !== null ? [word.value] : [];
    }),
    isRead: isNone || (then !== null && chain !== null),
  };
}

/** The newest of each person, of as many people as are kept; null: nothing is added. */
function withWord(held: readonly VaultWord[], added: VaultWord): VaultWord[] | null {
  const mine = held.find(({ user }) => user === added.user);
  if (mine !== undefined && (mine.device !== added.device || (mine.counter ?? 0) >= (added.counter ?? 0))) return null;
  const others = held.filter((one) => one !== mine);
  return others.length < vaultEvidenceMost.words ? [...others, added] : null;
}

const isOther = ([one]: readonly OtherCommit[], [other]: readonly OtherCommit[]): boolean =>
  one !== undefined && one.hash !== other?.hash;

function isWithin(all: readonly VaultEvidence[]): boolean {
  const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
  const size = all.reduce((sum, { branch, words }) => sum + sizeOf(branch) + sizeOf(words), 0);
  return all.length <= vaultEvidenceMost.vaults && size <= vaultEvidenceMost.bytes;
}
