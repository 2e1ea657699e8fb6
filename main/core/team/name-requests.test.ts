/** "Please change my name", from the asker to the admin and back, on the real server. */
import { describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { founder, joiner, must, refusal, server, userOf } from "../../../e2e/kit/team.ts";
import type { Latchkey } from "../../../shared/contract/commands.ts";
import type { NameRequests } from "../../../shared/contract/name-request-shapes.ts";

/** What this person sees of requests, in step, once it is so. */
async function seen(who: Latchkey, isSo: (requests: NameRequests) => boolean): Promise<NameRequests> {
  return eventually(
    async () => {
      await must(who, "sync.now", {});
      return must(who, "member.nameRequests", {});
    },
    isSo,
    20_000,
  );
}

async function team() {
  const ada = await founder(await server());
  const bob = await joiner(ada, "Bob");
  await must(ada, "sync.now", {});
  return { ada, bob, user: await userOf(bob) };
}

describe("a person who asks for another name", () => {
  it("gets it from an admin, and the request is over for both", async () => {
    const { ada, bob, user } = await team();
    await must(bob, "member.askName", { name: "Bob Sommer" });
    expect((await must(bob, "member.nameRequests", {})).own).toMatchObject({ name: "Bob Sommer" });
    const { open } = await seen(ada, (requests) => requests.open.length === 1);
    expect(open[0]).toMatchObject({ user, now: "Bob", name: "Bob Sommer" });
    await must(ada, "member.acceptName", { request: open[0]?.request as string });
    expect((await must(ada, "member.nameRequests", {})).open).toEqual([]);
    expect((await seen(bob, ({ own }) => own === null)).open).toEqual([]);
    const names = (await must(bob, "member.list", {})).map(({ name }) => name);
    expect(names).toEqual(["Ada", "Bob Sommer"]);
  });

  it("reads that it was declined, by whom and why, and may ask anew", async () => {
    const { ada, bob } = await team();
    await must(bob, "member.askName", { name: "Dana (CFO)" });
    const { open } = await seen(ada, (requests) => requests.open.length === 1);
    const request = open[0]?.request as string;
    await must(ada, "member.declineName", { request, reason: "Not your name" });
    expect((await must(ada, "member.nameRequests", {})).open).toEqual([]);
    const { own } = await seen(bob, (requests) => requests.own?.state === "declined");
    expect(own).toMatchObject({ name: "Dana (CFO)", by: await userOf(ada), reason: "Not your name" });
    expect(await refusal(ada, "member.acceptName", { request })).toBe("not-found");
    await must(bob, "member.askName", { name: "Robert" });
    expect((await seen(ada, (requests) => requests.open.length === 1)).open[0]?.name).toBe("Robert");
  });

  it("is shown to the admin beside whoever has such a name already, themselves apart", async () => {
    const { ada, bob } = await team();
    const asked = async (name: string) => {
      await must(bob, "member.askName", { name });
      const { open } = await seen(ada, (requests) => requests.open[0]?.name === name);
      return open[0]?.like;
    };
    expect(await asked("Αda")).toEqual([await userOf(ada)]);
    expect(await asked("BOB")).toEqual([]);
  });

  it("decides nothing themselves", async () => {
    const { ada, bob } = await team();
    await must(bob, "member.askName", { name: "Bob Sommer" });
    const { open } = await seen(ada, (requests) => requests.open.length === 1);
    const request = open[0]?.request as string;
    expect(await refusal(bob, "member.acceptName", { request })).toBe("role");
    expect(await refusal(bob, "member.declineName", { request })).toBe("role");
    expect((await must(bob, "member.nameRequests", {})).open).toEqual([]);
  });
});
