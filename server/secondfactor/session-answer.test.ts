/** The team's rule that every session answers: every route before and after it was met, and who may make it ([protocol: Second factor]). */
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { zeroHash } from "../../shared/encoding/fields.ts";
import type { BlobId, EpochMs, LetterId } from "../../shared/encoding/ids.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import { firstPolicy, type Policy } from "../../shared/protocol/team-log/state/policy.ts";
import { planPolicy, signed } from "../../shared/testing/entries.ts";
import { must, newComputer, takeFirst, vaultOfKind } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { connectPerson, paperCaller } from "../testing/callers.ts";
import { connect, signedHeaders, type TestClient } from "../testing/client.ts";
import { answer, type Enrolled, enrol } from "../testing/second-factors.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";
import { sessionOpens } from "./session-answer.ts";

const startAt = 1_800_000_000_000;
const dayMs = 24 * 3_600_000;
const dueAt = startAt + 10 * 60_000;

type Scene = TestServer & { clock: { at: number; now(): number }; factor: Enrolled };

/** Ada, with a second factor, and the rule from that time on. */
async function scene(from: number | null = dueAt): Promise<Scene> {
  const clock = { at: startAt, now: () => clock.at };
  const testServer = await testServerWithTeam({ clock });
  const factor = await enrol(testServer.founder, clock.at);
  await post(testServer.founder, rule(testServer, { newSessions: true, from: from as EpochMs | null }));
  return { ...testServer, clock, factor };
}

function rule({ team }: TestServer, serverTotp: Policy["serverTotp"]) {
  return takeFirst(team, team.founder, { type: "policy", id: newId<string>(), policy: { ...firstPolicy, serverTotp } });
}

const ofComputers = (Object.keys(routes) as RouteName[]).filter(
  (name) => name !== "live" && (routes[name].sessions as readonly string[] | null)?.includes("device"),
);
/** A request of each route that is read; what becomes of it is the handler's. */
const requests = ({ team }: TestServer): { [Name in RouteName]?: object } => {
  const vault = vaultOfKind(team.state, "directory").vault;
  const fromFirst = { from: 1 };
  return {
    ...{ log: fromFirst, bundles: fromFirst, commits: fromFirst, letters: fromFirst, heads: fromFirst },
    ...{ lacking: fromFirst, openCompare: { invite: zeroHash }, linkOld: { slot: 1, put: null } },
    append: { entries: [new Uint8Array(1)], blobs: [], setup: null },
    push: { commits: [new Uint8Array(1)], envelopes: [] },
    envelopes: { vault, hashes: [zeroHash] },
    upload: { vault, blob: newId<BlobId>(), size: 300, part: 0, bytes: new Uint8Array(300) },
    download: { vault, blob: newId<BlobId>(), part: 0 },
    sendLetter: { epoch: 1, id: newId<LetterId>(), bytes: randomBytes(2000) },
    openInbox: { epoch: 1, kemPk: randomBytes(1216) },
    stateHeads: { statement: new Uint8Array(1) },
    restoreLog: { entries: [], blobs: [], statements: [] },
    restoreVault: { commits: [], envelopes: [] },
    confirmSecondFactor: { code: "123456", codes: null },
    answerSecondFactor: { code: "123456", recovery: null },
    releaseSecondFactor: { user: team.founder.user, device: team.founder.device },
  };
};

/** Which routes this session hears the rule on, and how. */
async function asked(client: TestClient, mine: TestServer): Promise<Record<string, string>> {
  const vault = vaultOfKind(mine.team.state, "directory").vault;
  const given = requests(mine);
  const said: Record<string, string> = {};
  for (const name of ofComputers) {
    const path = routes[name].path as string;
    const answered = await client.call(name, (given[name] ?? {}) as never, path.includes(":vault") ? vault : undefined);
    const reason = answered.ok ? undefined : answered.failure.detail?.reason;
    if (reason === "enrol" || reason === "session") said[name] = reason;
  }
  return said;
}

const closed = ofComputers.filter((name) => sessionOpens[name] !== "open");
const all = (names: readonly RouteName[], reason: string) => Object.fromEntries(names.map((name) => [name, reason]));

/** What the socket of this session hears: 101, or the status of the refusal. */
function listen({ server }: TestServer, client: TestClient): Promise<WebSocket | number> {
  const headers = signedHeaders(client.session, { method: "GET", path: routes.live.path });
  const socket = new WebSocket(`${server.url.replace("http", "ws")}${routes.live.path}`, { headers });
  return new Promise((resolve) => {
    socket.on("open", () => resolve(socket));
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => undefined);
  });
}

describe("the rule that every session answers", () => {
  it("opens nothing to a session without an answer but the log and the second factor", () => {
    expect(ofComputers.filter((name) => !closed.includes(name)).sort()).toEqual(
      ["log", "secondFactor", "enrolSecondFactor", "confirmSecondFactor", "answerSecondFactor"].sort(),
    );
  });

  it("asks nobody before its time, and then every session on every route, also one from before", async () => {
    const mine = await scene();
    const { server, team, clock, factor } = mine;
    const before = await connectPerson(server, team, team.founder);
    expect(await asked(before, mine)).toEqual({});
    clock.at = dueAt;
    const withoutRelease = closed.filter((name) => name !== "releaseSecondFactor");
    expect(await asked(before, mine)).toEqual(all(withoutRelease, "session"));
    must(await answer(before, factor.codeAt(clock.at)));
    expect(await asked(before, mine)).toEqual({});
    // Long after the five minutes of an act, and in no other session.
    clock.at += 25 * 60_000;
    expect(await asked(before, mine)).toEqual({});
    expect(await asked(await connectPerson(server, team, team.founder), mine)).toEqual(all(withoutRelease, "session"));
    clock.at += dayMs;
    expect(verdict(await before.call("log", { from: 0 }))).toBe("session-binding");
  });

  it("lets whoever has no second factor enrol and nothing else, and go on after that", async () => {
    const mine = await scene();
    const bob = await addPerson(mine);
    expect(await asked(bob.client, mine)).toEqual({});
    mine.clock.at = dueAt;
    const said = await asked(bob.client, mine);
    expect(said).toEqual(all(Object.keys(said) as RouteName[], "enrol"));
    // What only an admin may do, or who edits the directory, is refused as before.
    const forOthers = (name: RouteName) => routes[name].needs.startsWith("admin") || routes[name].needs === "edit";
    expect(closed.filter((name) => !(name in said) && !forOthers(name))).toEqual([]);
    await enrol(bob.client, mine.clock.at);
    expect(await asked(bob.client, mine)).toEqual({});
  });

  it("asks again once another second factor took the place of the one that was answered", async () => {
    const mine = await scene(null);
    const { server, team, founder, clock, factor } = mine;
    const other = await connectPerson(server, team, team.founder);
    clock.at += factorRules.periodS * 1000;
    must(await answer(other, factor.codeAt(clock.at)));
    clock.at += 1000;
    await enrol(other, clock.at);
    expect(verdict(await founder.call("vaults", {}))).toBe("step-up session");
    expect(verdict(await other.call("vaults", {}))).toBe("taken");
  });

  it("asks no sheet of paper", async () => {
    const mine = await scene();
    const { server, team, founder } = mine;
    const sheet = newComputer(team, team.founder);
    const certificate = makeCertificate(sheet.keys, { team: team.team, user: sheet.user }, "paper");
    await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
    mine.clock.at = dueAt;
    const client = await connect(server, paperCaller(team.team, sheet));
    expect(verdict(await client.call("bundles", { from: 0 }))).toBe("taken");
  });

  it("closes the live sockets of sessions without an answer, and opens none for them", async () => {
    const mine = await scene();
    const { server, team, clock, factor, founder } = mine;
    const early = await connectPerson(server, team, team.founder);
    const sockets = await Promise.all([listen(mine, early), listen(mine, founder)]);
    const [ofEarly, ofFounder] = sockets as [WebSocket, WebSocket];
    const over = new Promise((resolve) => ofEarly.on("close", resolve));
    clock.at = dueAt;
    await over;
    expect(ofFounder.readyState).toBe(WebSocket.OPEN);
    expect(await listen(mine, early)).toBe(403);
    must(await answer(early, factor.codeAt(clock.at)));
    const again = await listen(mine, early);
    expect(again).toBeInstanceOf(WebSocket);
    for (const socket of [again as WebSocket, ofFounder]) socket.terminate();
  });

  it("closes the live socket of a session that answered a second factor which another one took the place of", async () => {
    const mine = await scene(null);
    const { server, team, clock, factor, founder } = mine;
    const other = await connectPerson(server, team, team.founder);
    clock.at += factorRules.periodS * 1000;
    must(await answer(other, factor.codeAt(clock.at)));
    const [before, anew] = (await Promise.all([listen(mine, founder), listen(mine, other)])) as [WebSocket, WebSocket];
    const over = new Promise((resolve) => before.on("close", () => resolve("closed")));
    clock.at += 1000;
    await enrol(other, clock.at);
    expect(await over).toBe("closed");
    expect(anew.readyState).toBe(WebSocket.OPEN);
    anew.terminate();
  });

  it.each<[string, Policy["serverTotp"], string]>([
    ["brought forward", { newSessions: true, from: null }, "step-up enrol"],
    ["put off", { newSessions: true, from: (dueAt + dayMs) as EpochMs }, "step-up enrol"],
    ["left as it is, with another rule,", { newSessions: true, from: dueAt as EpochMs }, "cosign missing"],
    ["taken back", { newSessions: false, from: null }, "cosign missing"],
  ])(
    "%s by an admin without a second factor it is refused, or asks for a second signature: %o",
    async (_what, serverTotp, expected) => {
      const mine = await scene();
      const { person, client } = await addPerson(mine, { role: "admin" });
      const policy: Policy = { ...firstPolicy, serverTotp, vaultCreation: "leads" };
      const bytes = signed(mine, person, planPolicy(mine.team, policy));
      expect(verdict(await client.call("append", { entries: [bytes], blobs: [], setup: null }))).toBe(expected);
    },
  );

  it("is made by nobody without a second factor, and taken back and changed as any rule", async () => {
    const testServer = await testServerWithTeam();
    const { founder } = testServer;
    const before = testServer.team.state;
    const on = rule(testServer, { newSessions: true, from: null });
    const append = async (built: typeof on) => verdict(await founder.call("append", { ...built, setup: null }));
    expect(await append(on)).toBe("step-up enrol");
    expect(verdict(await founder.call("restoreLog", { ...on, statements: [] }))).toBe("step-up enrol");
    testServer.team.state = before;
    // Another rule needs none.
    expect(await append(rule(testServer, { newSessions: false, from: startAt as EpochMs }))).toBe("taken");
    await enrol(founder);
    expect(await append(rule(testServer, { newSessions: true, from: null }))).toBe("taken");
    expect(await append(rule(testServer, { newSessions: false, from: null }))).toBe("taken");
  });
});
