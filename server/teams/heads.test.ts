/** Statements of heads at the server: the last of each computer is kept for the others, and none that it could not answer for [protocol: Freshness]. */
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import type { StatementBody } from "../../shared/protocol/heads/statement.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { act, planVault } from "../../shared/testing/entries.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { statement } from "../../shared/testing/statements.ts";
import { must, type TestTeam } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { connectPerson } from "../testing/callers.ts";
import type { TestClient } from "../testing/client.ts";
import { addPerson, post, startServer, testServerWithTeam } from "../testing/test-server.ts";

const say = async (client: TestClient, bytes: Uint8Array) =>
  verdict(await client.call("stateHeads", { statement: bytes }));
const heard = async (client: TestClient, from = 0) => must(await client.call("heads", { from })).statements;

/** Ada with a vault of two commits, and Bob. */
async function scene(options: Parameters<typeof testServerWithTeam>[0] = {}) {
  const testServer = await testServerWithTeam(options);
  const { team, founder } = testServer;
  const bob = await addPerson(testServer);
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  for (let at = 0; at < 2; at++) {
    const made = commit(team, team.founder, { vault });
    must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    fold(team, vault, made.bytes);
  }
  return { ...testServer, bob, vault };
}

const ofFounder = (team: TestTeam, tamper: Partial<StatementBody> = {}) => statement(team, team.founder, tamper);

describe("a statement", () => {
  it("is there for everybody of the team, in the place of the one before it, under a number that grows", async () => {
    const { team, founder, bob } = await scene();
    expect(await say(founder, ofFounder(team))).toBe("taken");
    expect(await say(bob.client, statement(team, bob.person))).toBe("taken");
    const first = await heard(bob.client);
    expect(first.map(({ bytes }) => bytes)).toEqual([ofFounder(team), statement(team, bob.person)]);
    const next = ofFounder(team, { counter: 2 });
    expect(await say(founder, next)).toBe("taken");
    const last = first.at(-1)?.number ?? 0;
    expect((await heard(bob.client, last + 1)).map(({ bytes }) => bytes)).toEqual([next]);
    expect((await heard(bob.client)).length).toBe(2);
  });

  it("is taken once: the same bytes change nothing, another with its counter or a lower one is refused", async () => {
    const { server, team, founder, bob } = await scene();
    const bytes = ofFounder(team, { counter: 5 });
    expect(await say(founder, bytes)).toBe("taken");
    const before = await heard(founder);
    expect(await say(founder, bytes)).toBe("taken");
    const anew = () => connectPerson(server, team, team.founder);
    expect(await say(await anew(), ofFounder(team, { counter: 5, vaults: [] }))).toBe("manifest counter");
    expect(await say(await anew(), ofFounder(team, { counter: 4 }))).toBe("manifest counter");
    expect(await heard(bob.client)).toEqual(before);
  });

  it("under a number that was used ends all sessions of its computer, and nobody else's", async () => {
    const { server, team, founder, bob } = await scene();
    const other = await connectPerson(server, team, team.founder);
    const asks = async () =>
      Promise.all([founder, other, bob.client].map(async (who) => verdict(await who.call("heads", { from: 0 }))));
    expect(await say(founder, ofFounder(team, { counter: 5 }))).toBe("taken");
    // What is refused for another reason ends nothing.
    expect(await say(founder, statement(team, bob.person))).toBe("signature sender");
    expect(await asks()).toEqual(["taken", "taken", "taken"]);
    expect(await say(other, ofFounder(team, { counter: 5, vaults: [] }))).toBe("manifest counter");
    expect(await asks()).toEqual(["session-binding", "session-binding", "taken"]);
  });

  it("is each computer's own", async () => {
    const { team, founder, bob } = await scene();
    expect(await say(founder, statement(team, bob.person))).toBe("signature sender");
    expect(await heard(founder)).toEqual([]);
  });

  it("that names a head which the server lacks is refused, of the log and of a vault; an older one that it has is taken", async () => {
    const { team, founder, vault } = await scene();
    const hash = "1".padEnd(52, "0") as Hash;
    const names = (seq: number, of: Hash) => ofFounder(team, { vaults: [{ vault, seq, hash: of }] });
    const hashes = team.chains.get(vault)?.hashes as Hash[];
    expect(await say(founder, names(2, hash))).toBe("manifest head");
    expect(await say(founder, names(1, hash))).toBe("manifest head");
    expect(await say(founder, names(3, hash))).toBe("manifest head");
    expect(await say(founder, ofFounder(team, { logHead: hash }))).toBe("log-fork");
    expect(await say(founder, names(1, hashes[1] as Hash))).toBe("taken");
    act(team, team.founder, planVault(team, team.founder, "shared").plan);
    expect(await say(founder, ofFounder(team, { counter: 2 }))).toBe("log-gap");
    expect((await heard(founder)).length).toBe(1);
  });

  it("stays after a restart", async () => {
    const kept = { dataDir: scratchDir() };
    const { server, team, founder } = await scene(kept);
    expect(await say(founder, ofFounder(team))).toBe("taken");
    const before = await heard(founder);
    await server.close();
    const again = await startServer(kept);
    expect(await heard(await connectPerson(again, team, team.founder))).toEqual(before);
  });

  it("has its pace: one computer's stop nobody else's", async () => {
    const { team, founder, bob } = await scene({ limits: { headsBurst: 2, headsPerHour: 1 } });
    for (const counter of [1, 2]) expect(await say(founder, ofFounder(team, { counter }))).toBe("taken");
    expect(await say(founder, ofFounder(team, { counter: 3 }))).toBe("throttled heads");
    expect(await say(bob.client, statement(team, bob.person))).toBe("taken");
  });
});
