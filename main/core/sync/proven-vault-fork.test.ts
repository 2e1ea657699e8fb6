/**
 * A server that shows two chains of one vault, on each of which two people went on: whoever sees both stops in that vault alone, by
 * evidence that neither a lock nor the server takes away, until a manager says on which chain it goes on; then everybody reads the
 * same, and what was beside it comes back to whoever wrote it [protocol: Forks of a vault].
 */
import { describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { hostileTeam } from "../../../e2e/kit/hostile-team.ts";
import { adaSees, saved, splitVault, stateOf, status, titlesIn } from "../../../e2e/kit/split-vault.ts";
import { between } from "../../../e2e/kit/tampering.ts";
import { must, passphrase, refusal, userOf } from "../../../e2e/kit/team.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";

async function reopened(person: Client): Promise<void> {
  await must(person, "account.lock", {});
  await must(person, "account.unlock", { passphrase });
}

describe("two chains of one vault", () => {
  it("what one person wrote beside mine stops the vault until it is looked at anew, and proves nothing", async () => {
    const team = await splitVault(false);
    const { ada, vault, turnTo, carols, doras } = team;
    await adaSees(team);
    for (const one of [carols, doras]) one.cut(true);
    await turnTo("now");
    await reopened(ada);
    await eventually(
      () => status(ada),
      ({ state, failures }) => state === "ok" && failures.length === 0,
      10_000,
    );
    expect(await stateOf(ada, vault)).toBe("ready");
  });

  it.each(["now", "copy"] as const)(
    "stop it through locks where another person built on it; a manager goes on with what the server has (%s)",
    async (server) => {
      const team = await splitVault(true);
      const { ada, bob, carol, dora, vault, other, item, turnTo, adas, line, carols, doras } = team;
      await adaSees(team);
      await reopened(ada);
      expect(await stateOf(ada, vault), "by what is kept, before the server is asked").toBe("stopped");
      for (const one of [adas, carols, doras]) one.cut(true);
      if (server === "now") await turnTo("now");
      for (const one of [adas, carols, doras, line]) one.cut(false);
      // Also where the server shows my own chain again.
      await must(ada, "sync.resume", {});
      await eventually(
        () => status(ada),
        ({ failures }) => failures.some((one) => one.vault === vault && one.code === "log-fork"),
        10_000,
      );
      expect(await stateOf(ada, vault)).toBe("stopped");
      expect(await titlesIn(ada, vault), "what was held stays shown").toEqual(["AWS", "Of Ada", "Of Bob"]);
      expect((await must(ada, "item.reveal", { item, field: "password" })).value).toBe("first");
      await saved(ada, other, "Other vaults go on");
      expect(await refusal(bob, "vault.void", { vault })).toBe("role");
      await must(ada, "item.save", { vault, kind: "login", changes: { title: "Held here" } });
      expect((await status(ada)).pending, "nothing is written to it").toBe(1);

      const lost = await must(ada, "vault.voiding", { vault });
      expect(lost).toMatchObject({ why: "fork", commits: server === "now" ? 0 : 2 });
      expect(await refusal(ada, "vault.void", { vault, upTo: lost.upTo }), "of no other chain than was shown").toBe(
        "invalid-input",
      );
      await must(ada, "vault.void", { vault, upTo: lost.upTo, head: lost.head ?? "" });
      const all = ["AWS", "Held here", "Of Ada", "Of Bob", "Of Carol", "Of Dora"];
      for (const person of [ada, bob, carol, dora])
        await eventually(
          async () => {
            for (const one of [ada, bob, carol, dora]) await status(one);
            return titlesIn(person, vault);
          },
          (titles) => titles.join() === all.join(),
          20_000,
        );
      expect(await stateOf(ada, vault)).toBe("ready");
      await reopened(ada);
      expect(await stateOf(ada, vault)).toBe("ready");
    },
    90_000,
  );

  it("people are still taken out of the team, and a manager goes on then too", async () => {
    const team = await splitVault(true);
    const { ada, bob, carol, dora, vault, line, carols, doras } = team;
    await adaSees(team);
    await must(ada, "member.remove", { user: await userOf(dora) });
    for (const one of [line, carols, doras]) one.cut(false);
    const { upTo, head } = await must(ada, "vault.voiding", { vault });
    await must(ada, "vault.void", { vault, upTo, head: head ?? "" });
    for (const person of [ada, bob, carol])
      await eventually(
        async () => {
          for (const one of [ada, bob, carol]) await status(one);
          return titlesIn(person, vault);
        },
        (titles) => titles.join() === ["AWS", "Of Ada", "Of Bob", "Of Carol", "Of Dora"].join(),
        20_000,
      );
    expect(await stateOf(ada, vault)).toBe("ready");
  }, 60_000);

  it("a server alone that names another head has nothing given up: what it lacks is no chain to go on with", async () => {
    const adas = between();
    const { ada, vault } = await hostileTeam({ ada: { fetch: adas.fetch } });
    for (const title of ["One more", "And another"]) await saved(ada, vault, title);
    const other = "1".padEnd(52, "0") as Hash;
    adas.tamper("vaults", ({ heads }) => ({
      heads: heads.map((head) => (head.vault === vault ? { ...head, hash: other } : head)),
    }));
    adas.tamper("commits", (page, asked) =>
      asked.vault === vault ? { head: { ...page.head, hash: other }, commits: [] } : page,
    );
    await must(ada, "sync.resume", {});
    await eventually(
      async () => {
        await status(ada);
        return stateOf(ada, vault);
      },
      (state) => state === "stopped",
      10_000,
    );
    expect(await refusal(ada, "vault.voiding", { vault }), "a head without its chain").toBe("log-rollback");
    // The beginning of it, as if everything since were gone.
    adas.tamper("commits", (page, asked) => {
      if (asked.vault !== vault) return page;
      const [first] = page.commits;
      const one = first === undefined ? null : parseCommit(first);
      const isFirst = one?.ok === true && one.value.body.seq === 1;
      beginning = isFirst ? { seq: 1, hash: one.value.hash } : beginning;
      return { head: beginning, commits: isFirst && first !== undefined ? [first] : [] };
    });
    let beginning = { seq: 0, hash: other };
    expect(await refusal(ada, "vault.voiding", { vault })).toBe("log-rollback");
    expect(await refusal(ada, "vault.void", { vault })).toBe("log-rollback");
    adas.honest();
    await must(ada, "sync.resume", {});
    await eventually(
      async () => {
        await status(ada);
        return stateOf(ada, vault);
      },
      (state) => state === "ready",
      10_000,
    );
    expect(await titlesIn(ada, vault)).toEqual(["AWS", "And another", "One more"]);
  }, 60_000);
});
