/** Every act that opens logins to more people, under the team's rule, through the commands on a real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { keep } from "../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../e2e/kit/second-factor.ts";
import { founder, joiner, must, server, userOf } from "../../../e2e/kit/team.ts";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { newId } from "../../../shared/crypto/random.ts";

type Scene = { ada: Client; bob: Client; users: { ada: string; bob: string; carl: string } };
let scene: Scene;
let end: () => Promise<void>;

type Rule = CommandInput<"gate.preview">["rule"];
const everywhere: Rule["scope"] = [{ kind: "all", id: null }];
beforeAll(async () => {
  const ada = await founder(await server());
  const bob = await joiner(ada, "Bob");
  const carl = await joiner(ada, "Carl");
  await setUpFactor(ada);
  scene = { ada, bob, users: { ada: await userOf(ada), bob: await userOf(bob), carl: await userOf(carl) } };
  await must(ada, "policy.set", { secondFactor: { mode: "off", scope: everywhere } });
  end = keep();
});
afterAll(() => end());

/** A vault that Ada and Bob read, with a login about which nobody said anything. */
async function withVault(read = true) {
  const { ada, users } = scene;
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  if (read) await must(ada, "vault.setAccess", { vault, user: users.bob, permission: "use" });
  const { item } = await must(ada, "item.save", {
    vault,
    kind: "login",
    changes: { title: "Pinterest", password: "x" },
  });
  const { vault: other } = await must(ada, "vault.create", { title: "Mine" });
  return { vault, item, other };
}
type Made = Awaited<ReturnType<typeof withVault>>;
type Act = (made: Made) => Promise<{ ok: true } | { ok: false; failure: { code: string } }>;

async function groupOf(members: string[]): Promise<string> {
  const { ada, users } = scene;
  return (await must(ada, "group.create", { name: "Support", managers: [users.ada], members })).group as string;
}

/** Each prepared while nothing is held back; the act itself is tried under the rule. */
const widening: Record<string, (made: Made) => Promise<Act>> = {
  "a grant to a person":
    async () =>
    ({ vault }) =>
      scene.ada.call("vault.setAccess", { vault, user: scene.users.carl, permission: "use" }),
  "a grant to a group": async () => {
    const group = await groupOf([scene.users.carl]);
    return ({ vault }) => scene.ada.call("vault.setAccess", { vault, group, permission: "use" });
  },
  "a place in a group": async ({ vault }) => {
    const group = await groupOf([]);
    await must(scene.ada, "vault.setAccess", { vault, group, permission: "use" });
    return () => scene.ada.call("group.change", { group, add: [scene.users.carl] });
  },
  "an invite with a vault":
    async () =>
    ({ vault }) =>
      scene.ada.call("invite.create", { name: "Dora", grants: [{ vault, permission: "use" }] }),
  "an invite with a group": async ({ vault }) => {
    const group = await groupOf([]);
    await must(scene.ada, "vault.setAccess", { vault, group, permission: "use" });
    return () => scene.ada.call("invite.create", { name: "Dora", groups: [group] });
  },
  "a move to where others read": async ({ other }) => {
    const { item } = await must(scene.ada, "item.save", { vault: other, kind: "login", changes: { title: "Own" } });
    return ({ vault }) => scene.ada.call("item.move", { item, vault });
  },
  "a move into a vault made for others": async ({ other }) => {
    const { item } = await must(scene.ada, "item.save", { vault: other, kind: "login", changes: { title: "Own" } });
    return () => scene.ada.call("item.moveToNew", { items: [item], title: "New", people: [scene.users.bob] });
  },
  "what comes back from Trash to somebody who came since": async ({ vault, item }) => {
    await must(scene.ada, "item.delete", { item });
    await must(scene.ada, "vault.setAccess", { vault, user: scene.users.carl, permission: "use" });
    return () => scene.ada.call("item.restore", { item });
  },
  "an older version": async ({ vault, item }) => {
    await must(scene.ada, "item.save", { vault, item, changes: { password: "y" } });
    return () => scene.ada.call("item.restore", { item, version: 1 });
  },
  "a copy":
    async () =>
    ({ item }) =>
      scene.ada.call("item.duplicate", { item }),
};

const rule = async (mode: Rule["mode"], scope: Rule["scope"] = everywhere): Promise<void> => {
  const secondFactor = { mode, scope: [...scope] };
  await must(scene.ada, "policy.set", { secondFactor });
};

describe("an act that opens a login to more people", () => {
  it.each(Object.keys(widening))("%s: refused while required, taken with a warning", async (name) => {
    await rule("off");
    const made = await withVault();
    const act = await (widening[name] as (typeof widening)[string])(made);
    await rule("require");
    const { ada } = scene;
    const before = await must(ada, "item.list", {});
    expect(await act(made)).toMatchObject({ ok: false, failure: { code: "not-settled", detail: { number: 1 } } });
    expect((await must(ada, "item.list", {})).total).toBe(before.total);
    await rule("warn");
    expect(await act(made)).toMatchObject({ ok: true });
  });

  it("goes once its login is settled, by a statement or by its code", async () => {
    await rule("off");
    const { ada, users } = scene;
    const give = (vault: string) => ada.call("vault.setAccess", { vault, user: users.carl, permission: "use" });
    const [said, seeded] = [await withVault(), await withVault()];
    await rule("require");
    for (const { vault } of [said, seeded]) expect(await give(vault)).toMatchObject({ ok: false });
    await must(ada, "item.setSecondFactor", { item: said.item, state: "passkey-or-hardware-key" });
    const totp = "otpauth://totp/Acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    await must(ada, "item.save", { vault: seeded.vault, item: seeded.item, changes: { totp } });
    for (const { vault } of [said, seeded]) expect(await give(vault)).toMatchObject({ ok: true });
  });
});

/** What makes nobody read what they could not read, or puts in what is new, is never held back. */
const others: Record<string, (made: Made) => ReturnType<Act>> = {
  saving: ({ vault }) => scene.ada.call("item.save", { vault, kind: "login", changes: { title: "Mastodon" } }),
  "changing it": ({ vault, item }) => scene.ada.call("item.save", { vault, item, changes: { password: "z" } }),
  "more for who reads it": ({ vault }) =>
    scene.ada.call("vault.setAccess", { vault, user: scene.users.bob, permission: "edit" }),
  "taking access away": ({ vault }) =>
    scene.ada.call("vault.setAccess", { vault, user: scene.users.bob, permission: null }),
  "a role, which opens no vault of logins": async () => {
    const raised = await scene.ada.call("member.setRole", { user: scene.users.bob, role: "lead" });
    await must(scene.ada, "member.setRole", { user: scene.users.bob, role: "member" });
    return raised;
  },
  "an invite without a vault": () => scene.ada.call("invite.create", { name: "Eve" }),
  "a vault with nothing unsettled in it": ({ other }) =>
    scene.ada.call("vault.setAccess", { vault: other, user: scene.users.carl, permission: "use" }),
  "a move to where nobody else reads": ({ item, other }) => scene.ada.call("item.move", { item, vault: other }),
  "what comes back from Trash to those who had it": async ({ item }) => {
    await must(scene.ada, "item.delete", { item });
    return scene.ada.call("item.restore", { item });
  },
  "an older version of what is settled now": async ({ item }) => {
    await must(scene.ada, "item.setSecondFactor", { item, state: "totp-elsewhere" });
    return scene.ada.call("item.restore", { item, version: 1 });
  },
  "a copy of one's own": async ({ other }) => {
    const { item } = await must(scene.ada, "item.save", { vault: other, kind: "login", changes: { title: "Own" } });
    return scene.ada.call("item.duplicate", { item });
  },
};

describe("what opens nothing to anybody", () => {
  it.each(Object.keys(others))("%s", async (name) => {
    await rule("off");
    const made = await withVault();
    await rule("require");
    expect(await (others[name] as (typeof others)[string])(made)).toMatchObject({ ok: true });
  });
});

describe("the scope", () => {
  it("of a vault holds for it alone; of a tool also after it was merged; of a class for its tools", async () => {
    await rule("off");
    const { ada, users } = scene;
    const tool = async (name: string) => (await must(ada, "tool.save", { name, dataClass: "confidential" })).tool;
    const [tool1, tool2] = [await tool("Pinterest"), await tool("Pinterest Ads")];
    const { vault, item } = await withVault();
    await must(ada, "item.save", { vault, item, changes: { tool: tool1 } });
    const { vault: elsewhere } = await withVault();
    const held = async (scope: Rule["scope"][number]) => {
      const { held: logins } = await must(ada, "gate.preview", { rule: { mode: "require", scope: [scope as never] } });
      return logins.filter((one) => one.vault === vault || one.vault === elsewhere).map((one) => one.vault);
    };
    expect(await held({ kind: "vault", id: elsewhere as never })).toEqual([elsewhere]);
    expect(await held({ kind: "tool", id: tool1 })).toEqual([vault]);
    expect(await held({ kind: "tool", id: tool2 })).toEqual([]);
    expect(await held({ kind: "class", id: "confidential" })).toEqual([vault]);
    expect(await held({ kind: "class", id: "public" })).toEqual([]);
    await must(ada, "tool.merge", { tool: tool1, into: tool2 });
    for (const id of [tool1, tool2]) expect(await held({ kind: "tool", id })).toEqual([vault]);
    await rule("require", [{ kind: "tool", id: tool1 }]);
    const give = (to: string) => ada.call("vault.setAccess", { vault: to, user: users.carl, permission: "use" });
    expect(await give(vault)).toMatchObject({ ok: false, failure: { code: "not-settled" } });
    expect(await give(elsewhere)).toMatchObject({ ok: true });
  });

  it.each([
    ["about nothing", [], "invalid-input"],
    ["of a vault that is not there", [{ kind: "vault", id: newId() }], "not-found"],
  ] as const)("%s is no rule", async (_, scope, code) => {
    const secondFactor = { mode: "require", scope: [...scope] } as never;
    expect(await scene.ada.call("policy.set", { secondFactor })).toMatchObject({ ok: false, failure: { code } });
  });
});
