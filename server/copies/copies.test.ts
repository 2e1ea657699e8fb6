/** Backup, restore and move, as an administrator runs them: while people write, over a kill, onto what is there already. */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer as createListener } from "node:net";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { must } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { createServer } from "../app.ts";
import { connectPerson } from "../testing/callers.ts";
import { runServer } from "../testing/child.ts";
import { type Filled, filledServer, headsOn, pushOne } from "../testing/filled.ts";
import { answer, enrol } from "../testing/second-factors.ts";
import { startServer, testServerWithTeam } from "../testing/test-server.ts";
import { backup } from "./backup.ts";
import { checkDatabase } from "./check.ts";
import { move } from "./move.ts";
import { restore } from "./restore.ts";

const freshCopy = () => join(scratchDir(), "copy.db");

/** A copy knows the port of the server that it was made of, which still runs here. */
async function freePort(): Promise<number> {
  const listener = createListener();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

async function servedFrom(dataDir: string, filled: Filled) {
  const server = await startServer({ dataDir, port: await freePort() });
  const client = await connectPerson(server, filled.team, filled.team.founder);
  return { server, heads: await headsOn(client, filled) };
}

describe("a backup", () => {
  it("while people write holds all that was answered before it began, whole", async () => {
    const filled = await filledServer();
    let isOver = false;
    let answered = 0;
    const writing = (async () => {
      while (!isOver) answered = await pushOne(filled, 5);
    })();
    // What goes wrong in between is told at the end, and not beside the test.
    writing.catch(() => undefined);
    for (let times = 0; times < 3; times++) {
      const before = answered;
      const to = freshCopy();
      const copied = must(await backup({ dataDir: filled.dataDir, to }));
      expect(copied.report.faults).toEqual([]);
      const dataDir = scratchDir();
      must(await restore({ from: to, dataDir, replace: false }));
      const { server, heads } = await servedFrom(dataDir, filled);
      expect(heads.chain.seq).toBeGreaterThanOrEqual(before);
      expect(server.serverKeys).toBe(filled.server.serverKeys);
      await server.close();
    }
    isOver = true;
    await writing;
    expect(answered).toBeGreaterThan(2);
  }, 60_000);

  it("is readable by its owner alone, is never written over another, and takes a name of its own in a folder", async () => {
    const { dataDir } = await filledServer();
    const folder = scratchDir();
    const first = must(await backup({ dataDir, to: folder }, 1_800_000_000_000));
    expect(first.file).toBe(join(folder, "latchkey-server-2027-01-15T08-00-00.db"));
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(first.file);
    expect(verdict(await backup({ dataDir, to: folder }, 1_800_000_000_000))).toBe("invalid-input exists");
    expect(readFileSync(first.file)).toEqual(bytes);
    expect(readdirSync(folder)).toEqual(["latchkey-server-2027-01-15T08-00-00.db"]);
    expect(verdict(await backup({ dataDir, to: join(folder, "none", "a.db") }))).toBe("invalid-input folder");
    expect(verdict(await backup({ dataDir: scratchDir(), to: freshCopy() }))).toBe("invalid-input no-server");
  });

  it("of a damaged database keeps nothing, and says what does not hold", async () => {
    const { dataDir, server } = await filledServer();
    await server.close();
    spoil(join(dataDir, "server.db"));
    const folder = scratchDir();
    const { report } = must(await backup({ dataDir, to: folder }));
    expect(report.faults).toMatchObject([{ code: "encoding", number: 1 }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that is killed at any moment leaves no copy under its name but a whole one", async () => {
    const { dataDir } = await filledServer();
    const entry = new URL("../entry.ts", import.meta.url).pathname;
    let whole = 0;
    for (const afterMs of [0, 200, 400, 600, 800, 1200, 60_000]) {
      const to = freshCopy();
      const child = spawn(process.execPath, [entry, "backup", "--data", dataDir, "--to", to], { stdio: "ignore" });
      const timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
      await new Promise((resolve) => child.once("close", resolve));
      clearTimeout(timer);
      if (!existsSync(to)) continue;
      expect(must(await checkDatabase(to)).faults).toEqual([]);
      whole++;
    }
    expect(whole).toBeGreaterThan(0);
  }, 60_000);
});

describe("a restore", () => {
  it("over a database keeps that one beside, and setup codes of the copy's time are good for nothing", async () => {
    const filled = await filledServer();
    const { dataDir, server } = filled;
    const to = freshCopy();
    must(await backup({ dataDir, to }));
    addToken(to);
    expect(verdict(await restore({ from: to, dataDir, replace: true }))).toBe("busy");
    const later = await pushOne(filled, 1);
    await server.close();
    expect(verdict(await restore({ from: to, dataDir, replace: false }))).toBe("invalid-input filled");
    const { kept } = must(await restore({ from: to, dataDir, replace: true }));
    expect((await servedFrom(dataDir, filled)).heads.chain.seq).toBe(later - 1);
    expect(tokensIn(join(dataDir, "server.db"))).toBe(0);
    const back = scratchDir();
    must(await restore({ from: kept as string, dataDir: back, replace: false }));
    expect((await servedFrom(back, filled)).heads.chain.seq).toBe(later);
  });

  it("brings back no recovery code, no release and no code of an authenticator that were used since", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const dataDir = scratchDir();
    const { server, team, founder } = await testServerWithTeam({ dataDir, clock });
    const { recovery, codeAt } = await enrol(founder, clock.at);
    const to = freshCopy();
    must(await backup({ dataDir, to }));
    clock.at += 30_000;
    must(await answer(founder, codeAt(clock.at)));
    await server.close();
    must(await restore({ from: to, dataDir, replace: true }, clock.at));
    const again = await startServer({ dataDir, clock, port: await freePort() });
    const client = await connectPerson(again, team, team.founder);
    for (const code of [codeAt(clock.at), codeAt(clock.at, -1)])
      expect(verdict(await answer(client, code))).toBe("step-up used");
    for (const code of recovery)
      expect(verdict(await client.call("answerSecondFactor", { code: null, recovery: code }))).not.toBe("taken");
    expect(must(await client.call("secondFactor", {})).factor).toMatchObject({ codesLeft: 0, isReleased: false });
    clock.at += 24 * 3_600_000;
    expect(verdict(await answer(await connectPerson(again, team, team.founder), codeAt(clock.at)))).toBe("taken");
  });

  it("takes a folder as a crash left it, with what stood in its write-ahead log", async () => {
    const filled = await filledServer();
    const last = await pushOne(filled, 2);
    const crashed = scratchDir();
    for (const name of ["server.db", "server.db-wal"]) copyFileSync(join(filled.dataDir, name), join(crashed, name));
    expect(statSync(join(crashed, "server.db-wal")).size).toBeGreaterThan(0);
    const dataDir = scratchDir();
    must(await restore({ from: crashed, dataDir, replace: false }));
    expect((await servedFrom(dataDir, filled)).heads.chain.seq).toBe(last);
  });

  it("of a copy with faults puts nothing in place", async () => {
    const filled = await filledServer();
    const to = freshCopy();
    must(await backup({ dataDir: filled.dataDir, to }));
    await filled.server.close();
    spoil(to);
    const before = readFileSync(join(filled.dataDir, "server.db"));
    const { report, kept } = must(await restore({ from: to, dataDir: filled.dataDir, replace: true }));
    expect([report.faults.length, kept]).toEqual([1, null]);
    expect(readFileSync(join(filled.dataDir, "server.db"))).toEqual(before);
    expect(readdirSync(filled.dataDir).sort()).toEqual(["lock.db", "server.db"]);
    writeFileSync(to, "no database");
    expect(verdict(await restore({ from: to, dataDir: scratchDir(), replace: false }))).toContain("damaged-database");
    expect(verdict(await restore({ from: freshCopy(), dataDir: scratchDir(), replace: false }))).toBe(
      "invalid-input missing",
    );
  });
});

describe("a move", () => {
  it("takes the server elsewhere, with its keys, and no second one starts on the folder behind it", async () => {
    const filled = await filledServer();
    const { dataDir, server } = filled;
    const to = freshCopy();
    expect(verdict(await move({ dataDir, to }))).toBe("busy");
    const last = await pushOne(filled, 1);
    server.kill();
    const { kept } = must(await move({ dataDir, to }));
    expect(verdict(await createServer({ dataDir }))).toBe("invalid-input moved");
    expect(must(await checkDatabase(kept as string)).faults).toEqual([]);
    const next = scratchDir();
    must(await restore({ from: to, dataDir: next, replace: false }));
    const moved = await servedFrom(next, filled);
    expect([moved.heads.chain.seq, moved.server.serverKeys]).toEqual([last, server.serverKeys]);
    // It can come back: a copy put in place makes the folder a server's again.
    must(await restore({ from: to, dataDir, replace: false }));
    await (await servedFrom(dataDir, filled)).server.close();
  });
});

describe("the command", () => {
  it("says in words and to machines what it did, and by its status whether all holds", async () => {
    const { dataDir } = await filledServer();
    const to = freshCopy();
    const made = await runServer(["backup", "--data", dataDir, "--to", to]);
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(made.stdout).toContain(`The copy is whole: ${to}`);
    expect(made.stdout).toMatch(
      /Proven from the stored bytes: 1 team, \d+ entries of their logs, \d+ vaults, 2 commits/,
    );
    const checked = await runServer(["check", "--from", to, "--json"]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ act: "check", ok: true, proven: { commits: 2 }, faults: [] });
    spoil(to);
    const found = await runServer(["check", "--from", to]);
    expect(found.status).toBe(1);
    expect(found.stdout).toMatch(/1 place does not hold:\n {2}team [0-9a-z]{8}, vault [0-9a-z]{8}, number 1: encoding/);
  }, 60_000);

  it.each<[string[], string]>([
    [["backup"], "--to FILE"],
    [["restore"], "--from FILE"],
    [["move"], "--to FILE"],
    [["restore", "--from", "/nowhere.db"], "There is no copy of that name."],
    [["check", "--data", "/nowhere"], "There is no server's database"],
    [["backup", "--to", "a", "--replace"], "does not know"],
    [["backup", "restore"], "does not know"],
  ])("refuses %j with a sentence and status 2", async (args, sentence) => {
    const refused = await runServer(args, { LATCHKEY_DATA: scratchDir() });
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toMatch(
      new RegExp(`^Nothing was done: .*${sentence}|^Latchkey's server did not start: .*${sentence}`),
    );
  });
});

/** The first commit of a chain is not what its hash says any more. */
function spoil(file: string): void {
  const raw = new Sqlite(file);
  raw.prepare("UPDATE vault_commits SET bytes = zeroblob(9) WHERE seq = 1").run();
  raw.close();
}

function addToken(file: string): void {
  const raw = new Sqlite(file);
  raw.prepare("INSERT INTO setup_tokens (token_hash) VALUES ('old')").run();
  raw.close();
}

function tokensIn(file: string): unknown {
  const raw = new Sqlite(file, { readonly: true });
  const count = raw.prepare("SELECT count(*) FROM setup_tokens").pluck().get();
  raw.close();
  return count;
}
