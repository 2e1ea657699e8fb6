/** Statements of heads between real computers on a real server, and what a hostile server or a hostile colleague makes of them. */
import { describe, expect, it } from "vitest";
import type { TestClient } from "../../../server/testing/client.ts";
import { addPerson, post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import type { AlertShape } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash, ProfileId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import type { StatementBody } from "../../../shared/protocol/heads/statement.ts";
import type { RouteName } from "../../../shared/protocol/routes/routes.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { emptyChain, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../../shared/testing/commits.ts";
import { act } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { createVault, grant } from "../../../shared/testing/posts.ts";
import { statement } from "../../../shared/testing/statements.ts";
import { must, type Person, type TestTeam } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { noHead } from "../local/heads.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import type { HeadsArea } from "./heads-area.ts";
import { createStatements } from "./statements.ts";

const hourMs = 3_600_000;
const none = new Uint8Array();
const otherHash = "1".padEnd(52, "0") as Hash;

/** A computer on the test's log and chains, as far as it read them. */
function computer(team: TestTeam, person: Person, client: TestClient) {
  const { db } = testDatabase();
  const mine = { state: team.state, chains: new Map([...team.chains].map(([vault, chain]) => [vault, copy(chain)])) };
  const line = { isCut: false, losesNext: false, answer: null as null | ((name: RouteName) => unknown) };
  const alerts: AlertShape[] = [];
  const words: Uint8Array[] = [];
  /** What was said of other chains than mine. */
  const ofVaults: VaultId[] = [];
  const asked: RouteName[] = [];
  const call = async (name: RouteName, request: never) => {
    asked.push(name);
    if (line.isCut) return fail("offline");
    const instead = line.answer?.(name);
    if (instead !== undefined) return ok(instead);
    const answer = await client.call(name as "heads", request);
    if (name !== "stateHeads" || !line.losesNext) return answer;
    line.losesNext = false;
    return fail("offline");
  };
  const held = (vault: VaultId) => mine.chains.get(vault) ?? emptyChain(vault);
  const right = (vault: VaultId) => rightOf(mine.state, person.user, vault);
  const area = {
    ...{ db, keys: person.keys, transport: { call }, activity: () => noHead },
    profile: { profile: newId<ProfileId>(), team: team.team, user: person.user, device: person.device },
    emit: (_name: string, alert: AlertShape) => void alerts.push(alert),
    heardWord: (bytes: Uint8Array) => void words.push(bytes),
    standsHere: () => undefined,
    log: {
      state: () => mine.state,
      async pull() {
        mine.state = team.state;
        return ok(1);
      },
    },
    chains: { chain: held, stopped: () => null, isWhole: () => true },
    vaults: {
      async pull(vault: VaultId) {
        mine.chains.set(vault, copy(team.chains.get(vault) ?? emptyChain(vault)));
        return ok(true);
      },
      heardWord: (vault: VaultId) => void ofVaults.push(vault),
      standsHere: () => undefined,
    },
    rights: { of: right, hasEnded: () => false },
    ports: { clock: { now: () => team.now } },
  } as unknown as HeadsArea;
  const made = {
    ...{ area, mine, line, alerts, words, ofVaults, asked, statements: createStatements(area) },
    /** As a new start on the same file. */
    restart: () => {
      made.statements = createStatements(area);
    },
    said: () => asked.filter((name) => name === "stateHeads").length,
    who: () => made.statements.known().map(({ user }) => user),
  };
  return made;
}

function copy(chain: VaultChain): VaultChain {
  return { ...chain, items: new Map(chain.items), hashes: [...chain.hashes] };
}

/** Ada with a vault of one commit, and Bob; both their computers. */
async function scene() {
  const testServer = await testServerWithTeam();
  const { team, founder } = testServer;
  const bob = await addPerson(testServer);
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  await push();
  const [adas, bobs] = [computer(team, team.founder, founder), computer(team, bob.person, bob.client)];
  return { ...testServer, testServer, bob, vault, adas, bobs, push };

  async function push(): Promise<void> {
    const made = commit(team, team.founder, { vault });
    must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    fold(team, vault, made.bytes);
  }
}

describe("a computer", () => {
  it("hears of the others where they stand, and not of itself", async () => {
    const { adas, bobs, bob, team } = await scene();
    must(await adas.statements.exchange());
    must(await bobs.statements.exchange());
    must(await adas.statements.fetch());
    expect([adas.who(), bobs.who()]).toEqual([[bob.person.user], [team.founder.user]]);
    expect([adas.alerts, bobs.alerts]).toEqual([[], []]);
  });

  it("says it once an hour, again after a removal, and not again after a start", async () => {
    const { adas, team, testServer } = await scene();
    const cleo = await addPerson(testServer);
    adas.mine.state = team.state;
    for (let round = 0; round < 3; round++) must(await adas.statements.exchange());
    adas.restart();
    must(await adas.statements.exchange());
    expect(adas.said()).toBe(1);
    act(team, team.founder, planRemove(team, team.founder, cleo.person.user));
    adas.mine.state = team.state;
    adas.line.answer = (name) => (name === "stateHeads" ? {} : undefined);
    for (let round = 0; round < 2; round++) must(await adas.statements.exchange());
    expect(adas.said()).toBe(2);
    team.now += hourMs;
    must(await adas.statements.exchange());
    expect(adas.said()).toBe(3);
  });

  it("whose word was lost on the way says it again, under another number", async () => {
    const { adas, bobs, team } = await scene();
    adas.line.losesNext = true;
    expect(verdict(await adas.statements.exchange())).toBe("offline");
    adas.restart();
    must(await adas.statements.exchange());
    must(await bobs.statements.fetch());
    expect(bobs.who()).toEqual([team.founder.user]);
    expect(bobs.alerts).toEqual([]);
  });

  it("whose file was put back goes on above what it signed before", async () => {
    const { founder, adas, bobs, team } = await scene();
    must(await founder.call("stateHeads", { statement: statement(team, team.founder, { counter: 7 }) }));
    must(await adas.statements.exchange());
    must(await bobs.statements.fetch());
    expect(bobs.alerts).toEqual([]);
    expect(bobs.who()).toEqual([team.founder.user]);
    expect(adas.said()).toBe(1);
  });
});

describe("a copy of a profile", () => {
  const told = ({ alerts }: ReturnType<typeof computer>) =>
    alerts.map(({ code, reason, device }) => [code, reason, device]);

  it("is told of by both programs once they have spoken, and by neither while one of them is shut", async () => {
    const { adas, bobs, founder, team } = await scene();
    must(await adas.statements.exchange());
    // The copy has what the first one remembered, and its key.
    const copied = computer(team, team.founder, founder);
    putSealed(copied.area.db, "settings", "heads-stated", findSealed(adas.area.db, "settings", "heads-stated") ?? none);
    Object.assign(copied.area.profile, { profile: adas.area.profile.profile });
    copied.restart();
    must(await copied.statements.fetch());
    expect([adas.alerts, copied.alerts]).toEqual([[], []]);
    team.now += hourMs;
    must(await copied.statements.exchange());
    must(await adas.statements.fetch());
    const twice = [["log-fork", "twice", team.founder.device]];
    expect([told(adas), told(copied)]).toEqual([twice, []]);
    // What the first one says next stands above what the copy said, and the copy hears it.
    must(await adas.statements.exchange());
    must(await copied.statements.fetch());
    expect([told(adas), told(copied)]).toEqual([twice, twice]);
    must(await bobs.statements.fetch());
    expect(bobs.alerts).toEqual([]);
  });

  it.each<[string, number, Partial<StatementBody>, boolean]>([
    ["above the last one", 0, { counter: 2 }, true],
    ["beside the last one", 0, { counter: 1, logSeq: 1 }, true],
    ["below the last one", 1, { counter: 1, logSeq: 1 }, false],
  ])("shows by its own word %s: %#", async (_name, before, body, isTold) => {
    const { adas, team } = await scene();
    adas.line.answer = (name) => (name === "heads" ? { statements: [] } : {});
    for (let round = 0; round <= before; round++) {
      must(await adas.statements.exchange());
      team.now += hourMs;
    }
    const bytes = statement(team, team.founder, { ...body, vaults: [] });
    adas.line.answer = (name) => (name === "heads" ? { statements: [{ number: 0, bytes }] } : {});
    must(await adas.statements.fetch());
    expect(told(adas)).toEqual(isTold ? [["log-fork", "twice", team.founder.device]] : []);
  });
});

describe("a word that came", () => {
  /** The server shows this to Ada in the place of what it has. */
  async function shown(tamper: (scene: Awaited<ReturnType<typeof prepared>>) => Partial<StatementBody>) {
    const made = await prepared();
    const bytes = statement(made.team, made.bob.person, tamper(made));
    let isShown = false;
    made.adas.line.answer = (name) => {
      if (name !== "heads") return undefined;
      const statements = isShown ? [] : [{ number: 1, bytes }];
      isShown = true;
      return { statements };
    };
    must(await made.adas.statements.fetch());
    return { ...made, counts: made.adas.who().length > 0, codes: made.adas.alerts.map(({ code }) => code) };
  }
  async function prepared() {
    const made = await scene();
    const { team, vault, founder } = made;
    const { built, vault: shared } = createVault(team, team.founder);
    await post(founder, built);
    await post(founder, grant(team, team.founder, { vault: shared, to: made.bob.person, permission: "use" }));
    made.adas.mine.state = team.state;
    return { ...made, shared, vault };
  }

  it("on a log that I have not read yet counts once I have", async () => {
    const made = await scene();
    const { adas, team, testServer, bob } = made;
    await addPerson(testServer);
    must(await bob.client.call("stateHeads", { statement: statement(team, bob.person) }));
    expect(adas.mine.state.head.seq).toBeLessThan(team.state.head.seq);
    must(await adas.statements.fetch());
    expect([adas.who(), adas.alerts]).toEqual([[bob.person.user], []]);
  });

  const rows: [string, string[], (scene: Awaited<ReturnType<typeof prepared>>) => Partial<StatementBody>][] = [
    [
      "of a log that the server does not show",
      ["log-gap"],
      ({ team }) => ({ logSeq: team.state.head.seq + 5, logHead: otherHash, vaults: [] }),
    ],
    ["of another log", ["log-fork"], () => ({ logHead: otherHash })],
    [
      "of another chain of a vault",
      ["log-fork"],
      ({ shared }) => ({ vaults: [{ vault: shared, seq: 0, hash: otherHash }] }),
    ],
    [
      "of commits that the server leaves out",
      ["log-rollback"],
      ({ shared }) => ({ vaults: [{ vault: shared, seq: 4, hash: otherHash }] }),
    ],
    ["of another team", ["unknown-team"], () => ({ team: otherHash as never })],
  ];
  it.each(rows)("%s counts for nothing and is told: %j", async (name, codes, tamper) => {
    const { counts, codes: told, adas, bob } = await shown(tamper);
    expect({ counts, told }).toEqual({ counts: false, told: codes });
    const [alert] = adas.alerts;
    // A head beside mine may prove another chain of that vault.
    expect(adas.ofVaults.length).toBe(name === "of another chain of a vault" ? 1 : 0);
    if (codes[0] !== "unknown-team") expect(alert).toMatchObject({ reason: "statement", user: bob.person.user });
  });

  it("counts for nothing where its computer signed another one under the same number", async () => {
    const { adas, team, bob } = await scene();
    const pages = [statement(team, bob.person), statement(team, bob.person, { time: (team.now + 1) as EpochMs })];
    let at = 0;
    adas.line.answer = (name) =>
      name === "heads" ? { statements: pages.slice(at, at + 1).map((bytes) => ({ number: ++at, bytes })) } : undefined;
    must(await adas.statements.fetch());
    expect(adas.who()).toEqual([]);
    expect(adas.alerts.map(({ code, reason, device }) => [code, reason, device])).toEqual([
      ["log-fork", "twice", bob.person.device],
    ]);
  });

  const later = (seq: number, hash: Hash): Partial<StatementBody> => ({ counter: 2, activity: { seq, hash } });
  it.each<[string, Partial<StatementBody>, boolean]>([
    ["goes on", later(6, otherHash), true],
    ["stands still", later(5, zeroHash), true],
    ["ends earlier", later(4, otherHash), false],
    ["ends elsewhere", later(5, otherHash), false],
  ])("of a computer whose activity %s counts: %#", async (_name, next, counts) => {
    const { adas, team, bob } = await scene();
    const pages = [
      statement(team, bob.person, { activity: { seq: 5, hash: zeroHash } }),
      statement(team, bob.person, next),
      statement(team, bob.person, { counter: 3, activity: { seq: 9, hash: otherHash } }),
    ];
    const show = async (at: number) => {
      adas.line.answer = (name) => {
        if (name !== "heads") return undefined;
        adas.line.answer = () => ({ statements: [] });
        return { statements: [{ number: at, bytes: pages[at] }] };
      };
      must(await adas.statements.fetch());
      return adas.who().length > 0;
    };
    expect([await show(0), await show(1), await show(2)]).toEqual([true, counts, true]);
    const told = adas.alerts.map(({ code, reason, device }) => [code, reason, device]);
    expect(told).toEqual(counts ? [] : [["log-fork", "twice", bob.person.device]]);
  });

  it("of somebody who is out by now counts for nothing, and is no alarm", async () => {
    const { adas, team, bob } = await scene();
    must(await bob.client.call("stateHeads", { statement: statement(team, bob.person) }));
    must(await adas.statements.fetch());
    act(team, team.founder, planRemove(team, team.founder, bob.person.user));
    adas.mine.state = team.state;
    expect([adas.who(), adas.alerts]).toEqual([[], []]);
  });

  it("is fetched to its end, and not for ever from a server whose numbers do not go on", async () => {
    const { adas, team, bob } = await scene();
    const bytes = statement(team, bob.person);
    adas.line.answer = (name) => (name === "heads" ? { statements: [{ number: 0, bytes }] } : undefined);
    must(await adas.statements.fetch());
    expect(adas.asked.length).toBe(2);
    expect(adas.who()).toEqual([bob.person.user]);
  });
});
