/** The live socket: hints to those who may hear them, quickly, and no longer than they may. */
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { newId } from "../../shared/crypto/random.ts";
import { parseWith } from "../../shared/encoding/canonical.ts";
import { type Hint, hintSchema, routes, sessionRules } from "../../shared/protocol/routes/routes.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createVault, grant, invite, joiner } from "../../shared/testing/posts.ts";
import { must, takeFirst } from "../../shared/testing/team.ts";
import { inviteCaller } from "../testing/callers.ts";
import { connect, signedHeaders, type TestClient } from "../testing/client.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

type Ear = { socket: WebSocket; heard: Hint[]; closed: Promise<number>; next(count: number): Promise<Hint[]> };
const ears: Ear[] = [];

afterEach(() => {
  for (const { socket } of ears.splice(0)) socket.terminate();
});

async function listen({ server }: TestServer, client: TestClient): Promise<Ear> {
  const headers = signedHeaders(client.session, { method: "GET", path: routes.live.path });
  const socket = new WebSocket(`${server.url.replace("http", "ws")}${routes.live.path}`, { headers });
  const heard: Hint[] = [];
  socket.on("message", (bytes: Buffer) => heard.push(must(parseWith(hintSchema, new Uint8Array(bytes), 1024))));
  socket.on("error", () => undefined);
  const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => resolve());
    socket.on("unexpected-response", (_request, response) => reject(new Error(String(response.statusCode))));
  });
  const next = async (count: number) => {
    await expect.poll(() => heard.length, { timeout: 2000 }).toBeGreaterThanOrEqual(count);
    return heard;
  };
  const ear = { socket, heard, closed, next };
  ears.push(ear);
  return ear;
}

const withinMs = async (ms: number, promise: Promise<unknown>) => {
  const startedAt = performance.now();
  await promise;
  expect(performance.now() - startedAt).toBeLessThan(ms);
};

describe("hints", () => {
  it("reach everybody for the log, the readers for a vault, admins for a join", async () => {
    const testServer = await testServerWithTeam();
    const { team, founder, server } = testServer;
    const [reader, other] = [await addPerson(testServer), await addPerson(testServer)];
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    await post(founder, grant(team, team.founder, { vault, to: reader.person, permission: "use" }));
    const [ada, bob, eve] = [
      await listen(testServer, founder),
      await listen(testServer, reader.client),
      await listen(testServer, other.client),
    ];
    const made = commit(team, team.founder, { vault });
    must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    fold(team, vault, made.bytes);
    expect(await bob.next(1)).toEqual([{ kind: "vault", vault, seq: 1 }]);
    const invited = invite(team, team.founder);
    await post(founder, invited.built);
    const log = { kind: "log", vault: null, seq: team.state.head.seq };
    expect(await eve.next(1)).toEqual([log]);
    const asInvite = await connect(server, inviteCaller(team.team, invited));
    must(await asInvite.call("join", { join: joiner(team.team, invited).join }));
    expect(await ada.next(3)).toEqual([{ kind: "vault", vault, seq: 1 }, log, { kind: "join", vault: null, seq: 0 }]);
    await post(founder, invite(team, team.founder).built);
    expect(await bob.next(3)).toHaveLength(3);
    expect(await eve.next(2)).toHaveLength(2);
  });

  it("are no second entrance: what a client says closes its socket", async () => {
    const testServer = await testServerWithTeam();
    const ear = await listen(testServer, testServer.founder);
    ear.socket.send("hello");
    await withinMs(1000, ear.closed);
    const large = await listen(testServer, testServer.founder);
    large.socket.send(new Uint8Array(100_000));
    await withinMs(1000, large.closed);
  });

  it("need a session of a device, and the headers of one request are good once", async () => {
    const testServer = await testServerWithTeam();
    const { server, founder } = testServer;
    const url = `${server.url.replace("http", "ws")}${routes.live.path}`;
    const headers = signedHeaders(founder.session, { method: "GET", path: routes.live.path });
    const status = (options: { headers?: Record<string, string> }, to = url) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(to, options);
        socket.on("open", () => {
          socket.terminate();
          resolve(101);
        });
        socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
        socket.on("error", () => undefined);
      });
    expect(await status({})).toBe(401);
    expect(await status({ headers }, `${url}?x=1`)).toBe(404);
    expect(await status({ headers })).toBe(101);
    expect(await status({ headers })).toBe(401);
  });
});

describe("a live socket", () => {
  it("closes within a second when the role of its person has ended", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const testServer = await testServerWithTeam({ clock });
    const { client } = await addPerson(testServer, { roleEnd: clock.at + 60_000 });
    const [ada, bob] = [await listen(testServer, testServer.founder), await listen(testServer, client)];
    clock.at += 60_000;
    await withinMs(1000, bob.closed);
    expect(ada.socket.readyState).toBe(WebSocket.OPEN);
    await post(testServer.founder, invite(testServer.team, testServer.team.founder).built);
    expect(await ada.next(1)).toHaveLength(1);
    expect(bob.heard).toEqual([]);
  });

  it("closes by the entry that revokes its computer, whatever the time, which is served nothing more", async () => {
    // Nothing is looked for from time to time: the entry alone closes it.
    const testServer = await testServerWithTeam({ limits: { sweepMs: 3_600_000 } });
    const { team, founder } = testServer;
    const { client, person } = await addPerson(testServer);
    const [ada, bob] = [await listen(testServer, founder), await listen(testServer, client)];
    const revoke = { type: "device-revoke" as const, id: newId<string>(), device: person.device };
    await post(founder, takeFirst(team, team.founder, revoke));
    expect(await bob.closed).toBe(1008);
    expect(await client.call("log", { from: 0 })).toMatchObject({ failure: { code: "role" } });
    expect(ada.socket.readyState).toBe(WebSocket.OPEN);
  });

  it("ends with its session, and when the server stops", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const testServer = await testServerWithTeam({ clock });
    const ear = await listen(testServer, testServer.founder);
    clock.at += sessionRules.idleMs;
    await withinMs(1000, ear.closed);
    const other = await testServerWithTeam();
    const ends = await listen(other, other.founder);
    await withinMs(1000, other.server.close());
    await withinMs(1000, ends.closed);
  });

  it("is dropped when its peer is gone, and kept while it answers", async () => {
    const testServer = await testServerWithTeam({ limits: { livePingMs: 40 } });
    const ear = await listen(testServer, testServer.founder);
    const silent = await listen(testServer, testServer.founder);
    (silent.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    // One that answers is asked again and again, while the other one is given up.
    for (let pings = 0; pings < 5; pings++) await once(ear.socket, "ping");
    expect(ear.socket.readyState).toBe(WebSocket.OPEN);
    (silent.socket as unknown as { _socket: { resume(): void } })._socket.resume();
    await withinMs(1000, silent.closed);
  });

  it("has at most four beside it for one device, the oldest going first", async () => {
    const testServer = await testServerWithTeam();
    const oldest = await listen(testServer, testServer.founder);
    const rest = [];
    for (let times = 0; times < 4; times++) rest.push(await listen(testServer, testServer.founder));
    await withinMs(1000, oldest.closed);
    for (const { socket } of rest) expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});
