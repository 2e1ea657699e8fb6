/** A recovery by two of three chosen people, through real clients and a real server: what it takes, and what does not do. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client, RunningServer } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { keep } from "../../../e2e/kit/scratch.ts";
import { between } from "../../../e2e/kit/tampering.ts";
import { client, founder, isIn, joiner, must, passphrase, refusal, server, userOf } from "../../../e2e/kit/team.ts";
import { canHelp, chosenBy, compareHelp, giveShare } from "../../../e2e/kit/two-people.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type HelpAnswer, makeHelpAnswer, readHelpAnswer } from "../../../shared/protocol/recovery/help.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { must as value } from "../../../shared/testing/team.ts";

const wrongCode = "0000 0000";

let running: RunningServer;
let people: Record<"ada" | "bob" | "cleo" | "dora", Client>;
let end = async (): Promise<void> => {};
const idOf = {} as Record<keyof typeof people, string>;
beforeAll(async () => {
  running = await server();
  const ada = await founder(running);
  const bob = await joiner(ada, "Bob");
  const [cleo, dora] = [await joiner(ada, "Cleo"), await joiner(ada, "Dora")];
  people = { ada, bob, cleo, dora };
  for (const name of ["ada", "bob", "cleo", "dora"] as const) idOf[name] = await userOf(people[name]);
  await chooseAll();
  end = keep();
}, 60_000);
afterAll(() => end());

/** Ada chooses the others, and each learns of it. */
async function chooseAll(): Promise<void> {
  const { ada, bob, cleo, dora } = people;
  const before = (await must(ada, "recovery.people", {})).chosen?.madeAt ?? 0;
  const users = [idOf.bob, idOf.cleo, idOf.dora];
  await chosenBy(ada, users);
  for (const holder of [bob, cleo, dora]) await canHelp(holder, idOf.ada, before);
}
const from = (name: "bob" | "cleo" | "dora") => ({ holder: people[name], user: idOf.ada });
const to = (fresh: Client) => ({ fresh, address: running.url });

describe("people who are chosen", () => {
  it("are told so, and their person sees who they are", async () => {
    const { ada, bob } = people;
    const { chosen, helps } = await must(ada, "recovery.people", {});
    expect([chosen?.users.length, chosen?.gone, helps]).toEqual([3, [], []]);
    expect((await must(bob, "recovery.people", {})).helps.map(({ user }) => user)).toEqual([idOf.ada]);
    // What they hold is no sheet on paper.
    expect((await must(ada, "recovery.status", {})).sheet).toBeNull();
  });

  it.each<[string, () => (keyof typeof people | "nobody")[]]>([
    ["one alone", () => ["bob"]],
    ["the same twice", () => ["bob", "bob"]],
    ["oneself", () => ["ada", "bob"]],
    ["somebody unknown", () => ["bob", "nobody"]],
  ])("cannot be %s", async (_who, names) => {
    const users = names().map((name) => (name === "nobody" ? "0".repeat(26) : idOf[name]));
    expect(await refusal(people.ada, "recovery.choose", { passphrase, users })).toBe("invalid-input");
  });

  it("are not chosen, and help nobody, without the passphrase", async () => {
    const typed = { passphrase: "something else" };
    const users = [idOf.bob, idOf.cleo];
    expect(await refusal(people.ada, "recovery.choose", { ...typed, users })).toBe("unlock");
    expect(await refusal(people.bob, "recovery.help", { ...typed, user: idOf.ada })).toBe("unlock");
  });

  it("help nobody else than whose share they hold", async () => {
    const user = idOf.cleo;
    expect(await refusal(people.bob, "recovery.help", { passphrase, user })).toBe("not-found");
  });
});

describe("a new computer", () => {
  it("comes in with the shares of two, and opens what only its person could", async () => {
    const own = (await must(people.ada, "vault.list", {})).find(({ kind }) => kind === "personal")?.vault as string;
    const { item } = await must(people.ada, "item.save", { vault: own, changes: { title: "Diary", password: "one" } });
    await must(people.ada, "sync.now", {});
    const fresh = await client();
    const once = await giveShare(from("bob"), to(fresh), true);
    expect(once).toMatchObject({ state: "given", given: 1, isEnough: false, person: "Ada", holderName: "Bob" });
    expect(await refusal(fresh, "recovery.askOpen", {})).toBe("commitment");
    expect(await giveShare(from("cleo"), to(fresh), false)).toMatchObject({ given: 2, isEnough: true });
    const made = await must(fresh, "recovery.askOpen", {});
    expect(made).toMatchObject({ user: idOf.ada, state: "waiting" });
    await isIn(fresh);
    await eventually(
      () => fresh.call("item.reveal", { item, field: "password" }),
      (shown) => shown.ok && shown.value.value === "one",
    );
    // The sheet was used, so that nobody can help a second time.
    await eventually(
      async () => {
        await must(people.bob, "sync.now", {});
        return must(people.bob, "recovery.people", {});
      },
      ({ helps }) => helps.length === 0,
    );
    await chooseAll();
  });

  it("waits where somebody else is an admin, everybody is told, and its person stops it", async () => {
    const { ada, bob, cleo, dora } = people;
    const fresh = await client();
    const user = idOf.cleo;
    await chosenBy(cleo, [idOf.bob, idOf.dora]);
    for (const holder of [bob, dora]) await canHelp(holder, user);
    await giveShare({ holder: bob, user }, to(fresh), true);
    await giveShare({ holder: dora, user }, to(fresh), false);
    await must(fresh, "recovery.askOpen", {});
    const openOf = (who: Client, isThere: boolean) =>
      eventually(
        async () => {
          await must(who, "sync.now", {});
          return (await must(who, "recovery.status", {})).open;
        },
        (open) => open.length === (isThere ? 1 : 0),
      );
    const [told] = await openOf(ada, true);
    expect(told).toMatchObject({ user, own: false, canCancel: true });
    expect(await refusal(ada, "recovery.confirm", { open: told?.open as string })).toBe("throttled");
    const [own] = await openOf(cleo, true);
    expect(own).toMatchObject({ own: true, canCancel: true });
    await must(cleo, "recovery.cancel", { open: own?.open as string });
    const status = await eventually(
      () => must(fresh, "account.status", {}),
      ({ problem }) => problem !== undefined,
    );
    expect([status.state, status.problem?.code]).toEqual(["waiting", "role"]);
  });

  it("is helped for one person at a time, types no code between two, and opens nothing that nobody gave", async () => {
    const { cleo, dora } = people;
    await chosenBy(cleo, [idOf.bob, idOf.dora]);
    await canHelp(dora, idOf.cleo);
    const fresh = await client();
    await compareHelp(from("bob"), to(fresh), true);
    expect(await refusal(fresh, "recovery.askOpen", {})).toBe("commitment");
    await giveShare(from("bob"), to(fresh), true);
    expect(await refusal(fresh, "recovery.askCode", { code: wrongCode })).toBe("sas");
    const { slot } = await must(dora, "recovery.help", { user: idOf.cleo, passphrase });
    await must(fresh, "recovery.askNext", { slot });
    await must(dora, "recovery.helpState", {});
    expect(await refusal(fresh, "recovery.askState", {})).toBe("sas");
    expect(await must(fresh, "recovery.askState", {})).toMatchObject({ state: "given", given: 1 });
  });

  it("asks no other server than the one whose address was typed", async () => {
    const line = between();
    const fresh = await client({ fetch: line.fetch });
    const { slot } = await must(people.bob, "recovery.help", { user: idOf.ada, passphrase });
    await must(fresh, "recovery.ask", { address: running.url, slot, passphrase });
    await must(people.bob, "recovery.helpState", {});
    line.tamper("linkNew", ({ messages }) => ({
      messages: messages.map((bytes) => {
        const { suite: _, ...answer } = value(readHelpAnswer(bytes)) as HelpAnswer & { suite: 1 };
        return makeHelpAnswer({ ...answer, origin: "https://evil.example" });
      }),
    }));
    expect(await refusal(fresh, "recovery.askState", {})).toBe("pin");
  });

  it("gets nothing of one holder twice", async () => {
    const fresh = await client();
    await giveShare(from("bob"), to(fresh), true);
    expect(await giveShare(from("bob"), to(fresh), false)).toMatchObject({ given: 1, isEnough: false });
    expect(await refusal(fresh, "recovery.askOpen", {})).toBe("commitment");
    expect((await must(fresh, "account.status", {})).state).toBe("none");
  });

  it("is given no share before both codes were typed, and three wrong ones end it on either side", async () => {
    const fresh = await client();
    const codes = await compareHelp(from("bob"), to(fresh), true);
    expect(await refusal(people.bob, "recovery.helpGive", {})).toBe("sas");
    await must(people.bob, "recovery.helpCode", { code: codes.fresh });
    expect(await refusal(people.bob, "recovery.helpGive", {})).toBe("sas");
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(fresh, "recovery.askCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(fresh, "recovery.askCode", { code: codes.old })).toBe("not-found");
    await compareHelp(from("bob"), to(fresh), true);
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(people.bob, "recovery.helpCode", { code: wrongCode })).toBe("sas");
    expect(await refusal(people.bob, "recovery.helpState", {})).toBe("not-found");
  });

  it("keeps what one gave where the next cannot", async () => {
    const fresh = await client();
    await giveShare(from("bob"), to(fresh), true);
    const codes = await compareHelp(from("cleo"), to(fresh), false);
    for (let tried = 0; tried < limits.linkTries; tried++)
      expect(await refusal(fresh, "recovery.askCode", { code: wrongCode })).toBe("sas");
    expect(codes.old).not.toBe(codes.fresh);
    expect(await giveShare(from("dora"), to(fresh), false)).toMatchObject({ given: 2, isEnough: true });
    await must(fresh, "recovery.askCancel", {});
    expect(await refusal(fresh, "recovery.askState", {})).toBe("not-found");
  });

  it("takes no share of another exchange, and none that was changed on the way", async () => {
    const line = between();
    const fresh = await client({ fetch: line.fetch });
    line.tamper("linkNew", ({ messages: [answer, sealed] }) => {
      if (sealed !== undefined) sealed[sealed.length - 1] = (sealed.at(-1) as number) ^ 1;
      return { messages: [answer, sealed].filter((one) => one !== undefined) };
    });
    const codes = await compareHelp(from("cleo"), to(fresh), true);
    await must(fresh, "recovery.askCode", { code: codes.old });
    await must(people.cleo, "recovery.helpCode", { code: codes.fresh });
    await must(people.cleo, "recovery.helpGive", {});
    expect(await refusal(fresh, "recovery.askState", {})).toBe("aead");
    expect(await refusal(fresh, "recovery.askState", {})).toBe("not-found");
  });

  it("reads a log that holds what both holders verified", async () => {
    const line = between();
    const fresh = await client({ fetch: line.fetch });
    await must(people.bob, "vault.create", { title: "Later" });
    await must(people.dora, "sync.now", {});
    await giveShare(from("cleo"), to(fresh), true);
    await giveShare(from("dora"), to(fresh), false);
    line.tamper("log", ({ head, entries }) => {
      const last = value(parseEntry(entries.at(-1) as Uint8Array));
      return { head: { seq: head.seq - 1, hash: last.body.prev }, entries: entries.slice(0, -1) };
    });
    expect(await refusal(fresh, "recovery.askOpen", {})).toBe("log-fork");
    line.honest();
    await must(fresh, "recovery.askOpen", {});
  });
});
