/** At the entrance: nonsense, oversize, slow and frequent callers; health and the description for machines (docs/threat-model.md). */
import { connect as connectSocket } from "node:net";
import { describe, expect, it } from "vitest";
import { randomBytes } from "../shared/crypto/random.ts";
import { type RouteName, routes } from "../shared/protocol/routes/routes.ts";
import { createTestTeam, must } from "../shared/testing/team.ts";
import { deviceCaller, founderCaller } from "./testing/callers.ts";
import { callPlain, openSession, readAnswer, requestBody, send, signedHeaders } from "./testing/client.ts";
import { startServer, testServerWithTeam } from "./testing/test-server.ts";

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
  const nonsense: [string, () => Uint8Array][] = [
    ["no bytes", () => new Uint8Array()],
    ["a byte that begins nothing", () => new Uint8Array([0xff])],
    ["lists in lists", () => new Uint8Array(40).fill(0x81)],
    ["random bytes", () => randomBytes(50)],
  ];
  const posted = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].method === "POST");
  it.each(nonsense.flatMap(([what, bytes]) => posted.map((name) => [what, name, bytes] as const)))(
    "of %s is answered with a failure of ours on the route %s, and changes nothing",
    async (_what, name, bytes) => {
      const { server, founder, team } = await testServerWithTeam();
      const before = must(await founder.call("log", { from: 0 })).head;
      const path = routes[name].path.replace(":vault", [...team.state.vaults.keys()][0] as string);
      const body = bytes();
      const headers = { ...cbor, ...signedHeaders(founder.session, { method: "POST", path, body }) };
      const answer = readAnswer(name, await send(server.url, { method: "POST", path, headers, body }));
      expect(answer.ok).toBe(false);
      if (!answer.ok) expect(["encoding", "role"]).toContain(answer.failure.code);
      expect(must(await founder.call("log", { from: 0 })).head).toEqual(before);
    },
  );

  it.each([
    ["?from=0", "ok"],
    ["", "encoding"],
    ["?from=", "encoding"],
    ["?from=-1", "encoding"],
    ["?from=1.0", "encoding"],
    ["?from=01", "encoding"],
    ["?from=1e3", "encoding"],
    ["?from=1&from=2", "encoding"],
    ["?from=1&x=1", "encoding"],
    ["?From=1", "encoding"],
  ])("in a query, as in /v1/log%s, is refused: %s", async (query, expected) => {
    const { server, founder } = await testServerWithTeam();
    const path = `/v1/log${query}`;
    const headers = signedHeaders(founder.session, { method: "GET", path });
    const answer = readAnswer("log", await send(server.url, { method: "GET", path, headers }));
    expect(answer.ok ? "ok" : answer.failure.code).toBe(expected);
  });

  type Sent = Parameters<typeof send>[1];
  it.each<[string, string, Partial<Sent>]>([
    ["nothing", "ok", {}],
    ["another type", "encoding", { headers: { "content-type": "application/json" } }],
    ["no type", "encoding", { headers: {} }],
    ...["GET", "PUT", "DELETE", "PATCH"].map((method): [string, string, Partial<Sent>] => [
      `the method ${method}`,
      "not-found",
      { method, headers: {}, body: undefined } as never,
    ]),
    ...["/", "/v1/Challenge", "/v1/challenge/", "//v1/challenge", "/v1/%63hallenge2", "/admin"].map(
      (path): [string, string, Partial<Sent>] => [`the path ${path}`, "not-found", { path }],
    ),
  ])("in a request for a challenge that has %s wrong is refused: %s", async (_name, expected, wrong) => {
    const { url } = await startServer();
    const body = requestBody("challenge", { suite: 1 }) as Uint8Array;
    const asked = { method: "POST", path: "/v1/challenge", headers: cbor, body, ...wrong };
    const answer = readAnswer("challenge", await send(url, asked));
    expect(answer.ok ? "ok" : answer.failure.code).toBe(expected);
  });

  it("of a HEAD is not found", async () => {
    const { url } = await startServer();
    expect((await send(url, { method: "HEAD", path: "/health" })).status).toBe(404);
  });
});

describe("too much", () => {
  it.each<[string, number, string, (session: string[]) => string[]]>([
    ["a gigabyte", 413, "/v1/log", (session) => [...session, "Content-Length: 1073741824"]],
    ["a megabyte of a stranger", 401, "/v1/log", () => ["Content-Length: 1000000"]],
    ["a body without a length", 400, "/v1/log", (session) => [...session, "Transfer-Encoding: chunked"]],
    ["a challenge that is too long", 413, "/v1/challenge", () => ["Content-Length: 65"]],
  ])("as %s is refused before it is read: %i", async (_name, status, path, linesOf) => {
    const { server, founder } = await testServerWithTeam();
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const lines = linesOf(signed.map(([name, value]) => `${name}: ${value}`)).join("\r\n");
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n${lines}\r\n\r\n`;
    const { answer, closed } = await raw(server.url, head, 3000);
    expect(answer).toContain(` ${status} `);
    expect(closed).toBe(true);
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

  it("at once finds no memory, which is free again afterwards", async () => {
    const { server, founder } = await testServerWithTeam({ limits: { bodiesInFlightBytes: 50_000 } });
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\r\n");
    const waiting = `POST /v1/log HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n${lines}\r\nContent-Length: 49990\r\n\r\n`;
    const asked = async () => {
      const answer = await founder.call("envelopes", { vault: "0".repeat(26) as never, hashes: [] });
      return answer.ok ? "ok" : `${answer.failure.code} ${answer.failure.retry}`;
    };
    expect(await asked()).toBe("not-found never");
    const { hostname, port } = new URL(server.url);
    const held = connectSocket(Number(port), hostname, () => held.write(waiting));
    await expect.poll(asked).toBe("throttled later");
    held.destroy();
    await expect.poll(asked).toBe("not-found never");
  });

  const begun = "POST /v1/log HTTP/1.1\r\nHost: x\r\n";
  it.each<[string, (session: string) => string]>([
    ["a body", (session) => `${begun}Content-Type: application/cbor\r\n${session}\r\nContent-Length: 100\r\n\r\nx`],
    ["headers", () => begun],
    ["nothing at all", () => ""],
  ])("slowly, as %s that does not go on, is cut off", async (_name, textOf) => {
    const { server, founder } = await testServerWithTeam({
      limits: { requestTimeoutMs: 300, headersTimeoutMs: 300, sweepMs: 50 },
    });
    const signed = Object.entries(signedHeaders(founder.session, { method: "POST", path: "/v1/log" }));
    const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\r\n");
    const cut = await raw(server.url, textOf(lines), 5000);
    expect(cut.closed).toBe(true);
    expect(cut.afterMs).toBeLessThan(3000);
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
    for (let times = 0; times < 5; times++) must(await founder.call("log", { from: 0 }));
    expect(await founder.call("log", { from: 0 })).toMatchObject({ failure: { code: "throttled" } });
    clock.at += 1000;
    must(await openSession(server, deviceCaller(team.team, team.founder)));
    expect((await founder.call("log", { from: 0 })).ok).toBe(true);
  });
});

describe("for machines", () => {
  it("tells its health", async () => {
    const { url } = await startServer();
    const health = await send(url, { method: "GET", path: "/health" });
    expect([health.status, Buffer.from(health.body).toString()]).toEqual([200, '{"status":"ok"}']);
  });

  it.each(Object.keys(routes) as RouteName[])("describes the route %s", async (name) => {
    const { url } = await startServer();
    const { body } = await send(url, { method: "GET", path: "/openapi.json" });
    const described = JSON.parse(Buffer.from(body).toString());
    expect(described.openapi).toBe("3.1.0");
    const { method, path, needs, sessions } = routes[name];
    const operation = described.paths[path.replace(":vault", "{vault}")][method.toLowerCase()];
    expect(operation.operationId).toBe(name);
    expect(operation["x-needs"]).toBe(needs);
    expect(operation["x-sessions"]).toEqual(sessions ?? []);
    if (method === "POST") expect(operation.requestBody.content["application/cbor"].schema.type).toBe("object");
  });
});
