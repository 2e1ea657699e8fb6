/** Coverage on the real server: what one opens oneself, what others file, and what stays uncounted; one team for all of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { keep } from "../../../e2e/kit/scratch.ts";
import { founder, joiner, must, server, userOf } from "../../../e2e/kit/team.ts";
import type { CoverageShape } from "../../../shared/contract/coverage-shapes.ts";

const seed = "otpauth://totp/Acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const clock = { byMs: 0, now: () => Date.now() + clock.byMs };

let [ada, bob] = [] as unknown as [Client, Client];
let [adas, bobs, github] = ["", "", ""];
let end: () => Promise<void>;
beforeAll(async () => {
  ada = await founder(await server({ clock }), { clock });
  bob = await joiner(ada, "Bob", { clock });
  adas = (await must(ada, "vault.create", { title: "Operations" })).vault;
  bobs = (await must(bob, "vault.create", { title: "Bob's secrets" })).vault;
  github = (await must(ada, "tool.save", { name: "GitHub", domains: ["github.com"] })).tool;
  end = keep();
});
afterAll(() => end());

const login = async (who: Client, vault: string, title: string, more: object = {}): Promise<string> =>
  (await must(who, "item.save", { vault, changes: { title, ...more } })).item;

/** Everybody's app was open for a while. */
async function pass(): Promise<void> {
  for (const person of [ada, bob]) await must(person, "sync.now", {});
  clock.byMs += 100_000;
  for (const person of [bob, ada, bob, ada]) await must(person, "sync.now", {});
}

const whenRead = (who: Client, isRight: (seen: CoverageShape) => boolean): Promise<CoverageShape> =>
  eventually(async () => {
    await must(who, "sync.now", {});
    return must(who, "coverage.get", {});
  }, (seen) => !seen.isReading && isRight(seen));

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
    expect(seen.all).toMatchObject({ settled: 3, attention: 1, unknown: 2, uncounted: 0, isComplete: true, share: 0.5 });
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

  it("says where something else was filed than is in the item, to whoever can open both", async () => {
    await must(bob, "vault.setAccess", { vault: bobs, user: await userOf(ada), permission: "use" });
    const seen = await whenRead(ada, ({ vaults }) => vaults.find(({ id }) => id === bobs)?.name === "Bob's secrets");
    expect(seen.differs).toBe(0);
    expect(seen.all.isComplete).toBe(true);
  });
});
