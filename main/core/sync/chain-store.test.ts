/** My copies of the chains on a real file: all or nothing below a head that binds, and what my chain is checked against. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import { emptyChain, foldCommit, manifestRoot } from "../../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { act, planAccess, planRotate } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must } from "../../../shared/testing/team.ts";
import { openDatabase } from "../../node/database.ts";
import { migrations } from "../store/open-profile-store.ts";
import { areHeadsWhole } from "../store/vault-rows.ts";
import { advertisedHead, boundHead, checkGiven, createChainStore } from "./chain-store.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
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
  ...{ checkpoints: { find: () => null, put: () => {} }, later: () => {} },
  ...{ voided: () => {}, now: () => 1_800_000_000_000 },
};

function storeOf({ team }: SmallTeam) {
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

  it("the highest of them says how far a server must show", () => {
    const made = cutAtThree();
    const head = made.team.chains.get(made.ops)?.head;
    expect(boundHead(made.team.state, made.ops)).toEqual(head);
    expect(boundHead(made.team.state, made.bobs)).toBe(null);
  });
});

describe("the head that a giver named", () => {
  it("must be on my chain, or ahead in what the server shows", () => {
    const made = cutAtThree();
    const chain = made.team.chains.get(made.ops) ?? emptyChain(made.ops);
    const on = { seq: 2, hash: chain.hashes[2] as never };
    const beside = { seq: 2, hash: hashText("text", newId()) };
    expect(codeOf(checkGiven(null, chain, 0))).toBe("ok");
    expect(codeOf(checkGiven({ ...on, seq: 0 }, emptyChain(made.ops), 0))).toBe("ok");
    expect(codeOf(checkGiven(on, chain, 3))).toBe("ok");
    expect(codeOf(checkGiven(beside, chain, 3))).toBe("log-rollback");
    expect(codeOf(checkGiven(beside, emptyChain(made.ops), 1))).toBe("log-rollback");
    expect(codeOf(checkGiven(beside, emptyChain(made.ops), 2))).toBe("ok");
  });

  it("is the one of the key that this computer has now", () => {
    const { team, ada, bob, dora, ops } = copyOf(scene);
    expect(advertisedHead(team.state, ops, bob.device)).toEqual({ seq: 0, hash: emptyChain(ops).head.hash });
    expect(advertisedHead(team.state, ops, ada.device)).toBe(null);
    act(team, ada, planRotate(team, [ops]));
    expect(advertisedHead(team.state, ops, dora.device)).toBe(null);
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
      expect(store.rewind(ops)).toEqual({ ok: true, value: true });
      expect(store.chain(ops)).toEqual(stood);
      expect(codeOf(store.check(ops))).toBe("ok");
      expect(made.noted()).toBe(noted + 1);
      expect(areHeadsWhole(db)).toBe(true);
      const aside = db.prepare("SELECT bytes FROM voided_commits ORDER BY seq").all() as { bytes: Uint8Array }[];
      expect(aside.map(({ bytes }) => new Uint8Array(bytes))).toEqual(commits.slice(height));
      expect([countOf(db, "vault_commits"), countOf(db, "item_versions")]).toEqual([height, height]);
      expect(made.voided.map(({ hash }) => hash)).toHaveLength(3 - height);
      // Once is enough, also for a computer that starts anew.
      expect(store.rewind(ops)).toEqual({ ok: true, value: false });
      team.chains.set(ops, structuredClone(stood));
      const next = commit(team, ada, { vault: ops });
      expect(store.take(ops, { commits: [next.bytes], envelopes: [] })).toMatchObject({ refused: null });
      expect(store.rewind(ops)).toEqual({ ok: true, value: false });
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
      ...{ broken: () => {}, noted: () => {}, ...withoutCheckpoints },
      voided: () => {
        throw new Error("full disk");
      },
    });
    expect(() => store.rewind(ops)).toThrow("full disk");
    expect([store.chain(ops).head.seq, countOf(db, "voided_commits"), countOf(db, "item_versions")]).toEqual([3, 0, 3]);
  });
});

describe("a file whose chain does not hold together", () => {
  it("is read up to the break, and told", () => {
    const made = cutAtThree();
    const { store, db } = storeOf(made);
    must({ ok: true, value: store.take(made.ops, { commits: made.commits, envelopes: [] }) });
    db.prepare("DELETE FROM vault_commits WHERE seq = 2").run();
    const told: Failure[] = [];
    const again = createChainStore(db, () => made.team.state, {
      broken: (_, failure) => void told.push(failure),
      noted: () => {},
      ...withoutCheckpoints,
    });
    expect(again.chain(made.ops).head.seq).toBe(1);
    expect(told.map(({ code }) => code)).toEqual(["local-rollback"]);
  });
});
