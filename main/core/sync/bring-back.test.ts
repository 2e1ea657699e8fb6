/** What a computer offers to a server that shows less than it held, and how long. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import { emptyChain, emptyHead } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Change, Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { countOf } from "../local/brought-back.ts";
import { addEntries } from "../store/log-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { createBringBack } from "./bring-back.ts";

beforeAll(cryptoReady);

/** Ada's computer with the first entries of a team, at a server that answers each route so. */
function computer(answer: (route: string) => Result<unknown>, commits: readonly Commit[] = []) {
  const { team, post } = createTestTeam();
  const { db } = testDatabase();
  const { state } = team;
  addEntries(
    db,
    post.entries.map((bytes, seq) => ({ seq, hash: headAt(state, seq) as Hash, bytes })),
  );
  const asked: string[] = [];
  const told: number[] = [];
  const clock = { at: 1_000_000 };
  const back = createBringBack({
    ...{ db, state: () => state, readable: () => [], statements: () => [] },
    commits: () => ok(commits),
    chain: (vault: VaultId) => ({ ...emptyChain(vault), head: { seq: commits.length, hash: zeroHash } }),
    ports: { clock: { now: () => clock.at } },
    transport: {
      call: async (route: string) => {
        asked.push(route);
        return answer(route);
      },
    },
    told: (what: Parameters<typeof countOf>[0]) => void told.push(countOf(what)),
  } as unknown as Parameters<typeof createBringBack>[0]);
  const at = (seq: number) => ({ seq, hash: headAt(state, seq) as Hash });
  const offered = () => asked.filter((route) => route === "restoreLog").length;
  return { back, at, last: state.head, clock, told, offered };
}

const none = ok({ lacking: [], next: null });
const heads = (answer: Result<unknown>) => (route: string) =>
  route === "vaults" ? ok({ heads: [] }) : route === "lacking" ? none : answer;

describe("a computer whose server shows less than it held", () => {
  it("offers it, and tells once how much came back", async () => {
    let head: unknown = null;
    const { back, at, last, told } = computer((route) => (route === "lacking" ? none : ok({ head })));
    head = last;
    must(await back.log(at(2)));
    must(await back.finish());
    must(await back.finish());
    expect(told).toEqual([last.seq - 2]);
  });

  it.each<[string, Result<unknown>]>([
    ["refuses it", fail("signature")],
    ["names a head that is not mine", ok({ head: { seq: 9, hash: "0".repeat(52) } })],
    ["says that it still stands where it stood", ok({ head: { seq: 0, hash: "0".repeat(52) } })],
  ])("does so three times for one head where it %s: that is a rollback", async (_what, answer) => {
    const { back, at, offered, told } = computer(heads(answer));
    for (let time = 0; time < 5; time++) expect(verdict(await back.log(at(2)))).toBe("log-rollback");
    expect(offered()).toBe(3);
    expect(verdict(await back.log(at(1)))).toBe("log-rollback");
    expect(offered()).toBe(4);
    must(await back.finish());
    expect(told).toEqual([]);
  });

  it("waits an hour without a word where its own entries need somebody else behind them", async () => {
    const { back, at, clock } = computer(heads(fail("recipient-set")));
    for (let time = 0; time < 5; time++) expect(verdict(await back.log(at(2)))).toBe("throttled restoring");
    clock.at += 3_600_000;
    expect(verdict(await back.log(at(2)))).toBe("log-rollback");
  });

  it("asks its person for an hour for their second factor, and no longer: that is a rollback", async () => {
    const { back, at, clock } = computer(heads(fail("step-up", { reason: "ask" })));
    for (let time = 0; time < 5; time++) expect(verdict(await back.log(at(2)))).toBe("step-up ask");
    clock.at += 3_600_000;
    expect(verdict(await back.log(at(2)))).toBe("log-rollback");
  });

  it.each<[string, Change["op"], string]>([
    ["a purge", "purge", "step-up ask"],
    ["no purge", "delete", "log-rollback"],
  ])("is asked for it also by a vault's commits, with %s among those that are offered", async (_what, op, said) => {
    const change = { op, overview: null, secret: null } as Change;
    const commit = { bytes: new Uint8Array(8), body: { logSeq: 0, changes: [change] } } as unknown as Commit;
    const { back, clock } = computer(heads(fail("step-up", { reason: "ask" })), [commit]);
    const vault = newId<VaultId>();
    expect(verdict(await back.vault(vault, emptyHead))).toBe(said);
    clock.at += 3_600_000;
    expect(verdict(await back.vault(vault, emptyHead))).toBe("log-rollback");
  });

  it("is one vault's rollback where a purge has to wait for days: the way to the server is there", async () => {
    const wait = fail("throttled", { reason: "purge", waitMs: 30 * 86_400_000 }, "later");
    const commit = { bytes: new Uint8Array(8), body: { logSeq: 0, changes: [] } } as unknown as Commit;
    const { back } = computer(heads(wait), [commit]);
    expect(verdict(await back.vault(newId<VaultId>(), emptyHead))).toBe("log-rollback");
    const paced = computer(heads(fail("throttled", { waitMs: 1000 }, "later")), [commit]).back;
    expect(verdict(await paced.vault(newId<VaultId>(), emptyHead))).toBe("throttled");
  });

  it("counts nothing where the way to it failed", async () => {
    const { back, at, offered } = computer(() => fail("offline"));
    for (let time = 0; time < 5; time++) expect(verdict(await back.log(at(2)))).toBe("offline");
    expect(offered()).toBe(5);
  });
});
