/** What a server has beside my log [protocol: Forks]: the last entry that both hold, and what follows it there. Claims, like all of it. */
import { evidenceMost } from "../../../shared/protocol/forks/evidence.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Transport } from "./transport.ts";

/** More than an honest server needs for the way to any entry; one that serves them one by one is not followed further. */
const pagesMost = 64;

type Parts = { transport: Pick<Transport, "call">; state: TeamState };
type FoundBranch = { common: number; entries: Uint8Array[] };

/** Null where the server shows none, or is not reached; it is asked a bounded number of times. */
export async function findBranch(parts: Parts, server: Head): Promise<FoundBranch | null> {
  const highest = Math.min(server.seq, parts.state.head.seq);
  // Back in steps that double, to an entry that both hold: so often as the number has digits, and no oftener.
  for (let step = 1, at = highest; at > 0; step *= 2) {
    at = Math.max(0, at - step);
    const [first] = await page(parts, at);
    if (first === undefined) return null;
    if (isMine(parts.state, at, first)) return walk(parts, at, server);
  }
  return null;
}

/** From an entry that both hold to the first that differs. */
async function walk(parts: Parts, from: number, server: Head): Promise<FoundBranch | null> {
  for (let at = from, pages = 0; pages < pagesMost; pages++) {
    const entries = await page(parts, at);
    const differing = entries.findIndex((bytes, index) => !isMine(parts.state, at + index, bytes));
    if (differing > 0) return rest(parts, { common: at + differing - 1, entries: entries.slice(differing) }, server);
    if (differing === 0 || entries.length < 2) return null;
    at += entries.length - 1;
  }
  return null;
}

/** The next pages where this one ended early: as much as is kept. */
async function rest(parts: Parts, { common, entries }: FoundBranch, server: Head): Promise<FoundBranch> {
  const all = [...entries];
  const size = (): number => all.reduce((sum, { length }) => sum + length, 0);
  const isEnough = () => all.length >= evidenceMost.entries || size() >= evidenceMost.entryBytes;
  while (!isEnough() && common + all.length < server.seq) {
    const [, ...next] = await page(parts, common + all.length);
    if (next.length === 0) break;
    all.push(...next);
  }
  return { common, entries: all.slice(0, evidenceMost.entries) };
}

async function page({ transport }: Parts, from: number): Promise<Uint8Array[]> {
  const answer = await transport.call("log", { from });
  return answer.ok ? answer.value.entries : [];
}

function isMine(state: TeamState, seq: number, bytes: Uint8Array): boolean {
  const entry = parseEntry(bytes);
  return entry.ok && entry.value.hash === headAt(state, seq);
}
