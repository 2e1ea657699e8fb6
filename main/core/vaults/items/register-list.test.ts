/** The register of shared logins: what is in it, what is missing, and who sees which part of it. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
const userOf = ({ unlocked }: Person) => unlocked.profile.user as string;
const day = 86_400_000;
const list = async (who: Person, query: CommandInput<"register.list"> = {}) =>
  must(await who.items.handlers["register.list"](query as never));
type Shared = NonNullable<CommandInput<"item.save">["changes"]["sharedLogin"]>;
const whole = (): Shared => ({
  ...{ reason: "One account in the plan", owner: userOf(ada), deputy: userOf(bob), alias: null },
  ...{ reviewAt: ada.now + 60 * day, end: null },
});
async function save(title: string, sharedLogin: Shared | null, kind = "login"): Promise<void> {
  const input = { vault: ada.vault, kind, changes: { title, sharedLogin } };
  must(await ada.items.handlers["item.save"](input as never));
}

await save("Buffer", whole());
await save("Ahrefs", { ...whole(), reviewAt: null, end: ada.now + 10 * day });
await save("Canva", { ...whole(), reviewAt: ada.now - day });
await save("Mastodon", { ...whole(), deputy: null });
await save("Eventbrite", null);
await save("A note", null, "note");
must(await bob.sync());

describe("the register", () => {
  it("holds the logins of shared vaults: past ones first, then those that lack something", async () => {
    const { rows, counts, vaults, total, absent } = await list(ada);
    expect(rows.map(({ title, gaps }) => [title, gaps])).toEqual([
      ["Canva", ["review-past"]],
      ["Eventbrite", ["reason", "owner", "deputy", "review"]],
      ["Mastodon", ["deputy"]],
      ["Ahrefs", []],
      ["Buffer", []],
    ]);
    expect({ counts, total, absent }).toEqual({
      ...{ counts: { all: 5, unanswered: 1, missing: 2, past: 1, soon: 1, ends: 1, complete: 2 }, total: 5, absent: 0 },
    });
    expect(vaults).toEqual([{ vault: ada.vault, logins: 5, complete: 2 }]);
  });

  it.each<[CommandInput<"register.list">, string[]]>([
    [{ only: "unanswered" }, ["Eventbrite"]],
    [{ only: "missing" }, ["Eventbrite", "Mastodon"]],
    [{ only: "past" }, ["Canva"]],
    [{ only: "soon" }, ["Ahrefs"]],
    [{ only: "ends" }, ["Ahrefs"]],
    [{ text: "PLAN buf" }, ["Buffer"]],
    [{ text: "plan", offset: 1, limit: 2 }, ["Mastodon", "Ahrefs"]],
    [{ text: "no such" }, []],
  ])("is narrowed by %j", async (query, titles) =>
    expect((await list(ada, query)).rows.map(({ title }) => title)).toEqual(titles),
  );

  it("gives its numbers alone where no row is asked for", async () => {
    const { rows: _, ...numbers } = await list(ada);
    expect(await list(ada, { limit: 0 })).toEqual({ ...numbers, rows: [] });
  });

  it("is the same for whoever may view the vault, and empty for a vault that they cannot open", async () => {
    expect((await list(bob)).counts).toEqual((await list(ada)).counts);
    expect(await list(bob, { vault: "0".repeat(26) as never })).toMatchObject({ total: 0, absent: 0 });
  });

  it("goes on with the clock", async () => {
    ada.now += 30 * day;
    expect((await list(ada)).counts).toMatchObject({ past: 2, soon: 2 });
    ada.now -= 30 * day;
  });
});
