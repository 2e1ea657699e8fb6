/** Tools on the real server: an admin writes them, everybody reads them, and a member writes none. */
import { expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { founder, joiner, must, refusal, server, userOf } from "../../../e2e/kit/team.ts";

it("what an admin adds is there for a member, who changes nothing of it", async () => {
  const ada = await founder(await server());
  const bob = await joiner(ada, "Bob");
  await must(ada, "sync.now", {});
  const user = await userOf(bob);
  const { tool } = await must(ada, "tool.save", { name: "GitHub", domains: ["github.com"], owner: user });
  const { account } = await must(ada, "account.save", { tool, user, signInName: "bob-k" });
  const { tools, mayEdit } = await eventually(
    async () => {
      await must(bob, "sync.now", {});
      return must(bob, "tool.list", {});
    },
    (list) => list.tools[0]?.accounts === 1,
  );
  expect([tools.map(({ name, owner }) => [name, owner]), mayEdit]).toEqual([[["GitHub", user]], false]);
  expect(await must(bob, "account.list", {})).toMatchObject([{ account, toolName: "GitHub", signInName: "bob-k" }]);
  expect(await refusal(bob, "tool.save", { tool, owner: null })).toBe("role");
  expect(await refusal(bob, "account.save", { account, role: "Owner" })).toBe("role");
  expect((await must(bob, "tool.get", { tool })).owner).toBe(user);
});
