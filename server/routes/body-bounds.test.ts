/** How much a request may hold is asked of its length, route by route, before a byte of it is there [protocol: Routes]. */
import { beforeEach, describe, expect, it } from "vitest";
import { type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import { readAnswer, send, signedHeaders, type TestClient } from "../testing/client.ts";
import { testServerWithTeam } from "../testing/test-server.ts";

/** The live socket has no body: what is no upgrade is no call of it. */
const names = (Object.keys(routes) as RouteName[]).filter((name) => name !== "live");
const cbor = { "content-type": "application/cbor" };

let url = "";
let founder: TestClient;
let vault = "";
beforeEach(async () => {
  const made = await testServerWithTeam({ limits: { sessionBurst: 10_000 } });
  url = made.server.url;
  founder = made.founder;
  vault = [...made.team.state.vaults.keys()][0] as string;
});

/** The code of the answer to so many announced bytes, of which these are sent. */
async function ask(name: RouteName, announced: number, body: Uint8Array | null): Promise<string> {
  const { method, path: pattern, sessions } = routes[name];
  const query = "from" in (routes[name].request as { shape: object }).shape ? "?from=0" : "";
  const path = pattern.replace(":vault", vault) + query;
  const signed = sessions === null ? {} : signedHeaders(founder.session, { method, path, ...(body && { body }) });
  const length = announced === 0 ? {} : { "content-length": String(announced) };
  const headers = { ...(method === "POST" && cbor), ...signed, ...length };
  const answer = readAnswer(name as "log", await send(url, { method, path, headers, body }));
  return answer.ok ? "ok" : answer.failure.code;
}

describe("a request", () => {
  it.each(names)("to %s that announces one byte too many is refused, and none of it is waited for", async (name) => {
    expect(await ask(name, routes[name].requestBytes + 1, null)).toBe("limit");
  });

  it.each(names)("to %s that is as long as it may be is read", async (name) => {
    const { method, requestBytes } = routes[name];
    const code = await ask(name, requestBytes, method === "GET" ? null : new Uint8Array(requestBytes));
    // Zeros are no message of any route; whoever may not call it is told that before.
    expect(method === "GET" ? ["ok", "not-found"] : ["encoding", "role"]).toContain(code);
  });
});
