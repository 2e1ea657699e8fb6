/** At the entrance: nonsense, oversize, slow and frequent callers; health and the description for machines (docs/threat-model.md). */
import { connect as connectSocket } from "node:net";
import { describe, expect, it } from "vitest";
import { openDescriptors, standAt } from "../e2e/kit/standing-sockets.ts";
import { randomBytes } from "../shared/crypto/random.ts";
import { type RouteName, routes } from "../shared/protocol/routes/routes.ts";
import { createTestTeam, must } from "../shared/testing/team.ts";
import { connectPerson, deviceCaller, founderCaller } from "./testing/callers.ts";
import {
  callPlain,
  openSession,
  readAnswer,
  requestBody,
  send,
  signedHeaders,
  type TestClient,
} from "./testing/client.ts";
import { startServer, type TestServer, testServerWithTeam } from "./testing/test-server.ts";

const portOf = ({ server }: TestServer) => Number(new URL(server.url).port);
const cbor = { "content-type": "application/cbor" };

/** Writes raw bytes and answers what came back until the server closed or `ms` passed. */
function raw(url: string, text: string, ms: number): Promise<{ answer: string; closed: boolean; afterMs: number }> {
  const { hostname, port } = new URL(url);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let answer = "";
    const socket = connectSocket(Number(port), hostname, () => socket.write(text));
    const end = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ answer, closed, afterMs: performance.now() - startedAt });
    };
    const timer = setTimeout(() => end(false), ms);
    socket.on("data", (part) => {
      answer += part.toString("latin1");
    });
    socket.on("error", () => end(true));
    socket.on("close", () => end(true));
  });
}

describe("nonsense", () => {
  it("is answered with a failure of ours on every route, and changes nothing", async () => {
    const { server, founder, team } = await testServerWithTeam();
    const vault = [...team.state.vaults.keys()][0] as string;
    const before = must(await founder.call("log", { from: 0 })).head;
    const bodies = [new Uint8Array(), new Uint8Array([0xff]), new Uint8Array(40).fill(0x81), randomBytes(50)];
    for (const [name, route] of Object.entries(routes)) {
      if (route.method !== "POST") continue;
      const path = route.path.replace(":vault", vault);
      for (const body of bodies) {
        const headers = { ...cbor, ...signedHeaders(founder.session, { method: "POST", path, body }) };
        const answer = readAnswer(name as "log", await send(server.url, { method: "POST", path, headers, body }));
        expect.soft(answer.ok, name).toBe(false);
        if (!answer.ok) expect.soft(["encoding", "role"], name).toContain(answer.failure.code);
      }
    }
    expect(must(await founder.call("log", { from: 0 })).head).toEqual(before);
  });

  it("in a query is refused: unknown keys, other spellings of a number, several", async () => {
    const { server, founder } = await testServerWithTeam();
    for (const query of [
      "",
      "?from=",
      "?from=-1",
      "?from=1.0",
      "?from=01",
      "?from=1e3",
      "?from=1&from=2",
      "?from=1&x=1",
      "?From=1",
    ]) {
      const path = `/v1/log${query}`;
      const headers = signedHeaders(founder.session, { method: "GET", path });
      const answer = readAnswer("log", await send(server.url, { method: "GET", path, headers }));
      expect(answer, query).toMatchObject({ ok: false, failure: { code: "encoding" } });
    }
  });

  it("in place of a type, a method or a path is refused by name", async () => {
    const { url } = await startServer();
    const body = requestBody("challenge", { suite: 1 }) as Uint8Array;
    const code = async (asked: Parameters<typeof send>[1]) => {
      const answer = readAnswer("log", await send(url, asked));
      return answer.ok ? "ok" : answer.failure.code;
    };
    const path = "/v1/challenge";
    expect(await code({ method: "POST", path, headers: { "content-type": "application/json" }, body })).toBe(
      "encoding",
    );
    expect(await code({ method: "POST", path, headers: {}, body })).toBe("encoding");
    for (const method of ["GET", "PUT", "DELETE", "PATCH"]) expect.soft(await code({ method, path })).toBe("not-found");
    for (const other of ["/", "/v1/Challenge", "/v1/challenge/", "//v1/challenge", "/v1/%63hallenge2", "/admin"])
      expect.soft(await code({ method: "POST", path: other, headers: cbor, body })).toBe("not-found");
    expect((await send(url, { method: "HEAD", path: "/health" })).status).toBe(404);
  });
});

describe("too much", () => {
  it("is refused before it is read: by its length, without one, and where nobody is behind it", async () => {
    const { server, founder } = await testServerWithTeam();
    const head = (path: string, lines: string[]) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n${lines.join("\r\n")}\r\n\r\n`;
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const session = signed.map(([name, value]) => `${name}: ${value}`);
    const gigabyte = await raw(server.url, head("/v1/log", [...session, "Content-Length: 1073741824"]), 3000);
    expect(gigabyte.answer).toContain(" 413 ");
    expect(gigabyte.closed).toBe(true);
    const stranger = await raw(server.url, head("/v1/log", ["Content-Length: 1000000"]), 3000);
    expect(stranger.answer).toContain(" 401 ");
    const chunked = await raw(server.url, head("/v1/log", [...session, "Transfer-Encoding: chunked"]), 3000);
    expect(chunked.answer).toContain(" 400 ");
    const challenge = await raw(server.url, head("/v1/challenge", ["Content-Length: 65"]), 3000);
    expect(challenge.answer).toContain(" 413 ");
    expect((await founder.call("log", { from: 0 })).ok).toBe(true);
  });

  it("from a founder is refused far below what a team may send", async () => {
    const server = await startServer();
    const { team, post } = createTestTeam();
    const caller = founderCaller(team.team, team.founder);
    const { clientOf } = await import("./testing/client.ts");
    const client = clientOf(server, must(await openSession(server, caller)));
    const blobs = Array.from({ length: 40 }, () => new Uint8Array(60_000));
    const answer = await client.call("append", { entries: post.entries, blobs, setup: null });
    expect(answer).toMatchObject({ ok: false, failure: { code: "limit" } });
  });

  /** The start of a post by this session, with a body of this length to come. */
  const announce = ({ founder }: TestServer, bytes: number) => {
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\r\n");
    return `POST /v1/log HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n${lines}\r\nContent-Length: ${bytes}\r\n\r\n`;
  };
  const askedBy = async (client: TestClient) => {
    const answer = await client.call("envelopes", { vault: "0".repeat(26) as never, hashes: [] });
    return answer.ok ? "ok" : `${answer.failure.code} ${answer.failure.retry}`;
  };

  it("at once finds no memory, which is free again afterwards", async () => {
    const testServer = await testServerWithTeam({ limits: { bodyBytesPerCaller: 50_000 } });
    const other = await connectPerson(testServer.server, testServer.team, testServer.team.founder);
    expect(await askedBy(testServer.founder)).toBe("not-found never");
    const body = "x".repeat(49_990);
    const [held] = await standAt({ port: portOf(testServer), count: 1 }, announce(testServer, body.length + 1) + body);
    await expect.poll(() => askedBy(testServer.founder)).toBe("throttled later");
    // Another caller's share is their own.
    expect(await askedBy(other)).toBe("not-found never");
    held?.destroy();
    await expect.poll(() => askedBy(testServer.founder)).toBe("not-found never");
  });

  it("that is announced and never comes takes nothing from anybody", async () => {
    const testServer = await testServerWithTeam({
      limits: { bodyBytes: 50_000, bodyBytesPerAddress: 50_000, bodyBytesPerCaller: 50_000 },
    });
    const standing = await standAt({ port: portOf(testServer), count: 40 }, announce(testServer, 16 * 1024 * 1024));
    expect(await askedBy(testServer.founder)).toBe("not-found never");
    for (const socket of standing) socket.destroy();
  });

  it("at a trickle is answered and cut off within seconds", async () => {
    const testServer = await testServerWithTeam({ limits: { bodyPaceMs: 200, bodyPaceBytes: 1000 } });
    const cut = await raw(testServer.server.url, `${announce(testServer, 5000)}xx`, 5000);
    expect(cut).toMatchObject({ closed: true, answer: expect.stringContaining(" 429 ") });
    expect(await askedBy(testServer.founder)).toBe("not-found never");
  });

  it("of refusals leaves no socket open, though nobody hangs up", async () => {
    const testServer = await testServerWithTeam();
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    const before = openDescriptors();
    for (const text of [
      `GET /v1/live HTTP/1.1\r\nHost: x\r\n${upgrade}`,
      `GET /elsewhere HTTP/1.1\r\nHost: x\r\n${upgrade}`,
      "POST /v1/log HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
      "POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
      "POST /v1/challenge HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n",
      "nonsense\r\n\r\n",
    ]) {
      const standing = await standAt({ port: portOf(testServer), count: 40 }, text);
      // Only the callers' own ends are left, for as long as they keep them.
      await expect.poll(() => openDescriptors(), { timeout: 3000 }).toBeLessThanOrEqual(before + standing.length + 2);
      for (const socket of standing) socket.destroy();
    }
    expect(await askedBy(testServer.founder)).toBe("not-found never");
  });

  it("slowly is cut off", async () => {
    const { server, founder } = await testServerWithTeam({
      limits: { requestTimeoutMs: 300, headersTimeoutMs: 300, sweepMs: 50 },
    });
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\r\n");
    const slowBody = `POST /v1/log HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n${lines}\r\nContent-Length: 100\r\n\r\nx`;
    for (const text of [slowBody, "POST /v1/log HTTP/1.1\r\nHost: x\r\n", ""]) {
      const cut = await raw(server.url, text, 5000);
      expect.soft(cut.closed).toBe(true);
      expect.soft(cut.afterMs).toBeLessThan(3000);
    }
    expect((await founder.call("log", { from: 0 })).ok).toBe(true);
  });

  it("often is answered with how long to wait, by address without a session and by session with one", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const rates = { addressBurst: 10, addressPerSecond: 2, sessionBurst: 5, sessionPerSecond: 1 };
    const testServer = await testServerWithTeam({ clock, limits: rates });
    const { server, founder, team } = testServer;
    for (let times = 0; times < 6; times++) must(await callPlain(server, "challenge", { suite: 1 }));
    const refused = await callPlain(server, "challenge", { suite: 1 });
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: "throttled", retry: "later", detail: { waitMs: 500 } },
    });
    for (let times = 0; times < 5; times++) expect.soft((await founder.call("log", { from: 0 })).ok).toBe(true);
    expect(await founder.call("log", { from: 0 })).toMatchObject({ failure: { code: "throttled" } });
    clock.at += 1000;
    must(await openSession(server, deviceCaller(team.team, team.founder)));
    expect((await founder.call("log", { from: 0 })).ok).toBe(true);
  });
});

describe("for machines", () => {
  it("tells its health and describes every route", async () => {
    const { url } = await startServer();
    const health = await send(url, { method: "GET", path: "/health" });
    expect([health.status, Buffer.from(health.body).toString()]).toEqual([200, '{"status":"ok"}']);
    const described = JSON.parse(
      Buffer.from((await send(url, { method: "GET", path: "/openapi.json" })).body).toString(),
    );
    expect(described.openapi).toBe("3.1.0");
    for (const name of Object.keys(routes) as RouteName[]) {
      const { method, path, needs, sessions } = routes[name];
      const operation = described.paths[path.replace(":vault", "{vault}")][method.toLowerCase()];
      expect.soft(operation.operationId).toBe(name);
      expect.soft(operation["x-needs"]).toBe(needs);
      expect.soft(operation["x-sessions"]).toEqual(sessions ?? []);
      if (method === "POST") expect.soft(operation.requestBody.content["application/cbor"].schema.type).toBe("object");
    }
  });
});
