/** My copies of the chains on a real file: all or nothing below a head that binds, and what my chain is checked against. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, manifestRoot, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { act, planAccess, planKeys, planRotate } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must } from "../../../shared/testing/team.ts";
import { openDatabase } from "../../node/database.ts";
import { type KnownHead, knownHead } from "../local/heads.ts";
import { migrations } from "../store/open-profile-store.ts";
import { areHeadsWhole } from "../store/vault-rows.ts";
import { createChainStore } from "./chain-store.ts";

// The tables below hash while they are made.
await cryptoReady();
let scene: SmallTeam;
beforeAll(() => {
  scene = smallTeam();
});

const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);

/** Three commits of Bob's in `ops`, then Ada lowers Bob's permission with a cut that binds the third. */
function cutAtThree() {
  const mine = copyOf(scene);
  mine.team.chains.set(mine.ops, emptyChain(mine.ops));
  const { team, bob, ada, ops } = mine;
  const commits = Array.from({ length: 3 }, () => {
    const made = commit(team, bob, { vault: ops });
    fold(team, ops, made.bytes);
    return made.bytes;
  });
  act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]));
  return { ...mine, commits };
}

const withoutCheckpoints = {
  ...{ checkpoints: { find: () => null, put: () => {} }, later: () => {}, recorded: () => null },
  ...{ voided: () => {}, now: () => 1_800_000_000_000 },
};

function storeOf({ team, bob }: SmallTeam) {
  const db = openDatabase(join(scratchDir(), "profile.db"));
  atEnd(() => db.close());
  for (const step of migrations) db.exec(step);
  const told: Failure[] = [];
  const voided: Commit[] = [];
  let noted = 0;
  const store = createChainStore(db, () => team.state, {
    broken: (_vault, failure) => void told.push(failure),
    noted: () => {
      noted += 1;
    },
    ...withoutCheckpoints,
    device: bob.device,
    voided: (_vault, commits) => void voided.push(...commits),
  });
  return { db, store, told, voided, noted: () => noted };
}

describe("below a head that binds", () => {
  it("the whole way up to it is taken, or nothing", () => {
    const made = cutAtThree();
    const { ops, commits } = made;
    const { store, noted, db } = storeOf(made);
    const spoilt = (commits[2] as Uint8Array).map((byte, at) => (at === 20 ? byte ^ 1 : byte));
    const refused = store.take(ops, { commits: [...commits.slice(0, 2), spoilt], envelopes: [] });
    expect(refused).toMatchObject({ commits: [], refused: { evidence: spoilt } });
    expect(store.chain(ops).head.seq).toBe(0);
    expect(db.prepare("SELECT COUNT(*) AS count FROM vault_commits").get()).toEqual({ count: 0 });
    expect(noted()).toBe(0);
    const after = store.take(ops, { commits: [...commits, Uint8Array.of(1)], envelopes: [] });
    expect([after.commits.length, after.refused?.failure.code]).toEqual([3, "encoding"]);
    expect(store.chain(ops).head.seq).toBe(3);
    expect(noted()).toBe(1);
    expect(codeOf(store.check(ops))).toBe("ok");
  });

  it("a chain that passes beside it is a fork, and a pin whose root is not my fold is named", () => {
    const made = cutAtThree();
    const { team, ops, ada, commits, bob } = made;
    const { store } = storeOf(made);
    const older = { ...team, state: scene.team.state, chains: new Map([[ops, emptyChain(ops)]]) };
    // Another first commit, back-dated to before the cut: it verifies until it stands beside the head that binds.
    const beside = commit(older, bob, { vault: ops });
    expect(store.take(ops, { commits: [beside.bytes], envelopes: [] }).refused).toBe(null);
    expect(codeOf(store.check(ops))).toBe("ok");
    const second = commit({ ...older, chains: new Map([[ops, store.chain(ops)]]) }, bob, { vault: ops });
    store.take(ops, { commits: [second.bytes], envelopes: [] });
    const third = commit({ ...older, chains: new Map([[ops, store.chain(ops)]]) }, bob, { vault: ops });
    expect(store.take(ops, { commits: [third.bytes], envelopes: [] }).refused?.failure.code).toBe("log-fork");
    const other = storeOf(made);
    other.store.take(ops, { commits, envelopes: [] });
    act(team, ada, planRotate(team, [ops], { root: hashText("text", "another fold") }));
    expect(codeOf(other.store.check(ops))).toBe("manifest");
    expect(storeOf(made).store.take(ops, { commits, envelopes: [] }).refused?.failure.code).toBe("manifest");
    // A manager's rotation on the chain that they verified replaces the wrong one, for me and for whoever comes new.
    act(team, ada, planRotate(team, [ops]));
    expect(codeOf(other.store.check(ops))).toBe("ok");
    expect(storeOf(made).store.take(ops, { commits, envelopes: [] })).toMatchObject({ refused: null });
    // With a rotation whose pin lies beside my chain, my own chain is what forks.
    act(team, ada, planRotate(team, [ops], { pin: { seq: 2, hash: hashText("text", newId()) } }));
    expect(codeOf(other.store.check(ops))).toBe("log-fork");
  });
});

describe("a head that was given to this computer", () => {
  /** Dora leads Bob's computer to a head of `ops`. */
  function ledTo(made: ReturnType<typeof cutAtThree>, head: Head): void {
    const { team, ops, bob, dora } = made;
    const keys = planKeys(team, ops, [bob.device]);
    const bundles = keys.attached.bundles.map((one) => ({ ...one, given: [{ vault: ops, ...head }] }));
    act(team, dora, { ...keys, attached: { ...keys.attached, bundles } });
  }

  it.each([
    ["is on the way", false, "ok"],
    ["lies beside it", true, "log-rollback"],
  ])("is reached whole or not at all, where it %s", (_where, isBeside, code) => {
    const made = cutAtThree();
    const chain = made.team.chains.get(made.ops) as VaultChain;
    ledTo(made, { seq: 2, hash: isBeside ? hashText("text", newId()) : (chain.hashes[2] as Hash) });
    const { store, db, noted } = storeOf(made);
    const { refused } = store.take(made.ops, { commits: made.commits, envelopes: [] });
    expect(refused?.failure.code ?? "ok").toBe(code);
    if (isBeside) expect(refused?.failure.detail).toMatchObject({ number: 2, user: made.dora.user });
    const height = isBeside ? 0 : 3;
    expect([store.chain(made.ops).head.seq, noted()]).toEqual([height, Math.min(height, 1)]);
    expect(db.prepare("SELECT COUNT(*) AS count FROM vault_commits").get()).toEqual({ count: height });
  });
});

describe("a manager's rotation that voids", () => {
  const countOf = (db: ReturnType<typeof storeOf>["db"], table: string) =>
    (db.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get() as { count: number }).count;
  /** Three commits are in my store; then Ada pins `ops` at `height` and voids what lies above. */
  function voidedAt(height: number, options: { voids?: number; root?: Hash } = {}) {
    const made = cutAtThree();
    const { team, ops, ada, commits } = made;
    const kept = storeOf(made);
    kept.store.take(ops, { commits, envelopes: [] });
    const stood = emptyChain(ops);
    for (const bytes of commits.slice(0, height)) foldCommit(stood, must(parseCommit(bytes)));
    const pin = stood.head;
    const root = options.root ?? manifestRoot(stood);
    act(team, ada, planRotate(team, [ops], { pin, root, voids: options.voids ?? 3 - height }));
    return { ...made, ...kept, stood };
  }

  it.each([0, 1, 2])(
    "takes my chain back to its pin at %i, keeps what was voided, and goes on from there",
    (height) => {
      const made = voidedAt(height);
      const { store, db, team, ops, ada, commits, stood } = made;
      const noted = made.noted();
      expect(store.rewind(ops)).toMatchObject({ ok: true, value: { seq: height, by: made.ada.user } });
      expect(store.chain(ops)).toEqual(stood);
      expect(codeOf(store.check(ops))).toBe("ok");
      expect(made.noted()).toBe(noted + 1);
      expect(areHeadsWhole(db)).toBe(true);
      const aside = db.prepare("SELECT bytes FROM voided_commits ORDER BY seq").all() as { bytes: Uint8Array }[];
      expect(aside.map(({ bytes }) => new Uint8Array(bytes))).toEqual(commits.slice(height));
      expect([countOf(db, "vault_commits"), countOf(db, "item_versions")]).toEqual([height, height]);
      expect(made.voided.map(({ hash }) => hash)).toHaveLength(3 - height);
      // Once is enough, also for a computer that starts anew.
      expect(store.rewind(ops)).toEqual({ ok: true, value: null });
      team.chains.set(ops, structuredClone(stood));
      const next = commit(team, ada, { vault: ops });
      expect(store.take(ops, { commits: [next.bytes], envelopes: [] })).toMatchObject({ refused: null });
      expect(store.rewind(ops)).toEqual({ ok: true, value: null });
      // What was voided never comes back.
      expect(storeOf(made).store.take(ops, { commits, envelopes: [] }).refused).not.toBe(null);
    },
  );

  it.each([
    ["whose root is not my fold there", "manifest", { root: hashText("text", "another fold") }],
    ["that speaks of fewer commits than I hold", "log-fork", { voids: 1 }],
  ])("%s moves nothing", (_what, code, options) => {
    const { store, db, ops } = voidedAt(1, options);
    expect(codeOf(store.rewind(ops))).toBe(code);
    expect([store.chain(ops).head.seq, countOf(db, "voided_commits"), countOf(db, "vault_commits")]).toEqual([3, 0, 3]);
  });

  it("leaves everything as it was where a listener fails", () => {
    const made = voidedAt(1);
    const { db, ops, team } = made;
    const store = createChainStore(db, () => team.state, {
      ...{ broken: () => {}, noted: () => {}, ...withoutCheckpoints, device: made.bob.device },
      recorded: () => knownHead(made.store.chain(ops).head),
      voided: () => {
        throw new Error("full disk");
      },
    });
    expect(() => store.rewind(ops)).toThrow("full disk");
    expect([store.chain(ops).head.seq, countOf(db, "voided_commits"), countOf(db, "item_versions")]).toEqual([3, 0, 3]);
  });
});

describe("a chain read from the file", () => {
  /** Three commits on the disk; `read` starts anew on what a test made of the rows. */
  function onDisk() {
    const made = cutAtThree();
    const { store, db } = storeOf(made);
    store.take(made.ops, { commits: made.commits, envelopes: [] });
    const { head } = store.chain(made.ops);
    const told: Failure[] = [];
    const read = (recorded: KnownHead | null = knownHead(head), checkpoint: VaultChain | null = null) =>
      createChainStore(db, () => made.team.state, {
        ...{ broken: (_, failure) => void told.push(failure), noted: () => {}, ...withoutCheckpoints },
        device: made.bob.device,
        ...{ recorded: () => recorded, checkpoints: { find: () => checkpoint, put: () => {} } },
      });
    return { ...made, store, db, head, told, read };
  }
  const put = ({ db }: ReturnType<typeof onDisk>, seq: number, bytes: Uint8Array) =>
    db.prepare("UPDATE vault_commits SET bytes = ? WHERE seq = ?").run(bytes, seq);
  const unsigned = (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));

  it("that reaches the recorded head is believed, as far as it goes beyond by its signatures", () => {
    const made = onDisk();
    expect(made.read().chain(made.ops)).toEqual(made.store.chain(made.ops));
    const two = { seq: 2, hash: idBytes(made.store.chain(made.ops).hashes[2] as Hash) };
    expect(made.read(two).chain(made.ops).head.seq).toBe(3);
    put(made, 3, unsigned(made.commits[2] as Uint8Array));
    expect(made.read(two).chain(made.ops).head.seq).toBe(2);
    expect(made.told).toEqual([]);
  });

  it.each<[string, number, (made: ReturnType<typeof onDisk>) => void]>([
    ["lacks a commit", 1, ({ db }) => void db.prepare("DELETE FROM vault_commits WHERE seq = 2").run()],
    ["lacks its last commit", 2, ({ db }) => void db.prepare("DELETE FROM vault_commits WHERE seq = 3").run()],
    ["has garbage for a commit", 1, (made) => void put(made, 2, new Uint8Array(9))],
    ["ends in a commit that nobody signed", 2, (made) => void put(made, 3, unsigned(made.commits[2] as Uint8Array))],
    [
      "begins with a commit that nobody signed",
      0,
      (made) => void put(made, 1, unsigned(made.commits[0] as Uint8Array)),
    ],
  ])("that %s holds what verifies, says so, and is whole again when the rest comes", (_, height, spoil) => {
    const made = onDisk();
    spoil(made);
    const again = made.read();
    expect(again.chain(made.ops).head.seq).toBe(height);
    expect(made.told).toMatchObject([{ code: "local-rollback", detail: { reason: "file", number: height } }]);
    expect(again.take(made.ops, { commits: made.commits.slice(height), envelopes: [] }).refused).toBeNull();
    expect(again.chain(made.ops)).toEqual(made.store.chain(made.ops));
    expect(made.read().chain(made.ops).head).toEqual(made.head);
    expect(made.told).toHaveLength(1);
  });

  it("begins at a kept fold only where that leads to the recorded head", () => {
    const made = onDisk();
    const fold = structuredClone(made.store.chain(made.ops));
    put(made, 1, new Uint8Array(9));
    expect(made.read(knownHead(made.head), structuredClone(fold)).chain(made.ops).head.seq).toBe(3);
    expect(made.told).toEqual([]);
    const beside = { ...structuredClone(fold), hashes: fold.hashes.with(3, hashText("text", "beside")) };
    expect(made.read(knownHead(made.head), beside).chain(made.ops).head.seq).toBe(0);
    expect(made.told).toHaveLength(1);
  });
});
