/**
 * Going over to the other of two histories [protocol: Choosing a history]: it is fetched and verified whole beside mine, then takes
 * its place in one transaction. Mine stays as evidence, and what this computer wrote on it comes back as drafts.
 */
import { z } from "zod";
import { strict } from "../../../shared/encoding/fields.ts";
import type { Hash, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { checkChoice } from "../../../shared/protocol/forks/choice.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { dropSnapshots } from "../store/item-rows.ts";
import { readEntriesAbove, replaceEntries } from "../store/log-rows.ts";
import { fetchWhole, type NewChain } from "./chain-restart.ts";
import type { ForkWatch } from "./fork-watch.ts";
import { holdsEntry, type LogReader, verifyPage } from "./team-log.ts";
import type { Transport } from "./transport.ts";
import type { VaultSync } from "./vault-sync.ts";

/** That another history was chosen, and what waits here was not looked at since: acts that were planned on the one before do not go by themselves. */
export function historyChosen(holder: Parameters<typeof sealedRecord>[0]) {
  return sealedRecord(holder, "history-chosen", strict({ form: z.literal(1), isNew: z.boolean() }));
}

/** The admin who read the code out, and what they read. */
export type ReadOut = { user: UserId; number: number; text: string };

type Parts = Pick<LocalProfile, "db" | "profile" | "keys"> & {
  /** Also while sync has stopped: what is asked here is only read. */
  transport: Pick<Transport, "call">;
  log: LogReader;
  stateAt(seq: number): TeamState | null;
  vaults: Pick<VaultSync, "chain" | "commits" | "replace">;
  fork: Pick<ForkWatch, "verdict" | "evidence" | "turn">;
  /** The file is older than it was. */
  isBehind(): boolean;
  noteLog(head: Head): void;
  /** The other one was taken, or that failed halfway: what is in memory holds no more, and is locked. */
  over(): void;
};

type Verified = { state: TeamState; entries: { seq: number; hash: Hash; bytes: Uint8Array }[] };

/**
 * Nothing of this profile may go on afterwards: what is in memory is of the history before. `beside` is called within the
 * transaction. `not-found`: no other history is proven and shown; `log-fork`, reason `elsewhere`: the server shows another one than
 * that now; those of `checkChoice` and of reading; `step-up`; `local-rollback`; `busy`: this log went on meanwhile.
 */
export async function chooseHistory(
  parts: Parts,
  read: ReadOut,
  beside: (common: number) => void,
): Promise<Result<true>> {
  const { log, fork, profile, transport } = parts;
  const { branch, common } = fork.evidence();
  const mine = log.state();
  if (parts.isBehind()) return fail("local-rollback", undefined, "later");
  if (fork.verdict().state !== "proven" || branch.length === 0) return fail("not-found", { reason: "history" });
  const answered = await transport.call("checkSecondFactor", {});
  if (!answered.ok) return answered;
  const chosen = await fetchHistory(parts, common);
  if (!chosen.ok) return chosen;
  const { user, device } = profile;
  const may = checkChoice({ mine, chosen: chosen.value.state, common, self: { user, device }, read });
  if (!may.ok) return may;
  const chains = await fetchChains(parts, chosen.value.state, common);
  if (!chains.ok) return chains;
  return log.state() === mine
    ? takeOver(parts, { common, chosen: chosen.value, chains: chains.value }, beside)
    : fail("busy", { reason: "log" }, "later");
}

/** The log as the server has it now, from the last entry that both hold on. */
async function fetchHistory({ transport, stateAt, profile, fork }: Parts, common: number): Promise<Result<Verified>> {
  const start = stateAt(common);
  const [first] = fork.evidence().branch;
  if (start === null || first === undefined) return fail("log-gap", { number: common });
  const found: Verified = { state: start, entries: [] };
  for (;;) {
    const page = await transport.call("log", { from: found.state.head.seq });
    if (!page.ok) return page;
    // The first of a page is where the one before ended.
    const [own, ...news] = page.value.entries;
    if (own === undefined || !holdsEntry(found.state, own)) return elsewhere(found.state);
    if (news.length === 0) break;
    const verified = verifyPage(found.state, profile.team, news);
    if (!verified.ok) return verified;
    found.state = verified.value.state;
    for (const entry of verified.value.entries) found.entries.push(entry);
  }
  // The one that is proven, and not a third.
  return holdsEntry(found.state, first) ? ok(found) : elsewhere(start);
}

const elsewhere = ({ head }: TeamState): Result<never> =>
  fail("log-fork", { reason: "elsewhere", number: head.seq }, "later");

type NewChains = Map<VaultId, NewChain>;

/** Of every vault that I hold something of: the chain on the chosen history, or what lies before the two part. */
async function fetchChains(parts: Parts, chosen: TeamState, common: number): Promise<Result<NewChains>> {
  const { log, vaults, transport, profile } = parts;
  const chains: NewChains = new Map();
  for (const vault of log.state().vaults.keys()) {
    const mine = vaults.chain(vault);
    if (mine.head.seq === 0) continue;
    const isRead = rightOf(chosen, profile.user, vault) !== null;
    const source = { transport, state: () => chosen, mine };
    const made = isRead ? await fetchWhole(source, profile.device) : fromBefore(parts, vault, common);
    if (!made.ok) return made;
    chains.set(vault, made.value);
  }
  return ok(chains);
}

/** My chain as far as its commits know nothing of what came after. */
function fromBefore({ vaults }: Parts, vault: VaultId, common: number): Result<NewChain> {
  const commits = vaults.commits(vault);
  if (!commits.ok) return commits;
  const chain = emptyChain(vault);
  for (const commit of commits.value) {
    if (commit.body.logSeq > common) break;
    foldCommit(chain, commit);
  }
  return ok({ chain, common: chain, commits: [] });
}

type Change = { common: number; chosen: Verified; chains: NewChains };

/** All of it or nothing: chains first, since drafts are opened by the keys of the log that gives way. */
function takeOver(parts: Parts, { common, chosen, chains }: Change, beside: (common: number) => void): Result<true> {
  const { db, vaults, fork, noteLog, over } = parts;
  const work = (): Result<true> => {
    const given = readEntriesAbove(db, common);
    for (const [vault, made] of chains) {
      const replaced = vaults.replace(vault, made, { entrySeq: common, isGone: !chosen.state.vaults.has(vault) });
      if (!replaced.ok) return replaced;
    }
    replaceEntries(db, common, chosen.entries);
    dropSnapshots(db);
    fork.turn(common, given);
    noteLog(chosen.state.head);
    historyChosen(parts).write({ form: 1, isNew: true });
    beside(common);
    return ok(true);
  };
  try {
    return db.transaction(work);
  } finally {
    over();
  }
}
