/**
 * What I hold against a cut or pin that arrives later, in every place that it can have [protocol: Cuts and pins bind]: two
 * readers to whom a server showed different commits never read on as if nothing were.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import type { Binding, TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, manifestRoot, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { findPinNotHeld } from "../../../shared/protocol/vault-chain/completeness.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { openDatabase } from "../../node/database.ts";
import { migrations } from "../store/open-profile-store.ts";
import { createChainStore } from "./chain-store.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const signers = {
  cut: { kind: "cut", manager: true },
  "pin by a manager": { kind: "pin", manager: true },
  "pin by an editor": { kind: "pin", manager: false },
} as const;
const heights = { "below my head": 2, "at my head": 3, "above my head": 4 } as const;
const says = ["the same hash", "another hash", "another root"] as const;
type Signer = keyof typeof signers;
type Height = keyof typeof heights;
type Says = (typeof says)[number];
type Outcome = { held: string; next: string; anew?: "beside" };

/** What becomes of what I hold, and of the honest next commit where I may still read on. */
function expected(signer: Signer, height: Height, said: Says): Outcome {
  const stopped = (held: string, anew?: "beside"): Outcome => ({ held, next: "not asked", ...(anew && { anew }) });
  const other = signer === "pin by a manager" ? ("beside" as const) : undefined;
  if (height === "above my head") {
    const next = { "the same hash": "taken", "another hash": "log-fork", "another root": "manifest root" }[said];
    return { held: "taken", next };
  }
  if (said === "another hash") return stopped("log-fork", other);
  if (said === "another root") return stopped("manifest root");
  // The next commit is older than the entry, too.
  return height === "at my head" ? { held: "taken", next: "epoch-stale" } : stopped("log-fork above");
}

/** Three commits in my store, one more at the server, all older than the entry that is to bind. */
function held() {
  const mine = copyOf(scene);
  const { team, bob, ops } = mine;
  team.chains.set(ops, emptyChain(ops));
  const chain = () => team.chains.get(ops) as VaultChain;
  const roots = [manifestRoot(chain())];
  const commits = Array.from({ length: 4 }, () => {
    const made = commit(team, bob, { vault: ops, logSeq: team.state.head.seq - 1 });
    fold(team, ops, made.bytes);
    roots.push(manifestRoot(chain()));
    return made.bytes;
  });
  const db = openDatabase(join(scratchDir(), "profile.db"));
  atEnd(() => db.close());
  for (const step of migrations) db.exec(step);
  const now = { state: team.state };
  const store = createChainStore(db, () => now.state, {
    ...{ broken: () => {}, noted: () => {}, voided: () => {}, later: () => {}, recorded: () => null },
    ...{ checkpoints: { find: () => null, put: () => {} }, now: () => 0, device: bob.device },
  });
  store.take(ops, { commits: commits.slice(0, 3), envelopes: [] });
  const bind = (binding: Omit<Binding, "entrySeq" | "by" | "voids">): VaultInLog => {
    const vault = team.state.vaults.get(ops) as VaultInLog;
    const placed = { ...binding, entrySeq: team.state.head.seq, by: mine.ada.user, voids: 0 };
    const bound: VaultInLog = { ...vault, bindings: [placed as Binding] };
    now.state = { ...team.state, vaults: new Map(team.state.vaults).set(ops, bound) } as TeamState;
    return bound;
  };
  return { ...mine, store, commits, roots, hashes: chain().hashes, bind };
}

const rows = (Object.keys(signers) as Signer[]).flatMap((signer) =>
  (Object.keys(heights) as Height[]).flatMap((height) =>
    says.filter((said) => signer !== "cut" || said !== "another root").map((said) => ({ signer, height, said })),
  ),
);

describe.each(rows)("a $signer $height with $said", ({ signer, height, said }) => {
  const { held: stands, next, anew } = expected(signer, height, said);
  it(`leaves what I hold ${stands}, and what comes next ${next}`, () => {
    const { store, ops, commits, roots, hashes, bind } = held();
    const { kind, manager } = signers[signer];
    const seq = heights[height];
    const foreign = () => hashText("text", newId());
    const root = said === "another root" ? foreign() : (roots[seq] as Hash);
    const hash = said === "another hash" ? foreign() : (hashes[seq] as Hash);
    const bound = bind({ kind, manager, seq, hash, root: kind === "cut" ? null : root });
    expect(verdict(store.check(ops))).toBe(stands);
    expect(store.chain(ops).head.seq).toBe(3);
    if (stands !== "taken") expect(findPinNotHeld(bound, store.chain(ops))?.lies).toBe(anew);
    if (next === "not asked") return;
    const { refused } = store.take(ops, { commits: commits.slice(3), envelopes: [] });
    expect(refused === null ? "taken" : verdict({ ok: false, failure: refused.failure })).toBe(next);
    if (next === "log-fork") expect(store.chain(ops).head.seq).toBe(3);
  });
});
