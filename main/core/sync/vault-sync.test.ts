/** Posting a commit to a server that showed something unsound before, or whose answer comes when the chain was taken back. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { emptyChain, foldCommit, manifestRoot } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { act, planRotate } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must } from "../../../shared/testing/team.ts";
import { testDatabase } from "../store/test-database.ts";
import { createSubscriptions } from "../subscriptions.ts";
import type { SyncEvents } from "./vault-events.ts";
import { createVaultForkWatch } from "./vault-fork-watch.ts";
import { createVaultSync } from "./vault-sync.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Answers = { commits(): unknown; push(): unknown };

/** Bob's chains, of a server that holds what `answers` says; `asked` are its routes in order. */
function bobsSync(mine: SmallTeam, answers: Answers) {
  const asked: string[] = [];
  const told: string[] = [];
  const call = async (route: keyof Answers | "envelopes", { hashes = [] }: { hashes?: string[] }) => {
    asked.push(route);
    return ok(route === "envelopes" ? { envelopes: hashes.map(() => null) } : answers[route]());
  };
  const { db } = testDatabase();
  const forks = {
    ...{ db, keys: mine.bob.keys, profile: { profile: newId<ProfileId>() } as never },
    ...{ ports: { clock: { now: () => mine.team.now } as never }, state: () => mine.team.state, stateAt: () => null },
    ...{ noted: () => undefined, damaged: () => undefined },
  };
  const sync = createVaultSync({
    openForks: (chains: object) =>
      createVaultForkWatch({
        ...forks,
        ...(chains as Pick<Parameters<typeof createVaultForkWatch>[0], "chain" | "chainAt">),
      }),
    ports: { clock: { now: () => mine.team.now }, timers: { after: () => () => undefined } },
    ...{ db, profile: { device: mine.bob.device, user: mine.bob.user } },
    transport: { call },
    log: { state: () => mine.team.state, pull: async () => ok(0) },
    events: createSubscriptions<SyncEvents>(),
    alert: (failure: { code: string }) => void told.push(failure.code),
    bringBack: async () => fail("log-rollback"),
    guard: { recorded: () => null, noteVault: () => undefined, missing: () => undefined },
    checkpoints: { find: () => null, put: () => undefined },
  } as unknown as Parameters<typeof createVaultSync>[0]);
  return { sync, asked, told };
}

/** A commit of Bob's on what the test's own chain of `ops` holds, taken there if `isTaken`. */
function bobs(mine: SmallTeam, isTaken: boolean): Uint8Array {
  const { bytes } = commit(mine.team, mine.bob, { vault: mine.ops });
  if (isTaken) fold(mine.team, mine.ops, bytes);
  return bytes;
}

function emptyOps(): SmallTeam {
  const mine = copyOf(scene);
  mine.team.chains.set(mine.ops, emptyChain(mine.ops));
  return mine;
}
const later = (vault: string, reason: string): Result<never> =>
  fail("manifest", { vault: vault as never, reason }, "later");

describe("a commit that is ready to go", () => {
  it("is not posted right after the server showed something unsound: first it shows all, then the commit is made anew", async () => {
    const mine = emptyOps();
    const { ops } = mine;
    const first = bobs(mine, true);
    const { head } = mine.team.chains.get(ops) as { head: { seq: number; hash: string } };
    let shown: unknown = { head, commits: [first] };
    const { sync, asked } = bobsSync(mine, { commits: () => shown, push: () => ({}) });
    expect(await sync.pull(ops)).toEqual({ ok: true, value: true });
    shown = { head: { ...head, seq: 0 }, commits: [] };
    expect(await sync.pull(ops)).toMatchObject({ failure: { code: "log-rollback" } });
    const second = bobs(mine, false);
    expect(await sync.post(ops, second, [])).toMatchObject({ failure: { code: "log-rollback" } });
    shown = { head, commits: [] };
    expect(await sync.post(ops, second, [])).toEqual(later(ops, "pulled"));
    expect(asked).not.toContain("push");
    expect(await sync.post(ops, second, [])).toEqual({ ok: true, value: true });
    expect(asked).toContain("push");
    expect(sync.chain(ops).head.seq).toBe(2);
  });

  it("is not posted to a server that leaves the vault out, before it lists the vault again", async () => {
    const mine = emptyOps();
    const { ops } = mine;
    const head = { seq: 0, hash: emptyChain(ops).head.hash };
    const { sync, asked } = bobsSync(mine, { commits: () => ({ head, commits: [] }), push: () => ({}) });
    const first = bobs(mine, false);
    sync.leftOut(ops);
    expect(await sync.post(ops, first, [])).toMatchObject({
      failure: { code: "log-rollback", detail: { vault: ops, reason: "left-out" } },
    });
    expect(asked).toEqual([]);
    sync.shown([{ vault: ops, ...head }]);
    expect(await sync.post(ops, first, [])).toEqual({ ok: true, value: true });
  });

  it("and was taken while a manager's pin took the chain back is no commit of that chain: it waits and is made anew", async () => {
    const mine = emptyOps();
    const { team, ada, ops } = mine;
    const taken = [bobs(mine, true), bobs(mine, true)];
    const { head } = team.chains.get(ops) as { head: unknown };
    const stood = emptyChain(ops);
    foldCommit(stood, must(parseCommit(taken[0] as Uint8Array)));
    const { sync, told } = bobsSync(mine, {
      commits: () => ({ head, commits: taken }),
      push() {
        act(team, ada, planRotate(team, [ops], { pin: stood.head, root: manifestRoot(stood), voids: 1 }));
        sync.recheck(ops);
        return {};
      },
    });
    expect(await sync.pull(ops)).toEqual({ ok: true, value: true });
    expect(await sync.post(ops, bobs(mine, false), [])).toEqual(later(ops, "rewound"));
    expect([sync.chain(ops).head, sync.stopped(ops), told]).toEqual([stood.head, null, ["voided"]]);
  });
});
