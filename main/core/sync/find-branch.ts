/** What a server has beside my log, or beside a chain of mine [protocol: Forks]: the last place that both hold, and what follows it there. Claims, like all of it. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { evidenceMost } from "../../../shared/protocol/forks/evidence.ts";
import { vaultEvidenceMost } from "../../../shared/protocol/forks/vault-evidence.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Transport } from "./transport.ts";

/** More than an honest server needs for the way to any entry; one that serves them one by one is not followed further. */
const pagesMost = 64;

type Line = { transport: Pick<Transport, "call"> };
type FoundBranch = { common: number; entries: Uint8Array[] };
/** One of two that go alike: the log, and a vault's chain. */
type Source = {
  /** The number of my head. */
  highest: number;
  /** What the server has from this number on. */
  page(from: number): Promise<Uint8Array[]>;
  isMine(at: number, bytes: Uint8Array): boolean;
  most: { count: number; bytes: number };
};

/** Beside my log. Null where the server shows none, or is not reached; it is asked a bounded number of times. */
export function findBranch(
  { transport, state }: Line & { state: TeamState },
  server: Head,
): Promise<FoundBranch | null> {
  return find(
    {
      highest: state.head.seq,
      async page(from) {
        const answer = await transport.call("log", { from });
        return answer.ok ? answer.value.entries : [];
      },
      isMine(at, bytes) {
        const entry = parseEntry(bytes);
        return entry.ok && entry.value.hash === headAt(state, at);
      },
      most: { count: evidenceMost.entries, bytes: evidenceMost.entryBytes },
    },
    server,
  );
}

/** Beside my chain of a vault, whose number 0 everybody has. */
export function findChainBranch(
  { transport, chain, vault }: Line & { chain: Pick<VaultChain, "head" | "hashes">; vault: VaultId },
  server: Head,
): Promise<FoundBranch | null> {
  const ask = async (from: number): Promise<Uint8Array[]> => {
    const answer = await transport.call("commits", { from }, vault);
    return answer.ok ? answer.value.commits : [];
  };
  return find(
    {
      highest: chain.head.seq,
      page: async (from) => (from === 0 ? [new Uint8Array(), ...(await ask(1))] : ask(from)),
      isMine(at, bytes) {
        if (at === 0) return true;
        const commit = parseCommit(bytes);
        return commit.ok && commit.value.hash === chain.hashes[at];
      },
      most: { count: vaultEvidenceMost.commits, bytes: vaultEvidenceMost.branchBytes },
    },
    server,
  );
}

async function find(source: Source, server: Head): Promise<FoundBranch | null> {
  const highest = Math.min(server.seq, source.highest);
  // Back in steps that double, to an entry that both hold: so often as the number has digits, and no oftener.
  for (let step = 1, at = highest; at > 0; step *= 2) {
    at = Math.max(0, at - step);
    const [first] = await source.page(at);
    if (first === undefined) return null;
    if (source.isMine(at, first)) return walk(source, at, server);
  }
  return null;
}

/** From an entry that both hold to the first that differs. */
async function walk(source: Source, from: number, server: Head): Promise<FoundBranch | null> {
  for (let at = from, pages = 0; pages < pagesMost; pages++) {
    const entries = await source.page(at);
    const differing = entries.findIndex((bytes, index) => !source.isMine(at + index, bytes));
    if (differing > 0) return rest(source, { common: at + differing - 1, entries: entries.slice(differing) }, server);
    if (differing === 0 || entries.length < 2) return null;
    at += entries.length - 1;
  }
  return null;
}

/** The next pages where this one ended early: as much as is kept. */
async function rest(source: Source, { common, entries }: FoundBranch, server: Head): Promise<FoundBranch> {
  const { count, bytes } = source.most;
  const all = [...entries];
  const size = (): number => all.reduce((sum, { length }) => sum + length, 0);
  while (all.length < count && size() < bytes && common + all.length < server.seq) {
    const [, ...next] = await source.page(common + all.length);
    if (next.length === 0) break;
    all.push(...next);
  }
  return { common, entries: all.slice(0, count) };
}
