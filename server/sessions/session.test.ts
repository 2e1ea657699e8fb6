/** Sessions over real sockets: no bearer token, every request once, nothing learned by strangers ([protocol: Sessions], threat 9). */
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../e2e/kit/scratch.ts";
import { randomBytes } from "../../shared/crypto/random.ts";
import { serverKeysHash } from "../../shared/crypto/session-keys.ts";
import { signBytes } from "../../shared/crypto/sign.ts";
import { encodeWith, parseWith } from "../../shared/encoding/canonical.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { routes, sessionBodySchema, sessionRules } from "../../shared/protocol/routes/routes.ts";
import { invite, joiner } from "../../shared/testing/posts.ts";
import { createTestTeam, must, type TestTeam } from "../../shared/testing/team.ts";
import { base32Text } from "../../shared/text.ts";
import { createServer } from "../app.ts";
import { deviceCaller, founderCaller, inviteCaller } from "../testing/callers.ts";
import {
  type Caller,
  callPlain,
  clientOf,
  connect,
  openSession,
  pathOf,
  readAnswer,
  requestBody,
  send,
  sessionRequest,
  signedHeaders,
  type TestClient,
} from "../testing/client.ts";
import { addPerson, startServer, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);
const startAt = 1_800_000_000_000;

function fakeClock() {
  const clock = { at: startAt, now: () => clock.at };
  return clock;
}

/** Opens a session with a body tampered by `tamper`, signed by the caller all the same. */
async function openTampered(
  testServer: TestServer,
  caller: Caller,
  tamper: (body: Record<string, unknown>) => void,
): Promise<string> {
  const { body } = await sessionRequest(testServer.server, caller);
  const value = must(parseWith(sessionBodySchema, body, 4096)) as Record<string, unknown>;
  tamper(value);
  const tampered = encodeWith(sessionBodySchema as never, value);
  return code(
    await callPlain(testServer.server, "session", {
      body: tampered,
      sig: signBytes(caller.signKey, "session", tampered),
    }),
  );
}

const ask = (client: TestClient) => client.call("log", { from: 0 });

describe("opening a session", () => {
  it.each<[string, string, () => Record<string, unknown>]>([
    ["nothing else", "ok", () => ({})],
    [
      "other keys of a server",
      "session-binding",
      () => ({ keys: serverKeysHash({ signPk: new Uint8Array(32), kemPk: new Uint8Array(1216) }) }),
    ],
    ["another origin", "session-binding", () => ({ origin: "http://127.0.0.1:1" })],
    ["another nonce of the server", "replay", () => ({ serverNonce: new Uint8Array(32) })],
  ])("with %s under the device's signature: %s", async (_name, expected, wrong) => {
    const testServer = await testServerWithTeam();
    const caller = deviceCaller(testServer.team.team, testServer.team.founder);
    expect(await openTampered(testServer, caller, (body) => Object.assign(body, wrong()))).toBe(expected);
  });

  it("of another suite is refused", async () => {
    const testServer = await testServerWithTeam();
    const caller = deviceCaller(testServer.team.team, testServer.team.founder);
    const { body } = await sessionRequest(testServer.server, caller);
    body[Buffer.from(body).indexOf("suite") + "suite".length] = 2;
    const sig = signBytes(caller.signKey, "session", body);
    expect(code(await callPlain(testServer.server, "session", { body, sig }))).toBe("suite");
  });

  it("takes a nonce once, and for 60 seconds", async () => {
    const clock = fakeClock();
    const testServer = await testServerWithTeam({ clock });
    const caller = deviceCaller(testServer.team.team, testServer.team.founder);
    const first = await sessionRequest(testServer.server, caller);
    const asked = { body: first.body, sig: first.sig };
    expect(code(await callPlain(testServer.server, "session", asked))).toBe("ok");
    expect(code(await callPlain(testServer.server, "session", asked))).toBe("replay");
    const late = await sessionRequest(testServer.server, caller);
    clock.at += sessionRules.nonceLifeMs;
    expect(code(await callPlain(testServer.server, "session", { body: late.body, sig: late.sig }))).toBe("replay");
    const inTime = await sessionRequest(testServer.server, caller);
    clock.at += sessionRules.nonceLifeMs - 1;
    expect(code(await callPlain(testServer.server, "session", { body: inTime.body, sig: inTime.sig }))).toBe("ok");
  });

  type Met = { team: TestTeam; stranger: TestTeam; known: Caller };
  const wronglySigned = ({ known, stranger }: Met): Caller => ({ ...known, signKey: stranger.founder.keys.signKey });
  it.each<[string, (met: Met) => Caller]>([
    ["a person of another team", ({ stranger }) => deviceCaller(stranger.team, stranger.founder)],
    ["an unknown person", ({ team, stranger }) => deviceCaller(team.team, stranger.founder)],
    [
      "another person on a known computer",
      ({ team, stranger, known }) => ({
        ...known,
        identity: { kind: "device", user: stranger.founder.user, device: team.founder.device },
      }),
    ],
    [
      "a known person on another computer",
      ({ team, stranger, known }) => ({
        ...known,
        identity: { kind: "device", user: team.founder.user, device: stranger.founder.device },
      }),
    ],
    [
      "an unknown invite",
      ({ team: { team, founder } }) =>
        inviteCaller(team, { invite: newHash(), seed: new Uint8Array(16), signKey: founder.keys.signKey }),
    ],
    ["a founder of a team that there is", ({ team, stranger }) => founderCaller(team.team, stranger.founder)],
  ])("answers %s with the same bytes as a bad signature", async (_name, callerOf) => {
    const { team, server } = await testServerWithTeam();
    const met = { team, stranger: createTestTeam().team, known: deviceCaller(team.team, team.founder) };
    const answered = async (caller: Caller) => {
      const { body, sig } = await sessionRequest(server, caller);
      const headers = { "content-type": "application/cbor" };
      const asked = { method: "POST", path: routes.session.path, headers, body: requestBody("session", { body, sig }) };
      return await send(server.url, asked);
    };
    const answer = await answered(callerOf(met));
    expect(code(readAnswer("session", answer))).toBe("session-binding");
    const bad = await answered(wronglySigned(met));
    expect([answer.status, answer.body]).toEqual([bad.status, bad.body]);
  });

  it("tells only the holder of the key what became of an invite or a role", async () => {
    const clock = fakeClock();
    const testServer = await testServerWithTeam({ clock });
    const { team, founder, server } = testServer;
    const invited = invite(team, team.founder, { end: clock.at + 1000 });
    must(await founder.call("append", { ...invited.built, setup: null }));
    const { person } = await addPerson(testServer, { roleEnd: clock.at + 1000 });
    clock.at += 1001;
    expect(code(await openSession(server, inviteCaller(team.team, invited)))).toBe("invite");
    expect(code(await openSession(server, deviceCaller(team.team, person)))).toBe("role");
    const wrongKey = joiner(team.team, invited).keys.signKey;
    expect(code(await openSession(server, { ...inviteCaller(team.team, invited), signKey: wrongKey }))).toBe(
      "session-binding",
    );
  });

  it("says its own time, signed", async () => {
    const clock = fakeClock();
    const testServer = await testServerWithTeam({ clock });
    clock.at += 12_345;
    expect(testServer.founder.session.time).toBe(startAt);
    const again = must(
      await openSession(testServer.server, deviceCaller(testServer.team.team, testServer.team.founder)),
    );
    expect(again.time).toBe(clock.at);
  });
});

describe("a request in a session", () => {
  type Sent = { path: string; headers: Record<string, string> };
  it.each<[string, (signed: Sent) => Partial<Sent>]>([
    ["another query", () => ({ path: "/v1/log?from=1" })],
    ["another path", () => ({ path: "/v1/vaults" })],
    ...["999", "0", "-1", "1.5", "01", "1e3", "1 1"].map((counter): [string, (signed: Sent) => Partial<Sent>] => [
      `the counter “${counter}”`,
      ({ headers }) => ({ headers: { ...headers, "latchkey-counter": counter } }),
    ]),
    ["no code", ({ headers }) => ({ headers: { ...headers, "latchkey-mac": "" } })],
    ["a code of zeros", ({ headers }) => ({ headers: { ...headers, "latchkey-mac": "00".repeat(32) } })],
    [
      "its code in capitals",
      ({ headers }) => ({ headers: { ...headers, "latchkey-mac": headers["latchkey-mac"]?.toUpperCase() ?? "" } }),
    ],
  ])("is refused with %s, and taken once as it was signed", async (_name, tamper) => {
    const { server, founder } = await testServerWithTeam();
    const path = pathOf("log", { from: 0 });
    const signed = { path, headers: signedHeaders(founder.session, { method: "GET", path }) };
    const once = async (tampered: Partial<Sent>) =>
      code(readAnswer("log", await send(server.url, { method: "GET", ...signed, ...tampered })));
    expect(await once(tamper(signed))).toBe("session-binding");
    expect(await once({})).toBe("ok");
    expect(await once({})).toBe("replay");
    expect(code(await ask(founder))).toBe("ok");
  });

  it("refuses every tampered byte of a body", async () => {
    const { server, founder, team } = await testServerWithTeam();
    const before = must(await ask(founder)).head;
    const body = requestBody("envelopes", {
      vault: [...team.state.vaults.keys()][0] as never,
      hashes: [],
    }) as Uint8Array;
    for (let at = 0; at < body.length; at++) {
      const headers = signedHeaders(founder.session, { method: "POST", path: routes.envelopes.path, body });
      const tampered = Uint8Array.from(body);
      tampered[at] = (tampered[at] as number) ^ 1;
      const type = { "content-type": "application/cbor" };
      const asked = { method: "POST", path: routes.envelopes.path, headers: { ...type, ...headers }, body: tampered };
      expect(code(readAnswer("envelopes", await send(server.url, asked))), `byte ${at}`).toBe("session-binding");
    }
    expect(must(await ask(founder)).head).toEqual(before);
  });

  it("is not taken under another session's key or id", async () => {
    const testServer = await testServerWithTeam();
    const { client } = await addPerson(testServer);
    const crossed = clientOf(testServer.server, { ...client.session, session: testServer.founder.session.session });
    expect(code(await ask(crossed))).toBe("session-binding");
    expect(code(await ask(client))).toBe("ok");
  });

  it("may come in any order inside a window of 64, each counter once", async () => {
    const { server, founder } = await testServerWithTeam();
    const path = pathOf("log", { from: 0 });
    const at = async (counter: number) => {
      const headers = signedHeaders(founder.session, { method: "GET", path, counter });
      return code(readAnswer("log", await send(server.url, { method: "GET", path, headers })));
    };
    const shuffled = Array.from({ length: 64 }, (_, index) => 101 + ((index * 37) % 64));
    expect(new Set(await Promise.all(shuffled.map(at)))).toEqual(new Set(["ok"]));
    expect(new Set(await Promise.all(shuffled.map(at)))).toEqual(new Set(["replay"]));
    expect(await at(100)).toBe("replay");
    expect(await at(165)).toBe("ok");
    expect(await at(10_000)).toBe("ok");
    expect(await at(10_000 - sessionRules.counterWindow)).toBe("replay");
    expect(await at(10_000 - sessionRules.counterWindow + 1)).toBe("ok");
  });

  it("100 copies at once are taken exactly once", async () => {
    const { server, founder } = await testServerWithTeam();
    const path = pathOf("log", { from: 0 });
    const headers = signedHeaders(founder.session, { method: "GET", path });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () =>
        code(readAnswer("log", await send(server.url, { method: "GET", path, headers }))),
      ),
    );
    expect(answers.filter((answer) => answer === "ok")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "replay")).toHaveLength(99);
  });
});

describe("the end of a session", () => {
  it("comes after 30 idle minutes, after 12 hours, and with a restart", async () => {
    const clock = fakeClock();
    const dataDir = scratchDir();
    const testServer = await testServerWithTeam({ clock, dataDir });
    const caller = deviceCaller(testServer.team.team, testServer.team.founder);
    const client = await connect(testServer.server, caller);
    clock.at += sessionRules.idleMs - 1;
    expect(code(await ask(client))).toBe("ok");
    clock.at += sessionRules.idleMs;
    expect(code(await ask(client))).toBe("session-binding");
    const busy = await connect(testServer.server, caller);
    for (let passed = 0; passed < sessionRules.absoluteMs - sessionRules.idleMs; passed += sessionRules.idleMs - 1) {
      clock.at += sessionRules.idleMs - 1;
      expect(code(await ask(busy))).toBe("ok");
    }
    clock.at += sessionRules.idleMs - 1;
    expect(code(await ask(busy))).toBe("session-binding");
    const fresh = await connect(testServer.server, caller);
    await testServer.server.close();
    const again = must(await createServer({ dataDir, clock }));
    atEnd(() => again.close());
    expect(again.url).toBe(testServer.server.url);
    expect(code(await ask(fresh))).toBe("session-binding");
    expect(code(await ask(await connect(again, caller)))).toBe("ok");
  });

  it("keeps a bounded number of sessions for one device, the oldest going first", async () => {
    const testServer = await testServerWithTeam({ limits: { sessionsPerIdentity: 3 } });
    const caller = deviceCaller(testServer.team.team, testServer.team.founder);
    const clients = [testServer.founder];
    for (let times = 0; times < 3; times++) clients.push(await connect(testServer.server, caller));
    const codes = [];
    for (const client of clients) codes.push(code(await ask(client)));
    expect(codes).toEqual(["session-binding", "ok", "ok", "ok"]);
  });

  it("keeps a bounded number of founders", async () => {
    const server = await startServer({ limits: { founderSessions: 2 } });
    const found = async () => {
      const { team } = createTestTeam();
      return connect(server, founderCaller(team.team, team.founder));
    };
    const clients = [await found(), await found(), await found()];
    const post = { entries: [new Uint8Array(1)], blobs: [], setup: null };
    const codes = [];
    for (const client of clients) codes.push(code(await client.call("append", post)));
    expect(codes).toEqual(["session-binding", "setup-code", "setup-code"]);
  });
});

function newHash(): Hash {
  return base32Text(randomBytes(32)) as Hash;
}
