/** The background tasks about vaults and their keys: when each is due, what it posts, what it leaves to others. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../../shared/failures.ts";
import { encodeContent } from "../../../../shared/protocol/letters/letter-types.ts";
import { keysPerEntry, waitingFor } from "../../../../shared/protocol/team-log/compose-intents.ts";
import { waitingDevices } from "../../../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { act, letIn, planAccess, planRotate, planVault } from "../../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../../shared/testing/small-team.ts";
import { circumstancesOf, type Person, takeFirst } from "../../../../shared/testing/team.ts";
import { addEntries } from "../../store/log-rows.ts";
import { createKeyRequests } from "../key-requests.ts";
import { testArea } from "../test-area.ts";
import { answerKeyRequests } from "./key-requests.ts";
import { ownPersonalVault } from "./own-personal-vault.ts";
import { rotateDueKeys } from "./rotate-due-keys.ts";
import { supplyKeys } from "./supply-keys.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
const offline = fail("offline", undefined, "later");
const vaultOf = ({ team }: SmallTeam, vault: VaultId) => team.state.vaults.get(vault) as VaultInLog;
const personalOf = ({ team }: SmallTeam, { user }: Person) =>
  [...team.state.vaults.values()].filter(({ kind, createdBy }) => kind === "personal" && createdBy === user);

describe("the own personal vault", () => {
  it.each<[Name, boolean]>([
    ["ada", false],
    ["bob", false],
    ["cleo", true],
    ["dora", true],
    ["aud", true],
  ])("is due for %s: %s", (name, isDue) => {
    expect(ownPersonalVault.isDue(testArea(scene, scene[name]).area)).toBe(isDue);
  });

  it("is made once, with a key for its person's computer alone", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.dora);
    for (let times = 0; times < 2; times++) expect(await ownPersonalVault.run(area)).toEqual(ok(true));
    const [vault, ...others] = personalOf(mine, mine.dora);
    expect(others).toEqual([]);
    expect([...(vault?.epochs.get(1)?.sent.keys() ?? [])]).toEqual([mine.dora.device]);
    expect(log.posts).toHaveLength(1);
    expect(ownPersonalVault.isDue(area)).toBe(false);
  });

  it("waits where the server cannot be reached", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.dora);
    log.refusal = offline;
    expect(await ownPersonalVault.run(area)).toEqual(offline);
    expect(ownPersonalVault.isDue(area)).toBe(true);
  });
});

describe("rotating due keys", () => {
  it.each<[string, Name, boolean]>([
    ["manages it and holds its key", "ada", true],
    ["may edit it and holds its key", "dora", true],
    ["may only use it", "cleo", false],
    ["lost the right that made it due", "bob", false],
    ["never had a right", "aud", false],
  ])("is due for who %s", (_, name, isDue) => {
    expect(rotateDueKeys.isDue(testArea(scene, scene[name]).area)).toBe(isDue);
  });

  it("is not due for an editor who was not sent the key yet", () => {
    const mine = copyOf(scene);
    const { plan, vault } = planVault(mine.team, mine.ada);
    act(mine.team, mine.ada, plan);
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, vault, [{ user: mine.bob.user, permission: "use" }]));
    const { area } = testArea(mine, mine.eve);
    const toEve = [{ user: mine.eve.user, permission: "edit" as const }];
    const access = planAccess(mine.team, mine.ada, vault, toEve);
    act(mine.team, mine.ada, { ...access, attached: { ...access.attached, bundles: [] }, blobs: [] });
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, vault, [{ user: mine.bob.user, permission: null }]));
    expect(vaultOf(mine, vault).rotationDue).toBe(true);
    expect(rotateDueKeys.isDue(area)).toBe(false);
  });

  it("sends a new key to everybody entitled and to nobody else", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.dora);
    expect(await rotateDueKeys.run(area)).toEqual(ok(true));
    const { epoch, rotationDue, epochs } = vaultOf(mine, mine.due);
    expect({ epoch, rotationDue }).toEqual({ epoch: 2, rotationDue: false });
    const entitled = [mine.ada, mine.cleo, mine.dora].map(({ device }) => device);
    expect([...(epochs.get(2)?.sent.keys() ?? [])].sort()).toEqual(entitled.sort());
    expect(log.posts).toHaveLength(1);
    expect(rotateDueKeys.isDue(area)).toBe(false);
  });

  it("leaves it to who was faster", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.dora);
    const theirs = () => void act(mine.team, mine.ada, planRotate(mine.team, [mine.due]));
    log.meanwhile = theirs;
    expect(await rotateDueKeys.run(area)).toEqual(ok(true));
    expect(vaultOf(mine, mine.due).epoch).toBe(2);
    expect(log.posts).toHaveLength(1);
  });

  it("goes on with the next vault where one fails, and ends where the server cannot be reached", async () => {
    const mine = copyOf(scene);
    const toBob = (permission: "use" | null) =>
      act(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission }]));
    toBob(null);
    const { area, log } = testArea(mine, mine.ada);
    log.refusal = fail("limit");
    expect(await rotateDueKeys.run(area)).toEqual(fail("limit"));
    // Together, then each alone.
    expect(log.posts).toHaveLength(3);
    log.refusal = offline;
    expect(await rotateDueKeys.run(area)).toEqual(offline);
    expect(log.posts).toHaveLength(4);
    log.refusal = null;
    expect(await rotateDueKeys.run(area)).toEqual(ok(true));
    expect([mine.ops, mine.due].map((vault) => vaultOf(mine, vault).rotationDue)).toEqual([false, false]);
  });
});

/** How long this person's app leaves the vault to others, the least and the most, after somebody took that access away. */
function waits(name: Name, taken: { by: Name; from: Name; vault: "ops" | "due" }): [least: number, most: number] {
  const mine = copyOf(scene);
  const vault = mine[taken.vault];
  const access = planAccess(mine.team, mine[taken.by], vault, [{ user: mine[taken.from].user, permission: null }]);
  const { body, hash, bytes } = act(mine.team, mine[taken.by], access);
  const { area } = testArea(mine, mine[name]);
  addEntries(area.db, [{ seq: body.seq, hash, bytes }]);
  const drawn = (byte: number): number => {
    area.ports.random = { bytes: () => new Uint8Array([byte]) };
    return rotateDueKeys.delayMs(area);
  };
  return [drawn(0), drawn(255)];
}

describe("who rotates first", () => {
  it.each<[string, Name, Parameters<typeof waits>[1], [number, number]]>([
    ["whoever took the access away does", "ada", { by: "ada", from: "bob", vault: "ops" }, [0, 0]],
    ["others leave it to them", "bob", { by: "ada", from: "dora", vault: "ops" }, [10_000, 120_000]],
    ["one alone waits for nobody where the signer left", "ada", { by: "bob", from: "bob", vault: "ops" }, [0, 0]],
    ["of two each waits a time of their own then", "ada", { by: "cleo", from: "cleo", vault: "due" }, [0, 1000]],
  ])("%s", (_, name, taken, expected) => expect(waits(name, taken)).toEqual(expected));

  it("does so in one entry for all vaults, with one bundle for each computer", async () => {
    const mine = copyOf(scene);
    act(mine.team, mine.ada, planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: null }]));
    const { area, log } = testArea(mine, mine.ada);
    expect(await rotateDueKeys.run(area)).toEqual(ok(true));
    expect([mine.ops, mine.due].map((vault) => vaultOf(mine, vault).rotationDue)).toEqual([false, false]);
    const [post, ...others] = log.posts;
    expect([post?.entries.length, others.length]).toEqual([1, 0]);
    // Dora and Ada read both, Cleo one: three bundles, and the two histories.
    expect(post?.blobs.length).toBe(3 + 2);
  });
});

describe("supplying keys", () => {
  it.each<[string, Name, boolean]>([
    ["was sent the keys that others wait for", "ada", true],
    ["was sent none of them", "dora", false],
    ["holds keys for which nobody waits", "bob", false],
  ])("is due for who %s", (_, name, isDue) => {
    expect(supplyKeys.isDue(testArea(scene, scene[name]).area)).toBe(isDue);
  });

  it("gives every entitled computer the keys that it waits for, in one entry", async () => {
    const mine = copyOf(scene);
    const { area, log, syncs } = testArea(mine, mine.ada);
    expect(await supplyKeys.run(area)).toEqual(ok(true));
    expect(log.posts).toHaveLength(1);
    expect(waitingFor(circumstancesOf(mine.team, mine.ada))).toEqual([]);
    const system = [...mine.team.state.vaults.values()].filter(({ kind }) => kind !== "personal" && kind !== "shared");
    expect(system.flatMap((vault) => waitingDevices(mine.team.state, vault))).toEqual([]);
    expect([syncs.asked, supplyKeys.isDue(area)]).toEqual([0, false]);
  });

  it("gives no key of a vault whose key has to change first", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const { sent } = vaultOf(mine, mine.due).epochs.get(1) as NonNullable<ReturnType<VaultInLog["epochs"]["get"]>>;
    const before = [...sent.keys()].sort();
    await supplyKeys.run(area);
    expect([...(vaultOf(mine, mine.due).epochs.get(1)?.sent.keys() ?? [])].sort()).toEqual(before);
  });

  it("leaves it to who was faster", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    log.meanwhile = () => void takeFirst(mine.team, mine.ada, { type: "vault-keys", to: "everyone-waiting" });
    expect(await supplyKeys.run(area)).toEqual(ok(true));
    expect(log.posts).toHaveLength(1);
  });

  it("asks for another round where one entry could not hold all, and for none where nothing was posted", async () => {
    const mine = copyOf(scene);
    const people = Math.ceil(keysPerEntry / 4) + 1;
    for (let at = 0; at < people; at++) letIn(mine.team, mine.ada, { role: "admin" });
    const { area, log, syncs } = testArea(mine, mine.ada);
    log.refusal = offline;
    expect(await supplyKeys.run(area)).toEqual(offline);
    expect(syncs.asked).toBe(0);
    log.refusal = null;
    expect(await supplyKeys.run(area)).toEqual(ok(true));
    expect([syncs.asked, supplyKeys.isDue(area)]).toEqual([1, true]);
    expect(await supplyKeys.run(area)).toEqual(ok(true));
    expect([syncs.asked, supplyKeys.isDue(area)]).toEqual([1, false]);
  });
});

describe("answering who asks for a key that never came", () => {
  it("lists no more in one entry than it holds, and asks for another round for the rest", async () => {
    const mine = copyOf(scene);
    const people = Math.ceil(keysPerEntry / 4) + 1;
    for (let at = 0; at < people; at++) letIn(mine.team, mine.ada, { role: "admin" });
    const { area, syncs } = testArea(mine, mine.ada);
    for (let times = 0; times < 2; times++) await supplyKeys.run(area);
    const listings = () => {
      const epochs = [...mine.team.state.vaults.values()].map(({ epoch, epochs: all }) => all.get(epoch));
      return epochs.reduce((sum, epoch) => sum + [...(epoch?.sent.values() ?? [])].flat().length, 0);
    };
    const letters = [...mine.team.state.vaults.values()].flatMap(({ vault, epoch, epochs }) =>
      [...(epochs.get(epoch)?.sent.keys() ?? [])].map((device) => {
        const from = { user: mine.team.state.devices.get(device)?.user, device };
        const content = encodeContent("key-request", { vault, epoch });
        const body = { type: "key-request", from, logSeq: mine.team.state.head.seq, content };
        return { letter: { body }, standing: "counts", isDisputed: false };
      }),
    );
    area.letters = { read: async () => ({ letters }) } as never;
    area.keyRequests = createKeyRequests(area);
    const [before, asked] = [listings(), syncs.asked];
    expect(await answerKeyRequests.run(area)).toEqual(ok(true));
    expect([listings() - before, syncs.asked - asked]).toEqual([keysPerEntry, 1]);
    expect(answerKeyRequests.isDue(area)).toBe(true);
    expect(await answerKeyRequests.run(area)).toEqual(ok(true));
    const all = listings() - before;
    expect([all > keysPerEntry, syncs.asked - asked]).toEqual([true, 1]);
    expect(await answerKeyRequests.run(area)).toEqual(ok(true));
    expect([listings() - before, answerKeyRequests.isDue(area)]).toEqual([all, false]);
  });
});
