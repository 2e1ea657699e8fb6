/** A session that goes on after a lock, against a real server: no counter twice, and a record that is too old, gone or not writable holds nothing up. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type TestServer, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { nodeHttp } from "../../node/http.ts";
import type { Http } from "../ports.ts";
import { createTransport, type KeptSession, type SessionKeeper } from "./transport.ts";

const http = nodeHttp();
afterAll(() => http.close());
let mine: TestServer;
beforeEach(async () => {
  mine = await testServerWithTeam();
});

/** One computer's app, started as often as it is asked for; what it keeps lies in `kept`. */
function computer() {
  const { server, team } = mine;
  const { user, device, keys } = team.founder;
  const peer = { origin: server.origin, serverKeys: server.serverKeys, team: team.team };
  const seen = { opened: 0, counters: [] as number[] };
  const reached: Http = {
    send(request) {
      if (request.url.endsWith("/session")) seen.opened++;
      const counter = request.headers["latchkey-counter"];
      if (counter !== undefined) seen.counters.push(Number(counter));
      return http.send({ ...request, url: request.url.replace(server.origin, server.url) });
    },
  };
  const kept: { record: KeptSession | null; isFull: boolean } = { record: null, isFull: false };
  const keeper: SessionKeeper = {
    read: () => kept.record,
    write(record) {
      if (kept.isFull) throw new Error("full");
      kept.record = { ...record };
    },
  };
  const caller = { identity: { kind: "device" as const, user, device }, signKey: keys.signKey };
  const said: number[] = [];
  const start = () => createTransport(reached, peer, caller, (time) => said.push(time), keeper);
  return { start, kept, seen, said };
}
const asks = async (app: ReturnType<ReturnType<typeof computer>["start"]>) => verdict(await app.call("vaults", {}));

describe("a session that was kept", () => {
  it("goes on in the next runs, each with counters of its own, also where a run ended without a word", async () => {
    const { start, seen, said } = computer();
    const first = start();
    expect(await asks(first)).toBe("taken");
    await first.keep();
    for (let run = 0; run < 4; run++) {
      const next = start();
      for (let times = 0; times < run; times++) expect(await asks(next)).toBe("taken");
    }
    expect([seen.opened, said.length]).toEqual([1, 1]);
    expect(new Set(seen.counters).size).toBe(seen.counters.length);
  });

  it("is given up where the file is an older one, whose counters were used: not held up until the server ends it", async () => {
    const { start, kept, seen } = computer();
    const first = start();
    expect(await asks(first)).toBe("taken");
    await first.keep();
    const old = kept.record;
    // So many that none of them is in the window any more.
    const later = start();
    for (let times = 0; times < 70; times++) expect(await asks(later)).toBe("taken");
    kept.record = old;
    const put = start();
    expect(await asks(put)).toBe("taken");
    expect(await asks(put)).toBe("taken");
    expect(seen.opened).toBe(2);
  });

  it("is given up where the server has it no more", async () => {
    const { start, kept, seen } = computer();
    kept.record = { id: "0".repeat(26), key: new Uint8Array(32), used: 7 };
    expect(await asks(start())).toBe("taken");
    expect(seen.opened).toBe(1);
  });

  it("is not gone on with where it cannot be noted which counters are used, and nothing stops by that", async () => {
    const { start, kept, seen } = computer();
    const first = start();
    expect(await asks(first)).toBe("taken");
    await first.keep();
    kept.isFull = true;
    const next = start();
    expect(await asks(next)).toBe("taken");
    expect(seen.opened).toBe(2);
    await expect(next.keep()).resolves.toBeUndefined();
  });
});
