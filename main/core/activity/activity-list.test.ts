/** The list of the activity, with whole apps on the real server: who reads what, and how it is filtered and paged. */
import { expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { founder, joiner, must, server, userOf } from "../../../e2e/kit/team.ts";

const minute = 60_000;

it("shows everybody's to an admin, one's own to everybody else, by person and kind, page by page", async () => {
  const ada = await founder(await server());
  const clock = { byMs: 0, now: () => Date.now() + clock.byMs };
  const bob = await joiner(ada, "Bob", { clock });
  await must(ada, "sync.now", {});
  const bobs = await userOf(bob);
  const vault = (
    await eventually(
      () => must(bob, "vault.list", {}),
      (vaults) => vaults.some(({ kind }) => kind === "personal"),
    )
  )[0]?.vault as string;
  const { item } = await must(bob, "item.save", { vault, kind: "login", changes: { title: "Bank", password: "x" } });
  for (let time = 0; time < 3; time++) await must(bob, "item.reveal", { item, field: "password" });
  await must(bob, "sync.now", {});
  clock.byMs += 7 * minute;
  await must(bob, "sync.now", {});
  const secrets = { user: bobs, types: ["secret-shown"] };
  const seen = await eventually(
    async () => {
      await must(ada, "sync.now", {});
      return must(ada, "activity.list", { ...secrets, limit: 2 });
    },
    ({ total }) => total === 3,
    20_000,
  );
  expect(seen).toMatchObject({ of: "team", items: 1, gaps: [], counts: { secrets: 3 } });
  // Ada cannot open it, so its title is nowhere.
  expect(seen.events).toMatchObject([
    { user: bobs, items: [{ item, title: null }], late: false },
    { user: bobs, items: [{ item, title: null }], late: false },
  ]);
  expect(seen.events.every(({ came }) => came !== null)).toBe(true);
  const before = seen.events.at(-1)?.id as string;
  const rest = await must(ada, "activity.list", { ...secrets, limit: 2, before });
  expect(rest.events).toHaveLength(1);
  expect(new Set([...seen.events, ...rest.events].map(({ id }) => id)).size).toBe(3);
  expect((await must(ada, "activity.list", { limit: 1, before: "nobody's" })).events).toEqual([]);
  const everybody = await must(ada, "activity.list", { limit: 1000 });
  expect(new Set(everybody.events.map(({ user }) => user))).toEqual(new Set([bobs, await userOf(ada)]));
  expect(everybody.all).toBe(everybody.total);
  const own = await must(bob, "activity.list", { limit: 1000 });
  expect(own.of).toBe("computer");
  expect(new Set(own.events.map(({ user }) => user))).toEqual(new Set([bobs]));
  expect((await must(bob, "activity.list", { user: await userOf(ada), limit: 1 })).events).toEqual([]);
});
