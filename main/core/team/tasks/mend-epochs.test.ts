/** A key that came with a wrong inbox or history: whose app makes a new one, and when it leaves that to people. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../../../shared/crypto/hash.ts";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import { ok } from "../../../../shared/failures.ts";
import { emptyChain } from "../../../../shared/protocol/vault-chain/chain.ts";
import { act, planAccess, planArchive, planRotate } from "../../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../../shared/testing/small-team.ts";
import type { Person } from "../../../../shared/testing/team.ts";
import { testArea } from "../test-area.ts";
import { mendEpochs } from "./mend-epochs.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  // Something was written under the first key: it is alive. Two managers, and one who may edit.
  const { team, ada, eve, ops } = scene;
  team.chains.set(ops, { ...emptyChain(ops), head: { seq: 2, hash: hashText("text", "head") } });
  act(team, ada, planAccess(team, ada, ops, [{ user: eve.user, permission: "manage" }]));
});

/** This person's app, to which the newest epoch of `ops` is broken as long as the test says. */
function appOf(mine: SmallTeam, by: Person, isBroken: (epoch: number) => boolean = () => true) {
  const { area, log } = testArea(mine, by);
  const epochOf = (vault: VaultId) => mine.team.state.vaults.get(vault)?.epoch as number;
  area.keyring = { ...area.keyring, isBroken: (vault) => vault === mine.ops && isBroken(epochOf(vault)) };
  return { area, log, epoch: () => epochOf(mine.ops) };
}
const rotate = (mine: SmallTeam, by: Person) => act(mine.team, by, planRotate(mine.team, [mine.ops]));

describe("a new key for a vault whose newest one came with something wrong", () => {
  it.each<[string, "ada" | "bob" | "dora" | "aud", boolean]>([
    ["manages it", "ada", true],
    ["may edit it", "bob", false],
    ["may view it", "dora", false],
    ["may not open it", "aud", false],
  ])("is due for who %s: %s, %s", (_, name, isDue) => {
    const mine = copyOf(scene);
    rotate(mine, mine.eve);
    expect(mendEpochs.isDue(appOf(mine, mine[name]).area)).toBe(isDue);
  });

  const nothing = () => {};
  it.each<[string, (mine: SmallTeam) => void, (mine: SmallTeam) => Partial<ReturnType<typeof appOf>["area"]>]>([
    ["nothing is wrong with it", nothing, () => ({ keyring: { ...keyringOf(), isBroken: () => false } })],
    ["the vault is archived", (mine) => void act(mine.team, mine.ada, planArchive(mine.team, mine.ops)), () => ({})],
    ["the chain may lack something", nothing, () => ({ chains: { isWhole: () => false } as never })],
    [
      "an earlier key is missing",
      nothing,
      () => ({ keyring: { ...keyringOf(), key: (_vault, epoch) => (epoch === 1 ? null : new Uint8Array(32)) } }),
    ],
  ])("is not due where %s", (_, before, change) => {
    const mine = copyOf(scene);
    rotate(mine, mine.eve);
    before(mine);
    const { area } = appOf(mine, mine.ada);
    expect(mendEpochs.isDue({ ...area, ...change(mine) })).toBe(false);
  });
  const keyringOf = () => appOf(copyOf(scene), scene.ada).area.keyring;

  it("is made once, by who is first", async () => {
    const mine = copyOf(scene);
    rotate(mine, mine.eve);
    const { area, log, epoch } = appOf(mine, mine.ada, (at) => at === 2);
    expect(await mendEpochs.run(area)).toEqual(ok(true));
    expect([epoch(), log.posts.length, mendEpochs.isDue(area)]).toEqual([3, 1, false]);
  });

  it("is left to who was faster", async () => {
    const mine = copyOf(scene);
    rotate(mine, mine.eve);
    const { area, log, epoch } = appOf(mine, mine.ada);
    log.meanwhile = () => void rotate(mine, mine.eve);
    expect(await mendEpochs.run(area)).toEqual(ok(true));
    expect([epoch(), log.posts.length]).toEqual([3, 1]);
  });

  it("is nobody's own to make: neither after a rotation of theirs, nor when theirs was broken again", async () => {
    const mine = copyOf(scene);
    rotate(mine, mine.ada);
    const { area } = appOf(mine, mine.ada);
    expect(mendEpochs.isDue(area)).toBe(false);
    rotate(mine, mine.eve);
    expect(mendEpochs.isDue(area)).toBe(false);
    rotate(mine, mine.eve);
    expect(mendEpochs.isDue(area)).toBe(true);
  });
});
