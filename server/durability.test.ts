/** What was acknowledged is there after a restart, a crash and a kill; one server per folder; the port stays. */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer as createListener } from "node:net";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../e2e/kit/scratch.ts";
import { newId } from "../shared/crypto/random.ts";
import type { VaultId } from "../shared/encoding/ids.ts";
import { readTransferCode } from "../shared/protocol/transfer-code/transfer-code.ts";
import { commit, fold } from "../shared/testing/commits.ts";
import { createVault, grant } from "../shared/testing/posts.ts";
import { createTestTeam, must, type TestTeam } from "../shared/testing/team.ts";
import { createServer } from "./app.ts";
import { connectPerson, founderCaller } from "./testing/callers.ts";
import { type ChildServer, startChild } from "./testing/child.ts";
import { connect } from "./testing/client.ts";
import { addPerson, post, testServerWithTeam, tokenOf } from "./testing/test-server.ts";

async function restarted(dataDir: string, options: Partial<Parameters<typeof createServer>[0]> = {}) {
  const running = must(await createServer({ dataDir, ...options }));
  atEnd(() => running.close());
  return running;
}

describe("a restart", () => {
  it.each(["close", "kill"] as const)(
    "by %s keeps log, chains, envelopes, bundles, joins, keys, port and codes",
    async (how) => {
      const dataDir = scratchDir();
      const testServer = await testServerWithTeam({ dataDir });
      const { team, founder, server } = testServer;
      const { person, client } = await addPerson(testServer);
      const { vault, built } = createVault(team, team.founder);
      await post(founder, built);
      await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
      const made = commit(team, team.founder, { vault, count: 5 });
      must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
      fold(team, vault, made.bytes);
      const asked = async (as: typeof client) => [
        must(await as.call("log", { from: 0 })),
        must(await as.call("commits", { from: 1 }, vault)),
        must(await as.call("bundles", { from: 0 })),
        must(await as.call("vaults", {})),
      ];
      const before = await asked(client);
      if (how === "close") await server.close();
      else server.kill();
      const again = await restarted(dataDir);
      expect([again.url, again.origin, again.serverKeys]).toEqual([server.url, server.origin, server.serverKeys]);
      expect(again.setupCode).toBeNull();
      expect(await asked(await connectPerson(again, team, person))).toEqual(before);
      const next = commit(team, person, { vault });
      const asBob = await connectPerson(again, team, person);
      expect(must(await asBob.call("push", { commits: [next.bytes], envelopes: next.envelopes }, vault)).head.seq).toBe(
        2,
      );
    },
  );

  it("before there is a team prints another code; both are good until one is used or renewed", async () => {
    const dataDir = scratchDir();
    const one = await restarted(dataDir);
    await one.close();
    const two = await restarted(dataDir);
    expect(two.setupCode).not.toBe(one.setupCode);
    await two.close();
    const three = await restarted(dataDir, { newSetupCode: true });
    const { team, post: firstPost } = createTestTeam();
    const client = await connect(three, founderCaller(team.team, team.founder));
    const answers = [
      await client.call("append", { ...firstPost, setup: tokenOf(one.setupCode) }),
      await client.call("append", { ...firstPost, setup: tokenOf(two.setupCode) }),
    ];
    const renewed = { ok: false, failure: { code: "setup-code" } };
    expect(answers).toMatchObject([renewed, renewed]);
    await three.close();
    const four = await restarted(dataDir);
    const founding = await connect(four, founderCaller(team.team, team.founder));
    must(await founding.call("append", { ...firstPost, setup: tokenOf(three.setupCode) }));
    const second = createTestTeam();
    await four.close();
    const five = await restarted(dataDir, { maxTeams: 2 });
    expect(five.setupCode).toBeNull();
    const other = await connect(five, founderCaller(second.team.team, second.team.founder));
    const spent = await other.call("append", { ...second.post, setup: tokenOf(four.setupCode) });
    expect(spent).toMatchObject({ ok: false, failure: { code: "setup-code" } });
    await five.close();
    const six = await restarted(dataDir, { maxTeams: 2, newSetupCode: true });
    const last = await connect(six, founderCaller(second.team.team, second.team.founder));
    must(await last.call("append", { ...second.post, setup: tokenOf(six.setupCode) }));
    const code = must(readTransferCode("setup", six.setupCode as string));
    expect([code.origin, code.serverKeys]).toEqual([six.origin, six.serverKeys]);
  });
});

describe("the data folder", () => {
  it("has one server; a second start is refused by name, and the first goes on", async () => {
    const dataDir = scratchDir();
    const testServer = await testServerWithTeam({ dataDir });
    const second = await createServer({ dataDir });
    expect(second).toMatchObject({ ok: false, failure: { code: "busy", detail: { field: "data" } } });
    must(await testServer.founder.call("log", { from: 0 }));
    await testServer.server.close();
    await restarted(dataDir);
  });

  it("keeps its port: where another program took it, the start is refused by name", async () => {
    const dataDir = scratchDir();
    const running = await restarted(dataDir);
    const port = Number(new URL(running.url).port);
    await running.close();
    const other = createListener();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    atEnd(() => void other.close());
    expect(await createServer({ dataDir })).toMatchObject({
      ok: false,
      failure: { code: "busy", detail: { field: "port", number: port } },
    });
  });

  it("is readable by its owner alone", async () => {
    const dataDir = join(scratchDir(), "new");
    await restarted(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "server.db")).mode & 0o777).toBe(0o600);
  });

  it("with a damaged or newer database is refused by name and left as it is", async () => {
    const dataDir = scratchDir();
    const file = join(dataDir, "server.db");
    writeFileSync(file, Buffer.alloc(8192, 7));
    const before = readFileSync(file);
    expect(await createServer({ dataDir })).toMatchObject({ failure: { code: "damaged-database" } });
    expect(readFileSync(file)).toEqual(before);
    const newer = scratchDir();
    await (await restarted(newer)).close();
    const raw = new Sqlite(join(newer, "server.db"));
    raw.exec("INSERT INTO migrations (number) VALUES (99)");
    raw.close();
    expect(await createServer({ dataDir: newer })).toMatchObject({ failure: { code: "newer-database" } });
  });

  it("with a log that does not verify any more is refused; among several teams only that one is left out", async () => {
    const dataDir = scratchDir();
    const testServer = await testServerWithTeam({ dataDir, maxTeams: 2 });
    await testServer.server.close();
    const again = await restarted(dataDir, { maxTeams: 2, newSetupCode: true });
    const second = createTestTeam();
    const client = await connect(again, founderCaller(second.team.team, second.team.founder));
    must(await client.call("append", { ...second.post, setup: tokenOf(again.setupCode) }));
    await again.close();
    const raw = new Sqlite(join(dataDir, "server.db"));
    raw.prepare("UPDATE log_entries SET bytes = zeroblob(9) WHERE seq = 3 AND team_no = 1").run();
    raw.close();
    const events: [string, unknown][] = [];
    const third = await restarted(dataDir, { maxTeams: 2, log: (name, fields) => events.push([name, fields]) });
    expect(events).toContainEqual([
      "team-damaged",
      { team: testServer.team.team.slice(0, 8), code: "encoding", number: 3 },
    ]);
    must(await (await connectPerson(third, second.team, second.team.founder)).call("log", { from: 0 }));
    await third.close();
    const spoil = new Sqlite(join(dataDir, "server.db"));
    spoil.prepare("DELETE FROM log_entries WHERE seq = 5").run();
    spoil.prepare("UPDATE log_entries SET bytes = zeroblob(9) WHERE seq = 0").run();
    spoil.close();
    expect(await createServer({ dataDir, maxTeams: 2 })).toMatchObject({ failure: { code: "damaged-database" } });
  });
});

describe("kill -9", () => {
  async function found(child: ChildServer): Promise<TestTeam> {
    const { team, post: firstPost } = createTestTeam();
    const client = await connect(child, founderCaller(team.team, team.founder));
    must(await client.call("append", { ...firstPost, setup: tokenOf(child.setupCode) }));
    return team;
  }

  it("at random moments of a stream of writes loses nothing that was acknowledged, and keeps no half", async () => {
    const dataDir = scratchDir();
    let child = await startChild(dataDir);
    const { url } = child;
    const team = await found(child);
    const vault: VaultId = [...team.state.vaults.values()].find(({ kind }) => kind === "personal")?.vault as VaultId;
    let acknowledged = 0;
    for (let round = 0; round < 6; round++) {
      const client = await connectPerson(child, team, team.founder);
      let isDoomed = false;
      for (;;) {
        const made = commit(team, team.founder, { vault, count: 10 });
        const answer = await client
          .call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault)
          .catch(() => null);
        if (answer === null) break;
        acknowledged = must(answer).head.seq;
        if (!isDoomed) setTimeout(() => child.child.kill("SIGKILL"), Math.random() * 150);
        isDoomed = true;
        fold(team, vault, made.bytes);
      }
      await child.ended;
      child = await startChild(dataDir);
      expect(child.url).toBe(url);
      const after = await connectPerson(child, team, team.founder);
      const page = must(await after.call("commits", { from: acknowledged + 1 }, vault));
      // The last one may have become durable before its answer was lost; it is then whole.
      expect(page.head.seq - acknowledged).toBeLessThanOrEqual(1);
      for (const bytes of page.commits) fold(team, vault, bytes);
      acknowledged = page.head.seq;
      const hashes = [...(team.chains.get(vault)?.items.values() ?? [])]
        .flatMap(({ overview, secret }) => [overview?.hash ?? [], secret?.hash ?? []])
        .flat();
      for (let at = 0; at < hashes.length; at += 1000) {
        const asked = { vault, hashes: hashes.slice(at, at + 1000) };
        expect(must(await after.call("envelopes", asked)).envelopes).not.toContain(null);
      }
    }
    expect(acknowledged).toBeGreaterThanOrEqual(6);
  }, 60_000);
});

describe("a copy of the folder, taken while the server is stopped", () => {
  it("is a backup: put in place it serves what it held", async () => {
    const dataDir = scratchDir();
    const testServer = await testServerWithTeam({ dataDir });
    await testServer.server.close();
    const copy = scratchDir();
    for (const name of readdirSync(dataDir)) copyFileSync(join(dataDir, name), join(copy, name));
    truncateSync(join(dataDir, "server.db"), 0);
    const restored = await restarted(copy);
    expect(restored.serverKeys).toBe(testServer.server.serverKeys);
    const client = await connectPerson(restored, testServer.team, testServer.team.founder);
    expect(must(await client.call("log", { from: 0 })).head).toEqual(testServer.team.state.head);
    expect(existsSync(join(copy, "server.db-wal"))).toBe(true);
    expect(must(await client.call("envelopes", { vault: newVaultOf(testServer.team), hashes: [] })).envelopes).toEqual(
      [],
    );
  });
});

function newVaultOf(team: TestTeam): VaultId {
  return [...team.state.vaults.keys()][0] ?? newId<VaultId>();
}
