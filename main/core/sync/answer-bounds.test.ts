/** How much a server may answer: each route has its own bound, which ends the reading before a byte is parsed. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testServerWithTeam } from "../../../server/testing/test-server.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { BlobId, Hash } from "../../../shared/encoding/ids.ts";
import { type RouteName, type RouteRequest, routes } from "../../../shared/protocol/routes/routes.ts";
import { nodeHttp } from "../../node/http.ts";
import type { Http } from "../ports.ts";
import { answerBytesMost, readAnswer } from "./server-answers.ts";
import { createTransport } from "./transport.ts";

const names = (Object.keys(routes) as RouteName[]).filter((name) => name !== "live");
const http = nodeHttp();
let server: Server;
let origin = "";
beforeAll(async () => {
  // Answers with as many zeros as the path says, and says nothing of how many will come.
  server = createServer((request, response) => {
    response.writeHead(200, { "transfer-encoding": "chunked" });
    response.end(new Uint8Array(Number(request.url?.slice(1))));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  http.close();
  server.closeAllConnections();
  server.close();
});

async function answered(name: RouteName, bytes: number): Promise<string> {
  const asked = { method: "GET" as const, url: `${origin}/${bytes}`, headers: {}, body: null, timeoutMs: 20_000 };
  const answer = await http.send({ ...asked, maxBytes: answerBytesMost(name) });
  const read = answer.ok ? readAnswer(name, answer.value) : answer;
  return read.ok ? "ok" : read.failure.code;
}

describe("an answer", () => {
  it.each(names)("of %s that is one byte too long is refused, whatever it would have been", async (name) => {
    expect(await answered(name, answerBytesMost(name) + 1)).toBe("limit");
  });

  it.each(names)("of %s that is as long as it may be is read", async (name) => {
    expect(await answered(name, answerBytesMost(name))).toBe("encoding");
  });
});

const requests: { [Name in RouteName]?: RouteRequest<Name> } = {
  join: { join: new Uint8Array(9) },
  joins: {},
  log: { from: 0 },
  append: { entries: [new Uint8Array(9)], blobs: [], setup: null },
  bundles: { from: 0 },
  space: {},
  vaults: {},
  allHeads: {},
  commits: { from: 1 },
  letters: { from: 0 },
  sendLetter: { epoch: 1, id: newId(), bytes: new Uint8Array(9) },
  inbox: {},
  openInbox: { epoch: 1, kemPk: new Uint8Array(1216) },
  heads: { from: 0 },
  stateHeads: { statement: new Uint8Array(9) },
  restoreLog: { entries: [], blobs: [], statements: [] },
  restoreVault: { commits: [], envelopes: [] },
  lacking: { from: 0 },
  secondFactor: {},
  enrolSecondFactor: {},
  confirmSecondFactor: { code: "123456", codes: null },
  answerSecondFactor: { code: "123456", recovery: null },
  checkSecondFactor: {},
  releaseSecondFactor: { user: newId(), device: "0".repeat(52) as never },
  secondFactors: {},
  openLink: {},
  linkOld: { slot: 5, put: null },
  openCompare: { invite: "0".repeat(52) as Hash },
  linkJoin: { put: null },
  linkNew: { slot: 5, token: new Uint8Array(16), put: null },
  push: { commits: [new Uint8Array(9)], envelopes: [] },
};

describe("a call", () => {
  it("is sent with the bound of its route", async () => {
    const { server: place, team } = await testServerWithTeam();
    const asked = new Map<string, number>();
    const watched: Http = {
      send(request) {
        asked.set(`${request.method} ${new URL(request.url).pathname}`, request.maxBytes);
        return http.send(request);
      },
    };
    const { user, device, keys } = team.founder;
    const identity = { kind: "device" as const, user, device };
    const peer = { origin: place.origin, serverKeys: place.serverKeys, team: team.team };
    const transport = createTransport(watched, peer, { identity, signKey: keys.signKey });
    const [vault] = [...team.state.vaults.keys()];
    for (const [name, request] of Object.entries(requests))
      await transport.call(name as "log", request as RouteRequest<"log">, vault);
    const file = { vault: vault as never, blob: newId<BlobId>() };
    await transport.call("envelopes", { vault: vault as never, hashes: [] });
    await transport.call("upload", { ...file, size: 1, part: 0, bytes: new Uint8Array(1) });
    await transport.call("download", { ...file, part: 0 });
    const bounds = names.map((name): [string, number] => [
      `${routes[name].method} ${routes[name].path.replace(":vault", vault ?? "")}`,
      answerBytesMost(name),
    ]);
    expect([...asked].sort()).toEqual(bounds.sort());
  });
});
