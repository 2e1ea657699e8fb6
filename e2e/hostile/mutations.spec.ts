/**
 * Random damage: entries and commits whose bytes were changed after they were signed, and answers of the server with a value
 * of theirs replaced. None is taken, and nothing else than what people wrote is ever shown.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Dice, tamper } from "../../server/testing/tamper.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { type VaultChain, verifyCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { commit as buildOn } from "../../shared/testing/commits.ts";
import {
  planAccess,
  planAdd,
  planArchive,
  planInvite,
  planRotate,
  planVault,
  signed,
  act as take,
} from "../../shared/testing/entries.ts";
import { chainHash, stateHash } from "../../shared/testing/state-hash.ts";
import { newPerson } from "../../shared/testing/team.ts";
import { hostileTeam, inStep } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { type Scene, scene } from "./on-protocol.ts";
import { counted, diceFor, seed } from "./settings.ts";

beforeAll(cryptoReady);

/** One change of bytes: a bit, a cut, more at the end, a part twice, a part of another message. */
function mutated(dice: Dice, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = dice.below(bytes.length);
  const made = Buffer.from(bytes);
  return dice.pick([
    () => made.fill((bytes[at] as number) ^ (1 << dice.below(8)), at, at + 1),
    () => made.subarray(0, at),
    () => Buffer.concat([made, Buffer.alloc(dice.pick([1, 64]))]),
    () => Buffer.concat([made.subarray(0, at), made.subarray(Math.max(0, at - 16))]),
    () => Buffer.concat([made.subarray(0, at), other.subarray(at)]),
    () => Buffer.concat([made.subarray(0, at), made.subarray(at + 1)]),
  ])();
}

/** An entry of each type that the scene can take next, signed by who may. */
function entriesOf(mine: Scene): Uint8Array[] {
  const { plan, guest } = planInvite(mine.team);
  const invited = signed(mine, mine.ada, plan);
  take(mine.team, mine.ada, plan);
  const { team, ada, ops, cleo } = mine;
  const next = [
    planAdd(team, guest, newPerson(team)),
    planVault(team, ada).plan,
    planAccess(team, ada, ops, [{ user: cleo.user, permission: "use" }]),
    planAccess(team, ada, ops, [{ user: mine.bob.user, permission: null }]),
    planRotate(team, [ops]),
    planArchive(team, ops),
  ];
  return [...next.map((one) => signed(mine, ada, one)), invited];
}

describe("bytes that were changed after they were signed", () => {
  const many = counted(900, 50_000);
  it(`${many} entries: none is taken`, () => {
    const dice = diceFor("entries");
    const mine = scene();
    const good = entriesOf(mine);
    const { state } = mine.team;
    const before = stateHash(state);
    for (const bytes of good.slice(0, -1)) expect(applyEntry(state, bytes).ok).toBe(true);
    for (let time = 0; time < many; time++) {
      const honest = dice.pick(good);
      const bytes = mutated(dice, honest, dice.pick(good));
      if (good.some((one) => Buffer.compare(one, bytes) === 0)) continue;
      expect(applyEntry(state, bytes).ok, `seed ${seed}, mutation ${time}`).toBe(false);
    }
    expect(stateHash(state)).toBe(before);
  });

  it(`${many} commits: none is taken`, () => {
    const dice = diceFor("commits");
    const mine = scene();
    const chain = mine.team.chains.get(mine.ops) as VaultChain;
    const good = [
      buildOn(mine.team, mine.bob, { vault: mine.ops, items: [mine.login] }),
      buildOn(mine.team, mine.ada, { vault: mine.ops, count: 3 }),
      buildOn(mine.team, mine.bob, { vault: mine.ops }),
    ].map(({ bytes }) => bytes);
    const before = chainHash(chain);
    for (const bytes of good) expect(verifyCommit(mine.team.state, chain, bytes).ok).toBe(true);
    for (let time = 0; time < many; time++) {
      const bytes = mutated(dice, dice.pick(good), dice.pick(good));
      if (good.some((one) => Buffer.compare(one, bytes) === 0)) continue;
      expect(verifyCommit(mine.team.state, chain, bytes).ok, `seed ${seed}, mutation ${time}`).toBe(false);
    }
    expect(chainHash(chain)).toBe(before);
  });
});

describe("answers with a value of theirs replaced", () => {
  const many = counted(200, 5000);
  it(`${many} answers: nothing else than what people wrote is shown, and honesty heals all`, async () => {
    const dice = diceFor("answers");
    const { ada, bob, line, vault, other, item } = await hostileTeam();
    const written = new Set(["AWS", "Elsewhere"]);
    for (let time = 0; time < many; time++) {
      if (time % 10 === 0) {
        written.add(`Item ${time}`);
        await must(ada, "item.save", { vault, kind: "login", changes: { title: `Item ${time}`, password: "new" } });
      }
      const route = dice.pick(["log", "vaults", "commits", "envelopes", "bundles"] as const);
      line.tamper(route, (answer: object) => tamper(dice, answer, [vault, other, item]) as never);
      await bob.call("sync.now", {});
      const read = await must(bob, "item.reveal", { item, field: "password" });
      const { items } = await must(bob, "item.list", {});
      const foreign = items.map(({ title }) => title).filter((title) => !written.has(title));
      expect({ read: read.value, foreign }, `seed ${seed}, answer ${time} to ${route}`).toEqual({
        read: "first",
        foreign: [],
      });
      line.honest();
      await must(bob, "sync.resume", {});
    }
    await inStep(bob, written.size);
  }, 600_000);
});
