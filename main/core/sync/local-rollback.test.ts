/**
 * An older copy of this computer's database put back, or its rows changed: told by name at unlock, everything readable,
 * nothing written before the server's newer entries and commits were taken in [protocol: Freshness].
 */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../../e2e/drive.ts";
import type { MemoryKeychain } from "../../../e2e/kit/drive-ports.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { must, passphrase } from "../../../e2e/kit/team.ts";
import type { Events } from "../../../shared/contract/commands.ts";

/** Bob's client closed, and started again on the same folder as a test left it. */
async function reopen(team: HostileTeam, spoil: (file: string) => void): Promise<void> {
  const { line, bobDir } = team;
  const { keychain } = team.bob;
  await settledGuard(keychain);
  await team.bob.close();
  spoil(profileFile(bobDir));
  line.cut(true);
  line.forget();
  team.bob = await start(team, keychain);
  await must(team.bob, "account.unlock", { passphrase });
}

async function start({ line, bobDir, alerts }: HostileTeam, keychain: MemoryKeychain): Promise<Client> {
  const bob = await createClient({ dataDir: bobDir, fetch: line.fetch, keychain });
  atEnd(() => bob.close());
  alerts.length = 0;
  bob.on("alert.raised", (event: Events["alert.raised"]) => alerts.push(event));
  return bob;
}

function putBack(copy: string): (file: string) => void {
  return (file) => {
    for (const end of ["-wal", "-shm"]) rmSync(file + end, { force: true });
    cpSync(copy, file);
  };
}

/** What the keychain holds as guard, once it stands still. */
async function settledGuard({ entries }: MemoryKeychain): Promise<string> {
  const text = () =>
    [...entries].filter(([name]) => name.endsWith("-rollback-guard")).map(([, value]) => value.join())[0] ?? "";
  let last = "";
  return eventually(
    async () => {
      const before = last;
      last = text();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return last === before && last !== "" ? last : "";
    },
    (seen) => seen !== "",
  );
}

const codes = ({ alerts }: HostileTeam) => alerts.map(({ code }) => code);
const writes = ({ line }: HostileTeam) => line.asked.filter(({ route }) => route === "push" || route === "append");

/** A copy of Bob's database of now, which grows old as soon as Ada and Bob go on. */
async function withOldCopy(): Promise<HostileTeam & { copy: string }> {
  const team = await hostileTeam();
  const copy = join(scratchDir(), "old.db");
  const { keychain } = team.bob;
  await team.bob.close();
  cpSync(profileFile(team.bobDir), copy);
  const back: HostileTeam & { copy: string } = Object.assign(team, { copy });
  back.bob = await start(team, keychain);
  await must(back.bob, "account.unlock", { passphrase });
  const { ada, bob, vault, item } = back;
  await must(ada, "vault.create", { title: "Later" });
  await must(bob, "item.save", { vault, item, changes: { password: "second" } });
  await must(ada, "item.save", { vault, kind: "login", changes: { title: "Newer", password: "n" } });
  await inStep(bob, 3);
  return back;
}

describe("an older copy of the database", () => {
  it("is told by name, stays readable, writes nothing before it is up to date, and is then as before", async () => {
    const team = await withOldCopy();
    const { logSeq } = await must(team.bob, "sync.status", {});
    await reopen(team, putBack(team.copy));
    const { bob, line, vault, item, ada } = team;
    expect(codes(team)).toEqual(["local-rollback"]);
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    expect((await must(bob, "sync.status", {})).logSeq).toBeLessThan(logSeq);
    const saved = await must(bob, "item.save", { vault, item, changes: { username: "typed on the old copy" } });
    expect(saved.draft).toBe(true);
    line.cut(false);
    // The server's log is withheld: this computer can not catch up, and so it does not write.
    line.tamper("log", ({ head, entries }) => ({ head, entries: entries.slice(0, 1) }));
    await must(bob, "sync.now", {});
    expect((await bob.call("vault.create", { title: "X" })).ok).toBe(false);
    expect(writes(team)).toEqual([]);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 3);
    expect((await must(bob, "sync.status", {})).logSeq).toBe(logSeq);
    expect(await readsAll(team, "second")).toEqual(["AWS", "Elsewhere", "Newer"]);
    await eventually(
      () => must(ada, "item.get", { item }),
      (seen) => seen.username === "typed on the old copy",
    );
    await reopen(team, () => undefined);
    expect(codes(team)).toEqual([]);
  });

  it("does not pass with a server that was put back as well", async () => {
    const first = await hostileTeam();
    const turnTo = await first.snapshot();
    const { keychain } = first.bob;
    await inStep(first.bob, 2);
    const copy = join(scratchDir(), "old.db");
    await settledGuard(keychain);
    await first.bob.close();
    cpSync(profileFile(first.bobDir), copy);
    first.bob = await start(first, keychain);
    await must(first.bob, "account.unlock", { passphrase });
    await eventually(
      () => first.ada.call("vault.create", { title: "Later" }),
      ({ ok }) => ok,
    );
    await inStep(first.bob, 2);
    const { logSeq } = await must(first.bob, "sync.status", {});
    // Nobody is there to bring back what both lack.
    await must(first.ada, "account.lock", {});
    await reopen(first, putBack(copy));
    await turnTo("copy");
    first.line.cut(false);
    const status = await eventually(
      () => must(first.bob, "sync.now", {}),
      ({ failures }) => failures.length > 0,
    );
    expect(status.failures).toEqual([{ code: "local-rollback" }]);
    expect(await first.bob.call("vault.create", { title: "X" })).toMatchObject({ failure: { code: "local-rollback" } });
    expect(writes(first)).toEqual([]);
    expect(await readsAll(first)).toEqual(["AWS", "Elsewhere"]);
    await turnTo("now");
    await inStep(first.bob, 2);
    expect((await must(first.bob, "sync.status", {})).logSeq).toBe(logSeq);
    await must(first.bob, "vault.create", { title: "Y" });
  });

  it("is told again at the next unlock, as long as it was not brought up to date", async () => {
    const team = await withOldCopy();
    await reopen(team, putBack(team.copy));
    expect(codes(team)).toEqual(["local-rollback"]);
    await reopen(team, () => undefined);
    expect(codes(team)).toEqual(["local-rollback"]);
  });
});

describe("rows that somebody changed", () => {
  const change = (sql: string) => (file: string) => {
    const db = new Sqlite(file);
    db.exec(sql);
    db.close();
  };
  const newest = (table: string) => `DELETE FROM ${table} WHERE rowid = (SELECT MAX(rowid) FROM ${table})`;
  it.each([
    ["the last entry of the log gone", newest("log_entries")],
    [
      "the last entry of the log under another number",
      "UPDATE log_entries SET seq = seq + 64 WHERE seq = (SELECT MAX(seq) FROM log_entries)",
    ],
    [
      "the last entry of the log in zeros",
      "UPDATE log_entries SET bytes = zeroblob(9) WHERE seq = (SELECT MAX(seq) FROM log_entries)",
    ],
    ["the last commit gone", newest("vault_commits")],
    [
      "the last commit well-formed and signed by nobody",
      "UPDATE vault_commits SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) WHERE rowid = (SELECT MAX(rowid) FROM vault_commits)",
    ],
    ["the heads gone", "DELETE FROM settings WHERE name = 'heads'"],
    ["the heads in zeros", "UPDATE settings SET sealed = zeroblob(length(sealed)) WHERE name = 'heads'"],
  ])("are told by name with %s, and the file as it was is not", async (_name, sql) => {
    const team = await hostileTeam();
    const good = join(scratchDir(), "good.db");
    await reopen(team, (file) => cpSync(file, good));
    expect(codes(team)).toEqual([]);
    await reopen(team, (file) => {
      putBack(good)(file);
      change(sql)(file);
    });
    await must(team.bob, "vault.list", {});
    expect(codes(team)).toContain("local-rollback");
    expect(team.alerts.filter(({ user, device }) => user !== undefined || device !== undefined)).toEqual([]);
    expect(writes(team)).toEqual([]);
    team.line.cut(false);
    await inStep(team.bob, 2);
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    await reopen(team, (file) => cpSync(file, good));
    expect(codes(team)).toEqual([]);
  });

  it.each([
    ["another head of a vault", "UPDATE vault_heads SET seq = seq - 1, hash = 'x', state = 'stopped'"],
    ["no heads of vaults", "DELETE FROM vault_heads"],
  ])("are of no effect where they only repeat what signed bytes say: %s", async (_name, sql) => {
    const team = await hostileTeam();
    await reopen(team, change(sql));
    expect(codes(team)).toEqual([]);
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
  });
});

describe("a keychain that does not say what it should", () => {
  it("missed the last write: accepted, and renewed", async () => {
    const team = await hostileTeam();
    const { keychain } = team.bob;
    const name = [...keychain.entries.keys()].find((one) => one.endsWith("-rollback-guard")) as string;
    await settledGuard(keychain);
    const old = keychain.entries.get(name) as Uint8Array;
    const set = keychain.set;
    // The program ended between the database and the keychain.
    keychain.set = async (account, secret) => (account === name ? { ok: true, value: true } : set(account, secret));
    await must(team.ada, "vault.create", { title: "Later" });
    await inStep(team.bob, 2);
    keychain.set = set;
    await reopen(team, () => void keychain.entries.set(name, old));
    expect(codes(team)).toEqual([]);
    expect(await settledGuard(keychain)).not.toBe(old.join());
  });

  it.each<[string, Uint8Array | null]>([
    ["forgot", null],
    ["holds garbage", Uint8Array.of(1, 2, 3)],
  ])("%s: evidence, told by name, and over when log and vaults have caught up", async (_name, held) => {
    const team = await hostileTeam();
    const { keychain } = team.bob;
    const name = [...keychain.entries.keys()].find((one) => one.endsWith("-rollback-guard")) as string;
    await reopen(team, () => void (held === null ? keychain.entries.delete(name) : keychain.entries.set(name, held)));
    expect(codes(team)).toEqual(["local-rollback"]);
    expect((await team.bob.call("vault.create", { title: "X" })).ok).toBe(false);
    expect(writes(team)).toEqual([]);
    team.line.cut(false);
    await inStep(team.bob, 2);
    await must(team.bob, "vault.create", { title: "Y" });
    await reopen(team, () => undefined);
    expect(codes(team)).toEqual([]);
    team.line.cut(false);
    await inStep(team.bob, 2);
  });
});
