/** A server that was put back to an older copy, by the real restore: the apps of the team bring back what it lacks, and nobody hears of an attack. */
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type Client, type RunningServer, startServer } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, hostileTeam, inStep as logins } from "../../../e2e/kit/hostile-team.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { founder, joiner, must, passphrase, readyVault, server, userOf } from "../../../e2e/kit/team.ts";
import { backup } from "../../../server/copies/backup.ts";
import { checkDatabase } from "../../../server/copies/check.ts";
import { restore } from "../../../server/copies/restore.ts";
import { databaseOf } from "../../../server/data-folder.ts";
import type { AlertShape } from "../../../shared/contract/shapes.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { must as mustResult } from "../../../shared/testing/team.ts";

/** Ada and Bob with a vault that both edit, on a server that is backed up and put back. */
async function scene() {
  const dataDir = scratchDir();
  let running: RunningServer = await server({ dataDir });
  const ada = await founder(running);
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  const { item } = await must(ada, "item.save", { vault, kind: "login", changes: { title: "AWS", password: "first" } });
  await readyVault(bob, vault);
  await inStep(bob);
  const alerts = new Map<Client, AlertShape[]>();
  for (const one of [ada, bob]) {
    const heard: AlertShape[] = [];
    alerts.set(one, heard);
    one.on("alert.raised", (alert) => heard.push(alert));
  }
  const to = `${scratchDir()}/copy.db`;
  return {
    ...{ dataDir, ada, bob, vault, item },
    codes: (one: Client) => (alerts.get(one) ?? []).map(({ code }) => code),
    copy: async () => void mustResult(await backup({ dataDir, to })),
    /** The server stops, and starts on the copy. */
    async putBack(): Promise<void> {
      await running.close();
      mustResult(await restore({ from: to, dataDir, replace: true }));
      running = await startServer({ dataDir });
    },
    async proven() {
      await running.close();
      const { faults } = mustResult(await checkDatabase(databaseOf(dataDir)));
      running = await startServer({ dataDir });
      return faults;
    },
  };
}

async function inStep(person: Client): Promise<void> {
  await eventually(
    () => must(person, "sync.now", {}),
    ({ state, failures, pending }) => state === "ok" && failures.length === 0 && pending === 0,
    20_000,
  );
}

/** What a person sees of a vault: every item with its password. */
async function seen(person: Client, vault: string): Promise<string[]> {
  const { items } = await must(person, "item.list", { vault });
  const rows = items.map(async ({ item, title }) => {
    const { value } = await must(person, "item.reveal", { item, field: "password" });
    return `${title}: ${value}`;
  });
  return (await Promise.all(rows)).sort();
}

/** Whose apps brought it can show it, also after a lock, until it is dismissed: people, entries by type, items by title. */
async function showsWhatCameBack(ada: Client, bob: Client, of: { vault: string; late: string }): Promise<void> {
  const [adas, bobs] = [await must(ada, "restored.list", {}), await must(bob, "restored.list", {})];
  const people = [await userOf(ada), await userOf(bob)];
  const all = [...(adas?.people ?? []), ...(bobs?.people ?? [])];
  expect(new Set(all.map(({ user }) => user))).toEqual(new Set(people));
  const types = all.flatMap(({ entries }) => entries.map(({ type }) => type));
  expect(types).toEqual(expect.arrayContaining(["vault-create", "vault-access"]));
  const titles = new Set(all.flatMap(({ vaults }) => vaults.flatMap((one) => one.titles)));
  for (const title of ["AWS", "New 1", "New 3"]) expect(titles).toContain(title);
  expect(new Set(all.flatMap(({ vaults }) => vaults.map(({ vault }) => vault)))).toEqual(new Set([of.vault, of.late]));
  const holder = adas === null ? bob : ada;
  const held = await must(holder, "restored.list", {});
  await must(holder, "account.lock", {});
  await must(holder, "account.unlock", { passphrase });
  expect(await must(holder, "restored.list", {})).toEqual(held);
  expect((await must(holder, "alert.list", {})).map(({ code }) => code)).toContain("restored");
  await must(holder, "restored.dismiss", {});
  expect(await must(holder, "restored.list", {})).toBe(null);
}

describe("a server that was restored from an older copy", () => {
  it("gets back twenty acts by two people: equal state, nothing lost, no word of an attack", async () => {
    const { ada, bob, vault, item, codes, copy, putBack, proven } = await scene();
    await copy();
    const { vault: late } = await must(ada, "vault.create", { title: "Late" });
    await must(ada, "vault.setAccess", { vault: late, user: await userOf(bob), permission: "edit" });
    await readyVault(bob, late);
    for (let at = 0; at < 8; at++) {
      const by = at % 2 === 0 ? ada : bob;
      await must(by, "item.save", {
        ...{ vault: at % 3 === 0 ? late : vault, kind: "login" },
        changes: { title: `New ${at}`, password: `p${at}` },
      });
      await must(by === ada ? bob : ada, "item.save", { vault, item, changes: { password: `again ${at}` } });
      await inStep(ada);
      await inStep(bob);
    }
    const before = [await seen(ada, vault), await seen(ada, late)];
    await putBack();
    await inStep(ada);
    await inStep(bob);
    await inStep(ada);
    expect([await seen(ada, vault), await seen(ada, late)]).toEqual(before);
    expect([await seen(bob, vault), await seen(bob, late)]).toEqual(before);
    expect(new Set([...codes(ada), ...codes(bob)])).toEqual(new Set(["restored"]));
    expect(await proven()).toEqual([]);
    await showsWhatCameBack(ada, bob, { vault, late });
    // It goes on: what is written now arrives.
    await inStep(bob);
    await must(bob, "item.save", { vault, item, changes: { password: "after" } });
    await inStep(bob);
    await inStep(ada);
    expect(await seen(ada, vault)).toContain("AWS: after");
  }, 120_000);

  it("gets back a removal and who joined: nobody who was removed is in again, whoever asks first, and nobody is frozen", async () => {
    const { ada, bob, vault, item, codes, copy, putBack, proven } = await scene();
    const cleo = await joiner(ada, "Cleo");
    await must(ada, "vault.setAccess", { vault, user: await userOf(cleo), permission: "edit" });
    await readyVault(cleo, vault);
    await copy();
    await must(bob, "item.save", { vault, item, changes: { password: "of Bob" } });
    for (const one of [bob, cleo, ada]) await inStep(one);
    const bobs = await userOf(bob);
    await must(ada, "member.remove", { user: bobs });
    const dora = await joiner(ada, "Dora");
    await must(ada, "item.save", { vault, item, changes: { password: "after Bob" } });
    for (const one of [ada, cleo, dora]) await inStep(one);
    await putBack();
    // Bob is let in for a moment, by a server that knows nothing of the removal, and writes.
    await bob.call("sync.now", {});
    await bob.call("item.save", { vault, item, changes: { username: "late" } });
    await bob.call("sync.now", {});
    await cleo.call("sync.now", {});
    for (const one of [ada, cleo, dora]) await inStep(one);
    for (const one of [ada, cleo]) expect(await seen(one, vault)).toEqual(["AWS: after Bob"]);
    const members = await must(ada, "member.list", {});
    expect(members.find(({ user }) => user === bobs)?.state).not.toBe("active");
    expect(codes(ada).filter((code) => code !== "restored")).toEqual([]);
    expect((await bob.call("vault.create", { title: "X" })).ok).toBe(false);
    expect(await proven()).toEqual([]);
  }, 120_000);

  it("that says it has everything again and goes on showing less is no restored one", async () => {
    const team = await hostileTeam();
    const { bob, line, alerts } = team;
    const { logSeq } = await must(bob, "sync.status", {});
    const head = { seq: logSeq - 3, hash: hashAt(team, logSeq - 3) };
    line.tamper("log", () => ({ head, entries: [] }));
    line.forget();
    const status = await must(bob, "sync.now", {});
    expect(status).toMatchObject({ state: "stopped", logSeq, failures: [{ code: "log-rollback" }] });
    for (let round = 0; round < 5; round++) await must(bob, "sync.now", {});
    expect(line.asked.filter(({ route }) => route === "restoreLog").length).toBeLessThanOrEqual(3);
    expect(alerts.map(({ code }) => code)).toEqual(["log-rollback"]);
    line.honest();
    await must(bob, "sync.resume", {});
    await logins(bob, 2);
  }, 60_000);
});

/** The hash of an entry, as it lies in Bob's file. */
function hashAt({ bobDir }: HostileTeam, seq: number): Hash {
  const db = new Sqlite(profileFile(bobDir), { readonly: true });
  try {
    return db.prepare("SELECT hash FROM log_entries WHERE seq = ?").pluck().get(seq) as Hash;
  } finally {
    db.close();
  }
}
