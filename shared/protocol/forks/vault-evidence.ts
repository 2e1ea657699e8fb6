/**
 * What may prove that another chain of a vault than mine was shown [protocol: Forks of a vault], read from the bytes as they were
 * received, from a server and from the own file alike: commits verified on the chain before them, and statements by their signature.
 */
import { z } from "zod";
import { bytesMax, idField, strict, timeField, uintField } from "../../encoding/fields.ts";
import type { VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { ok, type Result } from "../../failures.ts";
import { verifyStatement } from "../heads/statement.ts";
import { bindings } from "../team-log/state/rules.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { foldCommit, type VaultChain, verifyCommit } from "../vault-chain/chain.ts";
import { type ForkVerdict, forkVerdict, type OtherEntry, type Word } from "./verdict.ts";

/** What is kept, in all and of each vault. */
export const vaultEvidenceMost = { vaults: 64, bytes: 3 * 1024 * 1024, commits: 64, branchBytes: 512 * 1024, words: 4 };

const ofVault = strict({
  vault: idField<VaultId>(),
  /** When this computer first held a proof, by its clock; null: it holds none yet. */
  since: timeField().nullable(),
  /** The head of my log when the last of this was kept: a manager's pin that came later settles it. */
  logSeq: uintField(),
  /** The last number at which both chains are the same. */
  common: uintField(),
  branch: z.array(bytesMax(limits.commitBytes)).max(vaultEvidenceMost.commits),
  words: z.array(bytesMax(limits.statementBytes)).max(vaultEvidenceMost.words),
});
/** As it lies sealed on this computer. */
export const vaultEvidenceSchema = strict({
  form: z.literal(1),
  vaults: z.array(ofVault).max(vaultEvidenceMost.vaults),
});
export type VaultEvidence = z.output<typeof ofVault>;

export type OtherCommit = OtherEntry & { bytes: Uint8Array };
export type VaultWord = Word & { bytes: Uint8Array };

/** What another person than the first commit's built proves it; what comes after that is not needed. */
export function readOtherChain(state: TeamState, common: VaultChain, commits: readonly Uint8Array[]): OtherCommit[] {
  const read: OtherCommit[] = [];
  let size = 0;
  for (const bytes of commits.slice(0, vaultEvidenceMost.commits)) {
    size += bytes.length;
    const next = size > vaultEvidenceMost.branchBytes ? null : verifyCommit(state, common, bytes);
    if (next?.ok !== true) break;
    foldCommit(common, next.value);
    const { author, seq, time } = next.value.body;
    read.push({ ...author, seq, time, hash: next.value.hash, bytes });
    if (author.user !== read[0]?.user) break;
  }
  return read;
}

/** Which head of this vault a statement names; null: none. Failures: what `verifyStatement` says. */
export function readVaultWord(state: TeamState, vault: VaultId, bytes: Uint8Array): Result<VaultWord | null> {
  const stated = verifyStatement(state, bytes);
  if (!stated.ok) return stated;
  const { user, device, counter, logSeq, vaults } = stated.value.body;
  const named = vaults.find((one) => one.vault === vault);
  // A later manager's pin took the place of what was stated, or an earlier one of what lies below it.
  const isOver = isSettled(state, vault, logSeq) || (named?.seq ?? 0) <= settledUpTo(state, vault);
  return ok(named === undefined || isOver ? null : { user, device, counter, seq: named.seq, hash: named.hash, bytes });
}

/** A manager pinned the vault after this number of the log: whoever stands elsewhere begins anew there. */
export function isSettled(state: TeamState, vault: VaultId, logSeq: number): boolean {
  return bindings(state, vault).some(({ kind, manager, entrySeq }) => kind === "pin" && manager && entrySeq > logSeq);
}

/** The number of the last manager's pin: what parts from my chain below it was settled by it, whenever it is shown. */
export function settledUpTo(state: TeamState, vault: VaultId): number {
  const pins = bindings(state, vault).filter(({ kind, manager }) => kind === "pin" && manager);
  return pins.at(-1)?.seq ?? 0;
}

type Received = {
  branch: readonly OtherEntry[];
  words: readonly Word[];
  hasComeOver?(word: Word, place: number): boolean;
};

/** The verdict on my chain and my log as they are now. */
export function vaultVerdict(
  state: TeamState,
  { hashes }: Pick<VaultChain, "hashes">,
  received: Received,
): ForkVerdict {
  return forkVerdict({
    ...received,
    hashAt: (seq) => hashes[seq] ?? null,
    isActive: ({ user, device }) =>
      state.devices.get(device)?.active === true && state.users.get(user)?.active === true,
  });
}
