/** A server that sends pages without an end: each is verified as it comes, and the first that does not verify is the last. */
import { describe, expect, it } from "vitest";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { type Between, between } from "../../../e2e/kit/tampering.ts";
import { client, founder, joiner, must, passphrase, refusal, server, userOf } from "../../../e2e/kit/team.ts";

/** While Bob is away the vault gets commits, and then a rotation whose pin they must reach. */
async function boundAbove(team: HostileTeam): Promise<void> {
  const { ada, line, vault } = team;
  const carol = await userOf(await joiner(ada, "Carol"));
  await must(ada, "vault.setAccess", { vault, user: carol, permission: "use" });
  line.cut(true);
  for (const title of ["one", "two", "three", "four"])
    await must(ada, "item.save", { vault, kind: "login", changes: { title, password: "new" } });
  await must(ada, "vault.setAccess", { vault, user: carol, permission: null });
  line.forget();
  line.cut(false);
}

const pagesAsked = ({ line, vault }: HostileTeam): number =>
  line.asked.filter((asked) => asked.route === "commits" && asked.vault === vault).length;

describe("pages below a head that binds", () => {
  it.each<[string, Uint8Array]>([
    ["of garbage", new Uint8Array(100_000)],
    ["of a commit from elsewhere", Uint8Array.of(0xa0)],
  ])("%s: one is asked for, and none is kept", async (_what, junk) => {
    const team = await hostileTeam();
    const { bob, line, vault } = team;
    const shown = await readsAll(team);
    await boundAbove(team);
    line.tamper("commits", (page, asked) => (asked.vault === vault ? { head: page.head, commits: [junk] } : page));
    expect((await must(bob, "sync.now", {})).failures).toContainEqual({ vault, code: "encoding" });
    expect(pagesAsked(team)).toBe(1);
    expect(await readsAll(team)).toEqual(shown);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 6);
  });

  it("where the third page is garbage: three are asked for, and nothing below the head that binds is kept", async () => {
    const team = await hostileTeam();
    const { bob, line, vault } = team;
    const shown = await readsAll(team);
    await boundAbove(team);
    line.tamper("commits", ({ head, commits }, asked) => {
      if (asked.vault !== vault) return { head, commits };
      return { head, commits: pagesAsked(team) > 2 ? [new Uint8Array(9)] : commits.slice(0, 1) };
    });
    expect((await must(bob, "sync.now", {})).failures).toContainEqual({ vault, code: "encoding" });
    expect(pagesAsked(team)).toBe(3);
    expect(await readsAll(team)).toEqual(shown);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 6);
  });

  it("of one commit each are taken up to it, and shown once it is reached", async () => {
    const team = await hostileTeam();
    const { bob, line, vault } = team;
    await boundAbove(team);
    line.tamper("commits", ({ head, commits }, asked) => ({
      head,
      commits: asked.vault === vault ? commits.slice(0, 1) : commits,
    }));
    await inStep(bob, 6);
    expect(pagesAsked(team)).toBeGreaterThan(3);
  });
});

describe("the log that a joiner reads", () => {
  const longer = (line: Between, most: number) => {
    let pages = 0;
    line.tamper("log", ({ head, entries }) => {
      pages++;
      if (pages > most) return new Response(null, { status: 500 });
      return { head: { ...head, seq: head.seq + 1000 }, entries: pages === 1 ? entries : [] };
    });
    return () => pages;
  };

  it("is refused at the first page that brings nothing, however long the server says it is", async () => {
    const ada = await founder(await server());
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const line = between();
    const pages = longer(line, 20);
    const bob = await client({ fetch: line.fetch });
    expect(await refusal(bob, "team.join", { code, passphrase })).toBe("invite");
    expect(pages()).toBe(2);
    line.honest();
    await must(bob, "team.join", { code, passphrase });
  });
});

describe("bundles", () => {
  it("are asked for no longer than until the last one that the log names is here", async () => {
    const team = await hostileTeam();
    const { ada, bob, line } = team;
    line.cut(true);
    const { vault } = await must(ada, "vault.create", { title: "Fresh" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
    for (const name of ["Dora", "Emil", "Finn"]) await must(ada, "invite.create", { name });
    line.tamper("bundles", ({ blobs }, { url }) => ({ blobs, next: Number(url.split("=")[1]) + 1 }));
    line.forget();
    line.cut(false);
    await must(bob, "sync.now", {});
    expect(line.asked.filter(({ route }) => route === "bundles")).toHaveLength(1);
    expect((await must(bob, "vault.list", {})).find((one) => one.vault === vault)?.state).toBe("ready");
  });
});
