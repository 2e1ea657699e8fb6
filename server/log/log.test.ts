/** The log holds declared fields and nothing else: no id longer than eight characters, no body, no address, no key. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { writeTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { commit } from "../../shared/testing/commits.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { must } from "../../shared/testing/team.ts";
import { addPerson, post, testServerWithTeam, tokenOf } from "../testing/test-server.ts";
import { createLog } from "./log.ts";

describe("the log", () => {
  it("drops what an event does not declare and shortens ids", () => {
    const lines: unknown[] = [];
    const log = createLog((name, fields) => lines.push([name, fields]));
    const extra = { team: "0123456789abcdefghjkmnpqrs", address: "10.0.0.1", seq: 3, count: 1 };
    log.event("entries-taken", extra);
    expect(lines).toEqual([["entries-taken", { team: "01234567", seq: 3, count: 1 }]]);
  });

  it("of a working day holds no whole id, hash, key, body or setup code", async () => {
    const lines: string[] = [];
    const dataDir = scratchDir();
    const testServer = await testServerWithTeam({
      dataDir,
      log: (name, fields) => lines.push(JSON.stringify([name, fields])),
    });
    const { team, founder, server } = testServer;
    const { person, client } = await addPerson(testServer);
    const { vault, built } = createVault(team, team.founder);
    await post(founder, built);
    const made = commit(team, team.founder, { vault });
    must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    await client.call("commits", { from: 1 }, vault);
    await client.call("append", { entries: [made.bytes], blobs: [], setup: null });
    await server.close();
    const text = lines.join("\n");
    expect(lines.length).toBeGreaterThan(8);
    expect(text).toContain(vault.slice(0, 8));
    for (const whole of [team.team, vault, person.user, person.device, made.hash, founder.session.session])
      expect(text).not.toContain(whole.slice(0, 9));
    expect(text).not.toMatch(/127\.0\.0\.1|[0-9a-z]{20,}/);
    expect(text).not.toContain(
      writeTransferCode("setup", { ...server, token: tokenOf(server.setupCode) }).slice(0, 20),
    );
    // The token itself is nowhere on the disk either: only its hash was ever kept.
    const token = Buffer.from(tokenOf(server.setupCode));
    for (const name of readdirSync(dataDir)) {
      const bytes = readFileSync(join(dataDir, name));
      expect(bytes.includes(token) || bytes.includes(token.toString("hex"))).toBe(false);
    }
    // A positive control: what the server does keep is found by the same search.
    const database = readFileSync(join(dataDir, "server.db"));
    expect(database.includes(Buffer.from(made.envelopes[0] as Uint8Array).subarray(0, 64))).toBe(true);
  });

  it("goes to stderr as JSON lines", () => {
    const script = `import { createLog, stderrSink } from ${JSON.stringify(new URL("./log.ts", import.meta.url).href)};
      createLog(stderrSink()).event("join-waits", { team: "0123456789abcdefghjkmnpqrs" });`;
    const ran = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], { encoding: "utf8" });
    expect(ran.stdout).toBe("");
    expect(JSON.parse(ran.stderr)).toMatchObject({ msg: "join-waits", team: "01234567" });
  });
});
