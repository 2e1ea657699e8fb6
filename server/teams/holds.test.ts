/** Pauses for an act that takes a right away and lost its race [protocol: Cuts], one attack a case, over real sockets. */
import { describe, expect, it } from "vitest";
import { hashText } from "../../shared/crypto/hash.ts";
import { newId } from "../../shared/crypto/random.ts";
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { entryTypes } from "../../shared/protocol/team-log/entry-types.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createVault, grant, invite } from "../../shared/testing/posts.ts";
import { type Built, createTestTeam, headOf, must, type Person, takeFirst } from "../../shared/testing/team.ts";
import { serverLimits } from "../limits/limits.ts";
import { addSetupToken } from "../store/identity-store.ts";
import type { TestClient } from "../testing/client.ts";
import { createTestContext } from "../testing/context.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";
import { appendEntries } from "./append-entries.ts";
import { createTeam } from "./create-team.ts";
import { commitWaitMs, createHolds, endHolds, entryWaitMs, type Hold, logWaitMs, startHold } from "./holds.ts";
import type { Team } from "./team.ts";

type Member = { person: Person; client: TestClient };
type Scene = {
  testServer: TestServer;
  clock: { at: number };
  vault: VaultId;
  other: VaultId;
  bob: Member;
  cleo: Member;
};

const answerOf = (result: Result<unknown>) =>
  result.ok
    ? "taken"
    : [result.failure.code, result.failure.detail?.waitMs].filter((part) => part !== undefined).join(" ");

/** Ada's two vaults; Bob and Cleo manage both. */
async function scene(): Promise<Scene> {
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const testServer = await testServerWithTeam({ clock });
  const { team, founder } = testServer;
  const vaults = [createVault(team, team.founder), createVault(team, team.founder)];
  for (const { built } of vaults) await post(founder, built);
  const [vault, other] = vaults.map((made) => made.vault) as [VaultId, VaultId];
  const [bob, cleo] = [await addPerson(testServer), await addPerson(testServer)];
  for (const at of [vault, other]) {
    for (const { person } of [bob, cleo])
      await post(founder, grant(team, team.founder, { vault: at, to: person, permission: "manage" }));
  }
  return { testServer, clock, vault, other, bob, cleo };
}

/** Builds on the test's state and posts; a refused entry leaves the state as it was. */
async function attempt({ testServer }: Scene, client: TestClient, make: () => Built): Promise<string> {
  const before = testServer.team.state;
  const answer = await client.call("append", { ...make(), setup: null });
  if (!answer.ok) testServer.team.state = before;
  return answerOf(answer);
}

async function push({ testServer }: Scene, { person, client }: Member, vault: VaultId): Promise<string> {
  const made = commit(testServer.team, person, { vault });
  const answer = await client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault);
  if (answer.ok) fold(testServer.team, vault, made.bytes);
  return answerOf(answer);
}

const ada = ({ testServer }: Scene): Member => ({ person: testServer.team.founder, client: testServer.founder });

/** Takes Bob's right away, signed by `by`, with the head that they verified. */
const lower =
  ({ testServer, vault, bob }: Scene, by: Person, cut?: Head) =>
  () =>
    grant(testServer.team, by, {
      vault,
      to: bob.person,
      permission: null,
      ...(cut === undefined ? {} : { cut }),
    });

/** Bob commits again and again: Ada's cut comes too late. */
async function loseByCut(at: Scene): Promise<void> {
  const seen = headOf(at.testServer.team, at.vault);
  expect(await push(at, at.bob, at.vault)).toBe("taken");
  expect(await attempt(at, at.testServer.founder, lower(at, at.testServer.team.founder, seen))).toBe("recipient-set");
}

describe("a cut that lost its race", () => {
  it("makes everybody's commits to the vault wait five seconds", async () => {
    const at = await scene();
    await loseByCut(at);
    expect(await push(at, ada(at), at.vault)).toBe("throttled 5000");
    expect(await push(at, at.cleo, at.vault)).toBe("throttled 5000");
    at.clock.at += 5000;
    expect(await push(at, at.cleo, at.vault)).toBe("taken");
  });

  it("makes its subject's commits to the vault wait a minute, and those to another vault not at all", async () => {
    const at = await scene();
    await loseByCut(at);
    expect(await push(at, at.bob, at.other)).toBe("taken");
    expect(await push(at, at.bob, at.vault)).toBe("throttled 60000");
    at.clock.at += 59_999;
    expect(await push(at, at.bob, at.vault)).toBe("throttled 1");
    at.clock.at += 1;
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("makes its subject's entries wait a minute, and nobody else's", async () => {
    const at = await scene();
    const { team } = at.testServer;
    await loseByCut(at);
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("throttled 60000");
    expect(await attempt(at, at.cleo.client, () => createVault(team, at.cleo.person).built)).toBe("taken");
    at.clock.at += 60_000;
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("taken");
  });

  it("cannot be shaken off by its subject with a cut of their own", async () => {
    const at = await scene();
    const { team } = at.testServer;
    await loseByCut(at);
    const own = () => grant(team, at.bob.person, { vault: at.other, to: at.cleo.person, permission: null });
    expect(await attempt(at, at.bob.client, own)).toBe("throttled 60000");
    expect(await push(at, at.bob, at.vault)).toBe("throttled 60000");
  });

  it("cannot be shaken off by an accomplice's cut in the same vault", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const dan = await addPerson(at.testServer);
    await post(founder, grant(team, team.founder, { vault: at.vault, to: dan.person, permission: "use" }));
    await loseByCut(at);
    const others = () => grant(team, at.cleo.person, { vault: at.vault, to: dan.person, permission: null });
    expect(await attempt(at, at.cleo.client, others)).toBe("taken");
    expect(await push(at, at.bob, at.vault)).toBe("throttled 60000");
    expect(await push(at, at.cleo, at.vault)).not.toBe("taken");
  });

  it("cannot be shaken off by an accomplice who lowers the same person a little", async () => {
    const at = await scene();
    const { team } = at.testServer;
    await loseByCut(at);
    const little = () => grant(team, at.cleo.person, { vault: at.vault, to: at.bob.person, permission: "edit" });
    expect(await attempt(at, at.cleo.client, little)).toBe("taken");
    expect(await push(at, at.bob, at.vault)).toBe("throttled 60000");
  });

  it("ends its pause when it lands", async () => {
    const at = await scene();
    await loseByCut(at);
    const { founder, team } = at.testServer;
    expect(await attempt(at, founder, lower(at, team.founder))).toBe("taken");
    // The vault waits for its new key now, and for no clock.
    expect(await push(at, at.cleo, at.vault)).toBe("epoch-stale");
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("taken");
  });
});

describe("an entry that lost by its number alone", () => {
  /** What `make` gives on the state before somebody else's entry went first. */
  async function late(at: Scene, make: () => Built): Promise<Built> {
    const { team, founder } = at.testServer;
    const before = team.state;
    const built = make();
    team.state = before;
    await post(founder, invite(team, team.founder).built);
    return built;
  }
  const send = async (client: TestClient, built: Built) =>
    answerOf(await client.call("append", { ...built, setup: null }));

  it("starts the pause where it takes another person's right", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    expect(await send(founder, await late(at, lower(at, team.founder)))).toBe("log-gap");
    expect(await push(at, at.cleo, at.vault)).toBe("throttled 5000");
    expect(await push(at, at.bob, at.vault)).toBe("throttled 60000");
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("throttled 60000");
  });

  it("starts the pause also where its subject made a vault since, which it does not cut, and holds that vault too", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const removal = { type: "user-remove" as const, id: newId<string>(), user: at.bob.person.user };
    const before = team.state;
    const built = takeFirst(team, team.founder, removal);
    team.state = before;
    const made = createVault(team, at.bob.person);
    await post(at.bob.client, made.built);
    expect(await send(founder, built)).toBe("log-gap");
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("throttled 60000");
    expect(await push(at, at.bob, made.vault)).toBe("throttled 60000");
    expect(await attempt(at, founder, () => takeFirst(team, team.founder, removal))).toBe("taken");
  });

  it("starts none where it takes nothing from anybody", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    expect(await send(founder, await late(at, () => createVault(team, team.founder).built))).toBe("log-gap");
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("starts none where its signature is wrong", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const built = await late(at, lower(at, team.founder));
    const entry = built.entries[0]?.slice() as Uint8Array;
    entry[20] = (entry[20] as number) ^ 1; // Inside the signature, which stands first.
    expect(await send(founder, { ...built, entries: [entry] })).toBe("log-gap");
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("starts none where another's computer posts it", async () => {
    const at = await scene();
    const { team } = at.testServer;
    expect(await send(at.cleo.client, await late(at, lower(at, team.founder)))).toBe("log-gap");
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("starts none where its signer has no right to it any more", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const built = await late(at, lower(at, at.cleo.person));
    const from = { vault: at.vault, to: at.cleo.person, permission: "use" as const };
    await post(founder, grant(team, team.founder, from));
    expect(await send(at.cleo.client, built)).toBe("log-gap");
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("taken");
  });

  it("starts none where it names a head that our chain never had", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const never = { seq: 3, hash: team.state.head.hash };
    expect(await send(founder, await late(at, lower(at, team.founder, never)))).toBe("log-gap");
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("starts none where it follows an entry that our log never had", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const before = team.state;
    invite(team, team.founder);
    const onOther = lower(at, team.founder)();
    team.state = before;
    for (let times = 0; times < 2; times++) await post(founder, invite(team, team.founder).built);
    expect(await send(founder, onOther)).toBe("log-gap");
    expect(await push(at, at.bob, at.vault)).toBe("taken");
  });

  it("starts none where the same act stands in the log already", async () => {
    const at = await scene();
    const { team, founder } = at.testServer;
    const built = await late(at, lower(at, team.founder));
    await post(founder, lower(at, team.founder)());
    expect(await send(founder, built)).toBe("log-gap");
    expect(await attempt(at, at.bob.client, () => createVault(team, at.bob.person).built)).toBe("taken");
  });
});

describe("an admin's removal that lost its race", () => {
  /** Ada's team, in which another admin's removal waits to land. */
  async function whileRemoving() {
    const context = await createTestContext();
    const { team, post: first } = createTestTeam();
    const { user, device, keys } = team.founder;
    const setup = new Uint8Array(16).fill(7);
    await addSetupToken(context.db, hashText("setup-token", setup));
    const founder = { kind: "founder" as const, user, device, signPk: keys.signPk };
    must(await createTeam(context, founder, team.team, { ...first, setup }));
    const stored = context.teams.get(team.team) as Team;
    const removal = { by: "another" as UserId, subjects: [], vaults: [], isRemovalByAdmin: true };
    startHold(stored.holds, removal, { now: context.now(), limits: context.limits });
    return () => appendEntries(context, stored, team.founder, invite(team, team.founder).built);
  }

  it("holds back everybody's entries", async () => {
    const append = await whileRemoving();
    expect(answerOf(await append())).toMatch(/^throttled \d+$/);
  });

  it("lets through whatever removes somebody too, as its row says", async () => {
    const append = await whileRemoving();
    const { invite: row } = entryTypes;
    Object.assign(entryTypes, { invite: { ...row, passesHolds: true } });
    try {
      expect(answerOf(await append())).toBe("taken");
    } finally {
      Object.assign(entryTypes, { invite: row });
    }
  });
});

describe("the table of pauses", () => {
  const [a, b, c] = ["a", "b", "c"] as unknown as [UserId, UserId, UserId];
  const [v, w] = ["v", "w"] as unknown as [VaultId, VaultId];
  const at = (now: number) => ({ now, limits: serverLimits });
  const removal: Hold = { by: a, subjects: [b], vaults: [v], isRemovalByAdmin: true };

  it("holds every entry back for five seconds where an admin removes somebody", () => {
    const holds = createHolds();
    startHold(holds, removal, at(0));
    expect([logWaitMs(holds, at(0)), logWaitMs(holds, at(4999)), logWaitMs(holds, at(5000))]).toEqual([5000, 1, 0]);
    expect(entryWaitMs(holds, c, at(0))).toBe(0);
  });

  it("holds the log for no act that is not a removal by an admin", () => {
    const holds = createHolds();
    startHold(holds, { ...removal, isRemovalByAdmin: false }, at(0));
    expect(logWaitMs(holds, at(0))).toBe(0);
  });

  it("lets one signer start three within any hour", () => {
    const holds = createHolds();
    const start = (now: number) => startHold(holds, removal, at(now));
    expect([start(0), start(1), start(2), start(3)]).toEqual([true, true, true, false]);
    expect([start(3_599_999), start(3_600_000), start(3_600_000)]).toEqual([false, true, false]);
    expect(startHold(holds, { ...removal, by: c }, at(3_600_000))).toBe(true);
  });

  it.each<[string, Partial<Hold>]>([
    ["another signer's act", { by: c }],
    ["an act against others", { subjects: [c] }],
    ["an act in other vaults", { vaults: [w] }],
  ])("is not ended by %s", (_name, landed) => {
    const holds = createHolds();
    startHold(holds, removal, at(0));
    endHolds(holds, { ...removal, ...landed });
    expect(commitWaitMs(holds, { vault: v, user: b }, at(0))).toBe(60_000);
  });

  it("is ended by the act itself, and forgets pauses that are over", () => {
    const holds = createHolds();
    startHold(holds, removal, at(0));
    startHold(holds, { ...removal, by: c }, at(0));
    endHolds(holds, { ...removal, subjects: [b, c], vaults: [w, v] });
    expect(holds.running).toHaveLength(1);
    startHold(holds, { ...removal, by: b }, at(60_000));
    expect(holds.running).toHaveLength(1);
  });
});
