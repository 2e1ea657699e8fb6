/** Which manager's pins take a chain back, how far, and what the chain is then [protocol: Rotation]. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../crypto/hash.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { Hash } from "../../encoding/ids.ts";
import { commit, fold } from "../../testing/commits.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must } from "../../testing/team.ts";
import type { Binding } from "../team-log/state/team-state.ts";
import { emptyChain, manifestRoot, type VaultChain } from "./chain.ts";
import { type Commit, parseCommit } from "./commit.ts";
import { findVoidingPin, rewind } from "./rewind.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Three commits of Bob's in `ops`, the last two of the same item, and how the chain stood after each. */
function threeCommits(): { chain: VaultChain; commits: Commit[]; stood: VaultChain[] } {
  const { team, bob, ops } = copyOf(scene);
  team.chains.set(ops, emptyChain(ops));
  const chain = team.chains.get(ops) as VaultChain;
  const commits: Commit[] = [];
  const stood = [structuredClone(chain)];
  for (let at = 0; at < 3; at++) {
    const items = at === 2 ? [commits[1]?.body.changes[0]?.item as never] : undefined;
    const { bytes } = commit(team, bob, { vault: ops, ...(items === undefined ? {} : { items }) });
    fold(team, ops, bytes);
    commits.push(must(parseCommit(bytes)));
    stood.push(structuredClone(team.chains.get(ops) as VaultChain));
  }
  return { chain: team.chains.get(ops) as VaultChain, commits, stood };
}

const pinAt = (chain: VaultChain, seq: number, change: Partial<Binding> = {}): Binding => ({
  entrySeq: chain.logSeq + 1,
  by: scene.ada.user,
  ...{ seq, hash: chain.hashes[seq] as Hash, kind: "pin", manager: true, root: null, voids: 3 - seq },
  ...change,
});

describe("a manager's pin that voids", () => {
  it.each([0, 1, 2])("at height %i gives the chain as it stood there, and what lay above it in order", (height) => {
    const { chain, commits, stood } = threeCommits();
    const pin = pinAt(chain, height);
    expect(findVoidingPin(chain, [pin])).toEqual({ ok: true, value: pin });
    const rewound = rewind(chain.vault, commits, pin);
    expect(rewound.chain).toEqual(stood[height]);
    expect(manifestRoot(rewound.chain)).toBe(manifestRoot(stood[height] as VaultChain));
    expect(rewound.voided).toEqual(commits.slice(height));
  });

  type Row = [what: string, bindings: (chain: VaultChain) => Binding[], height: number | null | "log-fork"];
  const rows: Row[] = [
    ["of an editor voids nothing", (chain) => [pinAt(chain, 1, { manager: false })], null],
    ["that says 0 voids nothing", (chain) => [pinAt(chain, 1, { voids: 0 })], null],
    ["beside my chain voids nothing", (chain) => [pinAt(chain, 1, { hash: hashText("text", "beside") })], null],
    ["above my head voids nothing", (chain) => [pinAt(chain, 5, { hash: hashText("text", "above") })], null],
    ["at my head voids nothing", (chain) => [pinAt(chain, 3, { voids: 1 })], null],
    ["which my commits know voids nothing", (chain) => [pinAt(chain, 1, { entrySeq: chain.logSeq })], null],
    ["in the form of a cut voids nothing", (chain) => [pinAt(chain, 1, { kind: "cut" })], null],
    ["over fewer commits than I hold is a fork", (chain) => [pinAt(chain, 1, { voids: 1 })], "log-fork"],
    ["over more commits than I hold goes back all the same", (chain) => [pinAt(chain, 1, { voids: 9 })], 1],
    [
      "counts from where an earlier one left the chain",
      (chain) => [pinAt(chain, 2), pinAt(chain, 1, { entrySeq: chain.logSeq + 2, voids: 1 })],
      1,
    ],
    [
      "goes back also where a later manager's pin lies on what came after it",
      (chain) => [
        pinAt(chain, 1),
        pinAt(chain, 2, { entrySeq: chain.logSeq + 2, hash: hashText("text", "after"), voids: 0 }),
      ],
      1,
    ],
  ];
  it.each(rows)("%s", (_what, bindings, height) => {
    const { chain } = threeCommits();
    const found = findVoidingPin(chain, bindings(chain));
    expect(found.ok ? (found.value?.seq ?? null) : found.failure.code).toBe(height);
  });
});
