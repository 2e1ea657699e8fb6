/** Coverage on the real server: what one opens oneself, what others file, and what stays uncounted; one team for all of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { keep, scratchDir } from "../../../e2e/kit/scratch.ts";
import { founder, joiner, must, passphrase, server, userOf } from "../../../e2e/kit/team.ts";
import type { CoverageShape } from "../../../shared/contract/coverage-shapes.ts";

const seed = "otpauth://totp/Acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const clock = { byMs: 0, now: () => Date.now() + clock.byMs };

let [ada, bob] = [] as unknown as [Client, Client];
let [adas, bobs, github] = ["", "", ""];
let dataDir: string;
let end: () => Promise<void>;
beforeAll(async () => {
  dataDir = scratchDir();
  ada = await founder(await server({ clock }), { clock, dataDir });
  bob = await joiner(ada, "Bob", { clock });
  adas = (await must(ada, "vault.create", { title: "Operations" })).vault;
  bobs = (await must(bob, "vault.create", { title: "Bob's secrets" })).vault;
  github = (await must(ada, "tool.save", { name: "GitHub", domains: ["github.com"] })).tool;
  end = keep();
});
afterAll(() => end());

const login = async (who: Client, vault: string, title: string, more: object = {}): Promise<string> =>
  (await must(who, "item.save", { vault, changes: { title, ...more } })).item;

/** Their apps were open for a while. */
async function pass(people = [ada, bob]): Promise<void> {
  // Nobody's app locks itself meanwhile.
  for (const person of people) await must(person, "account.active", {});
  for (const person of people) await must(person, "sync.now", {});
  clock.byMs += 100_000;
  for (const person of [...people, ...people]) await must(person, "sync.now", {});
}

const whenRead = (who: Client, isRight: (seen: CoverageShape) => boolean): Promise<CoverageShape> =>
  eventually(
    async () => {
      await must(who, "sync.now", {});
      return must(who, "coverage.get", {});
    },
    (seen) => !seen.isReading && isRight(seen),
  );

describe("coverage", () => {
  it("counts what is there, by everything, and leaves a vault that nobody spoke of in the denominator", async () => {
    await login(ada, adas, "Seed", { totp: seed, urls: [{ url: "https://github.com", match: "domain" }] });
    const said = await login(ada, adas, "Said");
    await login(ada, adas, "Nothing");
    await must(ada, "item.setSecondFactor", { item: said, state: "sms-only" });
    const user = await userOf(bob);
    await must(ada, "account.save", { tool: github, user, signInName: "bob-k" });
    const seen = await whenRead(ada, ({ all }) => all.settled + all.attention + all.unknown === 4);
    expect(seen.all).toMatchObject({ settled: 1, attention: 1, unsettled: 0, unknown: 2 });
    expect(seen.all).toMatchObject({ isComplete: false, share: null });
    expect(seen.tools).toMatchObject([{ id: github, name: "GitHub", settled: 1, unknown: 1, share: 0.5 }]);
    expect(seen.people).toMatchObject([{ id: user, name: "Bob", unknown: 1 }]);
    expect(seen.hidden).toBe(1);
    expect(seen.vaults).toEqual([
      expect.objectContaining({ id: bobs, name: null, isComplete: false, share: null }),
      expect.objectContaining({ id: adas, name: "Operations", settled: 1, isComplete: true }),
    ]);
    expect(seen.trend.at(-1)).toMatchObject({ settled: 1, attention: 1 });
  });

  it("takes in what an editor's app filed, without a title, and says no share before", async () => {
    await login(bob, bobs, "Very secret", { totp: seed, username: "bob@example.com" });
    const open = await login(bob, bobs, "Another");
    await must(bob, "item.setSecondFactor", { item: open, state: "passkey-or-hardware-key" });
    await pass();
    const seen = await whenRead(ada, ({ hidden, all }) => hidden === 0 && all.settled === 3);
    expect(seen.all).toMatchObject({
      settled: 3,
      attention: 1,
      unknown: 2,
      uncounted: 0,
      isComplete: true,
      share: 0.5,
    });
    const { rows } = await must(ada, "coverage.list", { vault: bobs as never });
    expect(rows.map(({ title, username, state, filedBy }) => [title, username, state, filedBy !== null])).toEqual(
      expect.arrayContaining([
        [null, null, "totp-here", true],
        [null, null, "passkey-or-hardware-key", true],
      ]),
    );
    expect(seen.trend.at(-1)?.share).toBe(0.5);
  });

  it("follows a change and a deletion of what it cannot open", async () => {
    const { items } = await must(bob, "item.list", { vault: bobs as never });
    const [first, second] = items.map(({ item }) => item);
    await must(bob, "item.setSecondFactor", { item: first as string, state: "sms-only" });
    await must(bob, "item.delete", { item: second as string });
    await pass();
    const seen = await whenRead(ada, ({ vaults }) => vaults.find(({ id }) => id === bobs)?.settled !== 2);
    const of = seen.vaults.find(({ id }) => id === bobs);
    expect((of?.settled ?? 0) + (of?.attention ?? 0)).toBe(1);
    expect(of).toMatchObject({ unknown: 0, uncounted: 0, isComplete: true });
  });

  it("does not tell a member more than they can open, and never a share of it", async () => {
    const seen = await whenRead(bob, () => true);
    expect(seen.all.share).toBeNull();
    expect(seen.vaults.find(({ id }) => id === adas)).toMatchObject({ name: null, isComplete: false });
    const { rows } = await must(bob, "coverage.list", { vault: adas as never });
    expect(rows).toEqual([]);
  });

  it("lists what is behind each number, by text too", async () => {
    const { counts, total } = await must(ada, "coverage.list", { standing: "unknown" });
    expect(total).toBe(counts.unknown);
    const found = await must(ada, "coverage.list", { text: "bob-k" });
    expect(found.rows).toMatchObject([{ username: "bob-k", toolName: "GitHub", reason: "nobody-said" }]);
    expect((await must(ada, "coverage.list", { tool: github as never })).total).toBe(2);
  });

  it("counts what a person says of an own account, once a lead's app filed it beside their letter", async () => {
    const said = { tool: github as never, signInName: "bob-own", role: null, isRemoved: false } as const;
    const { account } = await must(bob, "account.state", { ...said, state: "passkey-or-hardware-key" });
    expect(await must(bob, "account.list", {})).toContainEqual(
      expect.objectContaining({ account, waits: true, isMine: true }),
    );
    await pass();
    await pass();
    const rowOf = async (who: Client) => {
      await must(who, "sync.now", {});
      const { rows } = await must(who, "coverage.list", { text: "bob-own" });
      return rows[0];
    };
    for (const who of [ada, bob])
      expect(
        await eventually(
          () => rowOf(who),
          (row) => row?.standing === "settled",
        ),
      ).toMatchObject({ reason: "stated" });
    expect(await must(bob, "account.list", {})).toContainEqual(expect.objectContaining({ account, waits: false }));
    const { accountList } = await must(ada, "tool.get", { tool: github as never });
    expect(accountList.filter(({ isStated }) => isStated).map((one) => one.account)).toEqual([account]);
    await must(bob, "account.state", { ...said, account: account as never, state: "unknown", isRemoved: true });
    await pass();
    await eventually(
      () => rowOf(ada),
      (row) => row === undefined,
    );
  });

  it("goes into a file in which nothing is a formula, what could not be counted first", async () => {
    const hidden = (await must(bob, "vault.create", { title: "Not filed yet" })).vault;
    await login(ada, adas, '=HYPERLINK("https://evil.example")', { username: "@SUM(A1)" });
    await whenRead(ada, ({ hidden: count }) => count === 1);
    const { name, rows } = await must(ada, "coverage.export", {});
    const text = readFileSync(join(dataDir, "downloads", name), "utf8");
    const lines = text.split("\r\n").filter((line) => line !== "");
    expect(lines).toHaveLength(rows + 2);
    expect(lines[1]).toContain(hidden);
    expect(text).toContain("'=HYPERLINK");
    for (const cell of text.split(/,|\r\n/)) expect(cell).not.toMatch(/^"?\s*[=+\-@]/);
    const cancelled = await must(ada, "coverage.export", { standing: "settled" });
    expect(cancelled.rows).toBe((await must(ada, "coverage.get", {})).all.settled);
    await pass();
  });

  it("says where something else was filed than is in the item, to whoever can open both, after a day", async () => {
    await must(bob, "vault.setAccess", { vault: bobs, user: await userOf(ada), permission: "use" });
    const seen = await whenRead(ada, ({ vaults }) => vaults.find(({ id }) => id === bobs)?.name === "Bob's secrets");
    expect(seen.differs).toBe(0);
    const [{ item = "" } = {}] = (await must(bob, "item.list", { vault: bobs as never })).items;
    await must(bob, "item.save", { vault: bobs, item, changes: { totp: null } });
    await must(bob, "item.setSecondFactor", { item, state: "not-offered" });
    await must(bob, "account.lock", {});
    await must(ada, "sync.now", {});
    expect((await must(ada, "coverage.get", {})).differs).toBe(0);
    await must(ada, "account.lock", {});
    clock.byMs += 25 * 3_600_000;
    await must(ada, "account.unlock", { passphrase });
    const later = await whenRead(ada, ({ differs }) => differs === 1);
    expect(later.all.isComplete).toBe(true);
    expect(await must(ada, "coverage.list", { differs: true })).toMatchObject({
      total: 1,
      rows: [{ item, differs: true }],
    });
  });

  it("goes on without whoever filed it: another editor's app files it anew", async () => {
    await must(bob, "account.unlock", { passphrase });
    const user = await userOf(ada);
    await must(bob, "vault.setAccess", { vault: bobs, user, permission: "manage" });
    const carl = await joiner(ada, "Carl", { clock });
    await must(ada, "member.setRole", { user: await userOf(carl), role: "lead" });
    await pass();
    await must(ada, "member.remove", { user: await userOf(bob) });
    await must(ada, "sync.now", {});
    await pass([ada, carl]);
    const seen = await whenRead(carl, ({ vaults }) => (vaults.find(({ id }) => id === bobs)?.attention ?? 0) > 0);
    expect(seen.vaults.find(({ id }) => id === bobs)).toMatchObject({ name: null, unknown: 0, isComplete: true });
  });
});
