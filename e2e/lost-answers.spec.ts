/**
 * A connection that breaks under a post: whether the server took it is not known, and is found out, never guessed. Every
 * kind of post at every place where its connection can break: done once, with all that belongs to it.
 */
import { describe, expect, it } from "vitest";
import type { Result } from "../shared/failures.ts";
import type { RouteName } from "../shared/protocol/routes/routes.ts";
import type { Client } from "./drive.ts";
import { type BreakingLine, breakingLine, breaks } from "./kit/breaking-line.ts";
import { eventually } from "./kit/eventually.ts";
import { client, founder, isIn, joiner, must, passphrase, readyVault, userOf } from "./kit/team.ts";

const titled = async (person: Client, title: string) =>
  (await must(person, "vault.list", {})).filter((vault) => vault.title === title);

/** A kind of post: what breaks, and the act whose one effect is looked for afterwards. */
type Kind = { route: RouteName; act(line: BreakingLine, breakIt: () => void): Promise<void> };

const kinds = {
  "entries of a new team": {
    route: "append",
    async act({ running }, breakIt) {
      const ada = await client();
      const { url, setupCode } = running;
      breakIt();
      await must(ada, "team.create", { name: "Nordlicht", person: "Ada", passphrase, server: { url, setupCode } });
      expect((await must(ada, "member.list", {})).map(({ name }) => name)).toEqual(["Ada"]);
    },
  },
  "an entry": {
    route: "append",
    async act({ running }, breakIt) {
      const ada = await founder(running);
      breakIt();
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      expect(await titled(ada, "Ops")).toMatchObject([{ vault }]);
      expect(await must(ada, "vault.list", {})).toHaveLength(2);
    },
  },
  "an entry with a key bundle beside it": {
    route: "append",
    async act({ running }, breakIt) {
      const ada = await founder(running);
      const bob = await joiner(ada, "Bob");
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      await must(ada, "item.save", { vault, changes: { title: "Router", password: "alpha" } });
      breakIt();
      await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
      await readyVault(bob, vault);
      await eventually(
        () => must(bob, "item.list", { vault }),
        ({ items }) => items[0]?.title === "Router",
      );
    },
  },
  "a commit": {
    route: "push",
    async act({ running }, breakIt) {
      const ada = await founder(running);
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      breakIt();
      const saved = await must(ada, "item.save", { vault, changes: { title: "Router", password: "alpha" } });
      expect(saved).toMatchObject({ version: 1, draft: false });
      const { history } = await must(ada, "item.get", { item: saved.item });
      expect(history).toHaveLength(1);
      expect((await must(ada, "sync.now", {})).pending).toBe(0);
    },
  },
  "a join message": {
    route: "join",
    async act({ running }, breakIt) {
      const ada = await founder(running);
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      const bob = await client();
      breakIt();
      await must(bob, "team.join", { code, passphrase });
      await isIn(bob);
      const names = await eventually(
        async () => (await must(bob, "member.list", {})).map(({ name }) => name).sort(),
        ([first]) => first !== "",
      );
      expect(names).toEqual(["Ada", "Bob"]);
    },
  },
} satisfies Record<string, Kind>;

describe.each(Object.entries(kinds) as [string, Kind][])("%s", (_, { route, act }) => {
  it.each(breaks)("is done once where the connection ends %s", async (how) => {
    const line = await breakingLine();
    await act(line, () => line.breakNext(route, how));
    expect(line.broken()).toBe(1);
  });
});

describe("asked for again after nobody could be asked what became of it", () => {
  it("a vault is the same vault, and an invite the same invite, whose code lets its holder in", async () => {
    const line = await breakingLine();
    const ada = await founder(line.running);
    const lost = async <T>(act: () => Promise<Result<T>>): Promise<Result<T>> => {
      line.breakNext("append", "after-it-is-taken", () => line.cut(true));
      const failed = await act();
      line.cut(false);
      expect(failed).toMatchObject({ ok: false, failure: { code: "offline" } });
      return act();
    };
    expect(await lost(() => ada.call("vault.create", { title: "Ops" }))).toMatchObject({ ok: true });
    expect(await titled(ada, "Ops")).toHaveLength(1);
    // A second one with the same title is another vault, once the first was answered.
    await must(ada, "vault.create", { title: "Ops" });
    expect(await titled(ada, "Ops")).toHaveLength(2);
    const invited = await lost(() => ada.call("invite.create", { name: "Bob" }));
    expect((await must(ada, "invite.list", {})).map(({ name }) => name)).toEqual(["Bob"]);
    const bob = await client();
    await must(bob, "team.join", { code: invited.ok ? invited.value.code : "", passphrase });
    await isIn(bob);
  });
});
