/** What this disk lost of a chain is fetched again by pages, and taken commit by commit only where it is the chain's. */
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { emptyChain, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { openDatabase } from "../../node/database.ts";
import { migrations } from "../store/open-profile-store.ts";
import { createChainHistory } from "./chain-history.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const versions = 30;
const pageOf = 10;

/** A verified chain of one item in many versions, none of whose commits the file holds; the server's pages as `tamper` leaves them. */
function lostChain(tamper: (page: Uint8Array[], from: number) => Uint8Array[] = (page) => page) {
  const { team, bob, ops } = copyOf(scene);
  team.chains.set(ops, emptyChain(ops));
  const chain = () => team.chains.get(ops) as VaultChain;
  const commits: Uint8Array[] = [];
  let items: ItemId[] | undefined;
  for (let version = 1; version <= versions; version++) {
    const made = commit(team, bob, { vault: ops, ...(items && { items }) });
    items = made.items;
    commits.push(made.bytes);
    fold(team, ops, made.bytes);
  }
  const db = openDatabase(join(scratchDir(), "profile.db"));
  atEnd(() => db.close());
  for (const step of migrations) db.exec(step);
  const asked: number[] = [];
  const lost: string[] = [];
  const history = createChainHistory({
    ...{ db, chain, lost: (vault) => lost.push(vault) },
    fetch: async (_, from) => {
      asked.push(from);
      return ok({ commits: tamper(commits.slice(from - 1, from - 1 + pageOf), from) });
    },
  });
  const [item] = items as [ItemId];
  return { history, asked, lost, ops, item, commits };
}

const numbers = (list: readonly { version: number }[]) => list.map(({ version }) => version);
const all = Array.from({ length: versions }, (_, at) => versions - at);

it("as many requests as pages bring all of it back, and afterwards none is needed", async () => {
  const { history, asked, ops, item } = lostChain();
  for (let times = 0; times < 2; times++) {
    const told = await history.versions(ops, item);
    expect(told.ok && numbers(told.value)).toEqual(all);
    expect(asked).toEqual([1, 11, 21]);
  }
});

it.each<[string, (page: Uint8Array[]) => Uint8Array[], number]>([
  ["garbage among them is left out, and what stands beside it is kept", (page) => page.with(3, Uint8Array.of(1)), 27],
  ["a commit of another place is not taken for this one", (page) => page.with(3, page[4] as Uint8Array), 27],
  ["pages of garbage bring nothing", (page) => page.map(() => new Uint8Array(9)), 0],
  ["a server that has nothing is asked once", () => [], 0],
])("%s", async (_what, tamper, kept) => {
  const { history, asked, lost, ops, item } = lostChain(tamper);
  expect(await history.versions(ops, item)).toMatchObject({ ok: false, failure: { code: "offline" } });
  expect(lost).toEqual([ops]);
  expect(numbers(history.held(ops, item)).length).toBe(kept);
  expect(asked.length).toBeLessThanOrEqual(versions / pageOf);
});
