/**
 * A server that showed one reader what nobody else has, or leaves out what there is: the reader stands still by name, keeps
 * what was accepted, writes nothing on it, and a manager's pin brings everybody together again [protocol: Cuts and pins bind].
 */
import { describe, expect, it } from "vitest";
import { atRest } from "../../../e2e/kit/at-rest.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { joiner, must, passphrase, readyVault, userOf } from "../../../e2e/kit/team.ts";

const written = ({ line }: HostileTeam) => line.asked.filter(({ route }) => route === "push");
const titles = async ({ bob, vault }: HostileTeam) =>
  (await must(bob, "item.list", { vault })).items.map(({ title }) => title).sort();

/** Ada gives Carol the vault and takes it again: a cut, and Ada's pin under a new key. */
async function cutAndPin({ ada, vault }: HostileTeam, user: string): Promise<void> {
  await must(ada, "vault.setAccess", { vault, user, permission: "use" });
  await must(ada, "vault.setAccess", { vault, user, permission: null });
}

/** Bob writes on a copy of the server that nobody else sees; then the server is the one that the others know. */
async function writtenAlone(team: HostileTeam, meanwhile: () => Promise<unknown>): Promise<void> {
  const { ada, bob, vault } = team;
  await atRest([ada, bob]);
  await must(ada, "account.lock", {});
  const turnTo = await team.snapshot();
  await turnTo("copy");
  await eventually(
    () => must(bob, "sync.now", {}),
    ({ state }) => state === "ok",
    10_000,
  );
  await must(bob, "item.save", { vault, kind: "login", changes: { title: "Bob alone", password: "own" } });
  await eventually(
    () => must(bob, "sync.now", {}),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );
  team.line.cut(true);
  await turnTo("now");
  await must(ada, "account.unlock", { passphrase });
  await meanwhile();
  team.line.forget();
  team.line.cut(false);
}

const save = ({ ada, vault }: HostileTeam, title: string) =>
  must(ada, "item.save", { vault, kind: "login", changes: { title, password: "of all" } });
/** Until Ada's edits are on the server. */
const sent = ({ ada }: HostileTeam) =>
  eventually(
    () => must(ada, "sync.now", {}),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );

describe("a reader to whom the server showed a chain of their own", () => {
  it.each([
    ["beside it", ["Of all"]],
    ["ahead of it", ["Of all", "Of all too"]],
  ])(
    "begins anew at a manager's pin %s: nothing is lost, and both read the same",
    async (_where, edits) => {
      const team = await hostileTeam();
      const { ada, bob, vault } = team;
      const carol = await joiner(ada, "Carol");
      const user = await userOf(carol);
      await atRest([ada, bob, carol]);
      await must(carol, "account.lock", {});
      await inStep(bob, 2);
      await writtenAlone(team, async () => {
        for (const title of edits) await save(team, title);
        await sent(team);
        await cutAndPin(team, user);
      });
      await eventually(
        () => titles(team),
        (seen) => [...edits, "AWS", "Bob alone"].every((title) => seen.includes(title)),
        15_000,
      );
      expect(team.alerts).toContainEqual(expect.objectContaining({ code: "log-fork", vault }));
      await eventually(
        async () => {
          await must(bob, "sync.now", {});
          await must(ada, "sync.now", {});
          return (await must(ada, "item.list", { vault })).items.map(({ title }) => title);
        },
        (seen) => [...edits, "AWS", "Bob alone"].every((title) => seen.includes(title)),
        15_000,
      );
      const own = (await must(ada, "item.list", { vault })).items.find(({ title }) => title === "Bob alone");
      expect((await must(ada, "item.reveal", { item: own?.item as string, field: "password" })).value).toBe("own");
    },
    60_000,
  );

  it("stands still where a cut lies below it, keeps what was accepted, and goes on from the next pin", async () => {
    const team = await hostileTeam();
    const { ada, bob, vault } = team;
    const carol = await joiner(ada, "Carol");
    const user = await userOf(carol);
    await atRest([ada, bob, carol]);
    await must(carol, "account.lock", {});
    await inStep(bob, 2);
    await writtenAlone(team, () => cutAndPin(team, user));
    const status = await must(bob, "sync.now", {});
    expect(status.failures).toContainEqual({ vault, code: "log-fork" });
    expect(await titles(team)).toEqual(["AWS", "Bob alone"]);
    expect((await must(bob, "item.save", { vault, item: team.item, changes: { username: "later" } })).draft).toBe(true);
    expect(written(team)).toEqual([]);
    expect((await must(bob, "vault.list", {})).find((one) => one.vault === vault)?.state).toBe("stopped");
    await save(team, "Of all");
    await sent(team);
    await cutAndPin(team, user);
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        await must(ada, "sync.now", {});
        return (await must(ada, "item.list", { vault })).items.map(({ title }) => title).sort();
      },
      (seen) => seen.join() === ["AWS", "Bob alone", "Of all"].join(),
      20_000,
    );
    expect((await must(ada, "item.get", { item: team.item })).username).toBe("later");
  }, 60_000);
});

describe("a vault that the server leaves out", () => {
  it.each([
    ["for a new reader", null],
    ["for a new reader whose right ends in a year", 365 * 86_400_000],
  ])(
    "%s is not empty: it is named, and nothing is written to it",
    async (_who, lastsMs) => {
      const team = await hostileTeam();
      const { ada, bob, line } = team;
      const user = await userOf(bob);
      const { vault: fresh } = await must(ada, "vault.create", { title: "Fresh" });
      await must(ada, "item.save", { vault: fresh, kind: "login", changes: { title: "Inside", password: "i" } });
      await sent(team);
      line.tamper("vaults", ({ heads }) => ({ heads: heads.filter(({ vault }) => vault !== fresh) }));
      line.tamper("commits", (page, asked) =>
        asked.vault === fresh ? { head: { seq: 0, hash: "0".repeat(52) as never }, commits: [] } : page,
      );
      const end = lastsMs === null ? {} : { end: Date.now() + lastsMs };
      await must(ada, "vault.setAccess", { vault: fresh, user, permission: "edit", ...end });
      const status = await eventually(
        () => must(bob, "sync.now", {}),
        ({ failures }) => failures.some(({ vault }) => vault === fresh),
        10_000,
      );
      expect(status.failures).toContainEqual({ vault: fresh, code: "log-rollback" });
      line.forget();
      const saved = await bob.call("item.save", {
        vault: fresh,
        kind: "login",
        changes: { title: "Forked", password: "f" },
      });
      await must(bob, "sync.now", {});
      expect([saved.ok, written(team)]).toEqual([true, []]);
      expect(await readsAll(team)).toEqual(expect.arrayContaining(["AWS", "Elsewhere"]));
      line.honest();
      await must(bob, "sync.resume", {});
      await readyVault(bob, fresh);
      await inStep(bob, 4);
    },
    60_000,
  );
});
