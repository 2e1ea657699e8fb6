/** Tools and accounts by their commands: who may write them, what is refused, what merging and websites make of them. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { emptyItem } from "../../../shared/model/items.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person, vaultOfKind } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { testArea } from "../team/test-area.ts";
import { createOverviewIndex } from "../vaults/overviews/overview-index.ts";
import type { AccountBody, ToolBody } from "./register.ts";
import { toolHandlers } from "./tool-handlers.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const nobody = newId<UserId>();

/** The commands of one person, with the logins that they can open; what others wrote is put beside. */
function as(mine: SmallTeam, who: Person) {
  const { area, put } = testArea(mine, who);
  const index = createOverviewIndex();
  const { vault } = vaultOfKind(mine.team.state, "tools");
  const login = (title: string, url: string, tool: ItemId | null = null): ItemId => {
    const { overview } = emptyItem("login");
    const item = newId<ItemId>();
    const more = { title, tool, urls: [{ url, match: "domain" as const }] };
    index.set({
      ...{ item, vault: mine.ops, version: 1, draft: false, changedAt: 0, damaged: null },
      overview: { ...overview, ...more },
    });
    return item;
  };
  const handlers = toolHandlers({ ...area, items: async () => index }, () => null);
  return { ...handlers, login, put: (item: string, record: ToolBody | AccountBody) => put(vault, item, record) };
}
type As = ReturnType<typeof as>;

const add = async (who: As, name: string, ...domains: string[]): Promise<ItemId> =>
  must(await who["tool.save"]({ name, domains })).tool as ItemId;
const listed = async (who: As) => must(await who["tool.list"]()).tools;

/** Each role with what it may. */
const roles = [
  ["an admin", (mine: SmallTeam) => mine.ada, true],
  ["a lead", (mine: SmallTeam) => mine.dora, true],
  ["a member", (mine: SmallTeam) => mine.bob, false],
  ["an auditor", (mine: SmallTeam) => mine.aud, false],
] as const;

describe("who writes", () => {
  it.each(roles)("%s", async (_role, person, may) => {
    const mine = copyOf(scene);
    const who = as(mine, person(mine));
    const [tool, into, account] = [newId<ItemId>(), newId<ItemId>(), newId<ItemId>()];
    for (const one of [tool, into]) who.put(one, toolBody({ name: one }));
    who.put(account, accountBody({ tool, user: mine.dora.user }));
    const acts = [
      await who["tool.save"]({ name: "GitHub" }),
      await who["tool.save"]({ tool, notes: "New" }),
      await who["tool.archive"]({ tool, archived: true }),
      await who["account.save"]({ tool, user: mine.ada.user }),
      await who["account.save"]({ account, role: "Admin" }),
      await who["account.remove"]({ account }),
      await who["tool.accept"]({ tools: [{ name: "Miro", domain: "miro.com", owner: null }] }),
      await who["tool.merge"]({ tool, into }),
    ];
    expect(acts.map(verdict)).toEqual(acts.map(() => (may ? "taken" : "role")));
    expect(must(await who["tool.list"]()).mayEdit).toBe(may);
  });
});

function toolBody(more: Partial<ToolBody> = {}): ToolBody {
  return {
    ...{ kind: "tool", name: "GitHub", domains: [], owner: null, deputy: null, dataClass: null, signInBy: null },
    ...{ roles: [], payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
    ...more,
  };
}
function accountBody(more: Partial<AccountBody>): AccountBody {
  return {
    ...{ kind: "account", tool: newId<ItemId>(), item: null, user: null, signInName: null, role: null },
    ...{ secondFactor: null, stated: null, removed: false },
    ...more,
  };
}

describe("tool.save", () => {
  it("keeps domains as they are stored, each once, and what is not said as it was", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub", "https://www.GitHub.com/login", "github.com", "büro.example");
    must(await ada["tool.save"]({ tool, owner: mine.bob.user, notes: "By contract" }));
    const shown = must(await ada["tool.get"]({ tool }));
    expect(shown).toMatchObject({ domains: ["github.com", "xn--bro-hoa.example"], name: "GitHub" });
    expect(shown).toMatchObject({ owner: mine.bob.user, notes: "By contract", deputy: null });
  });

  const privileged = { name: "Admin", privileged: true };
  it.each([
    ["an owner who is not in the team", "not-found", () => ({ owner: nobody })],
    ["a deputy who is not in the team", "not-found", () => ({ deputy: nobody })],
    ["an owner as their own deputy", "invalid-input", (ada: UserId) => ({ owner: ada, deputy: ada })],
    ["a domain under which anybody has a name", "invalid-input", () => ({ domains: ["co.uk"] })],
    ["a domain on which anybody has a page", "invalid-input", () => ({ domains: ["github.io"] })],
    ["an address of numbers", "invalid-input", () => ({ domains: ["192.0.2.1"] })],
    ["a name without a dot", "invalid-input", () => ({ domains: ["intranet"] })],
    ["another scheme", "invalid-input", () => ({ domains: ["javascript:alert(1)"] })],
    ["a name of nothing but spaces", "invalid-input", () => ({ name: "  " })],
    ["half a character", "invalid-input", () => ({ notes: "\ud800" })],
    ["a role twice", "invalid-input", () => ({ roles: [privileged, privileged] })],
    ["a sign-in by a tool that is not there", "not-found", () => ({ signInBy: newId<ItemId>() })],
  ] as const)("refuses %s", async (_what, code, changes) => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub", "github.com");
    const before = must(await ada["tool.get"]({ tool }));
    expect(verdict(await ada["tool.save"]({ tool, ...(changes(mine.ada.user) as object) })).split(" ")[0]).toBe(code);
    expect(must(await ada["tool.get"]({ tool }))).toEqual(before);
  });

  it("takes a change beside an owner who has left, and no sign-in that leads back", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const [one, other] = [await add(ada, "One"), await add(ada, "Other")];
    ada.put(one, toolBody({ name: "One", owner: nobody }));
    must(await ada["tool.save"]({ tool: one, notes: "New" }));
    must(await ada["tool.save"]({ tool: one, signInBy: other }));
    expect(verdict(await ada["tool.save"]({ tool: other, signInBy: one })).split(" ")[0]).toBe("invalid-input");
    expect(verdict(await ada["tool.save"]({ tool: other, signInBy: other })).split(" ")[0]).toBe("invalid-input");
  });

  it("finds no tool under the id of an account, and no account under that of a tool", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub");
    const account = must(await ada["account.save"]({ tool, user: mine.bob.user })).account as ItemId;
    expect(verdict(await ada["tool.save"]({ tool: account, name: "X" })).split(" ")[0]).toBe("not-found");
    expect(verdict(await ada["account.save"]({ account: tool, role: "X" })).split(" ")[0]).toBe("not-found");
    expect(verdict(await ada["account.save"]({ tool: account, user: mine.bob.user })).split(" ")[0]).toBe("not-found");
  });
});

describe("accounts", () => {
  it("are listed with their tool, each once, and stay as removed", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub", "github.com");
    const item = ada.login("GitHub bot", "https://github.com");
    const { account } = must(await ada["account.save"]({ tool, user: mine.bob.user, signInName: "bob" }));
    must(await ada["account.save"]({ tool, item }));
    for (const again of [
      { tool, user: mine.bob.user, signInName: "bob" },
      { tool, item },
    ])
      expect(verdict(await ada["account.save"](again)).split(" ")[0]).toBe("invalid-input");
    expect(must(await ada["tool.get"]({ tool })).accountList.map(({ user }) => user)).toEqual([mine.bob.user, null]);
    expect((await listed(ada))[0]?.accounts).toBe(2);
    must(await ada["account.remove"]({ account: account as ItemId }));
    expect((await listed(ada))[0]?.accounts).toBe(1);
    must(await ada["account.save"]({ tool, user: mine.bob.user, signInName: "bob" }));
  });

  it.each([
    ["somebody who is not in the team", () => ({ user: nobody })],
    ["a login that the writer cannot open", () => ({ item: newId<ItemId>() })],
  ])("are none of %s", async (_what, of) => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub");
    expect(verdict(await ada["account.save"]({ tool, ...of() } as never)).split(" ")[0]).toBe("not-found");
  });

  it("that their own people stated are not changed by others", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = await add(ada, "GitHub");
    const account = newId<ItemId>();
    const stated = { by: mine.bob.user, letter: "", logSeq: 1, chain: "", counter: 1, time: 1 };
    ada.put(account, accountBody({ tool, user: mine.bob.user, stated: stated as never }));
    expect(verdict(await ada["account.save"]({ account, role: "Owner" })).split(" ")[0]).toBe("role");
    expect(must(await ada["tool.get"]({ tool })).accountList).toMatchObject([{ isStated: false }]);
  });

  it("of a tool that is not there are shown nowhere", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    ada.put(newId(), accountBody({ user: mine.ada.user }));
    expect(must(await ada["account.list"]())).toEqual([]);
  });
});

describe("a tool that was added twice", () => {
  it("is named as such, and gives its accounts and logins to the other", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const [tool, into] = [await add(ada, "Github", "github.com"), await add(ada, "GitHub", "github.com")];
    ada.login("By name", "https://elsewhere.example", tool);
    must(await ada["account.save"]({ tool, user: mine.bob.user }));
    expect((await listed(ada)).map(({ twin }) => twin)).toEqual(expect.arrayContaining([tool, into]));
    must(await ada["tool.merge"]({ tool, into }));
    expect(await listed(ada)).toMatchObject([{ tool: into, accounts: 2, twin: null }]);
    expect(must(await ada["tool.get"]({ tool })).tool).toBe(into);
    expect(verdict(await ada["tool.merge"]({ tool: into, into })).split(" ")[0]).toBe("invalid-input");
    expect(verdict(await ada["tool.merge"]({ tool: into, into: tool })).split(" ")[0]).toBe("not-found");
  });

  it.each([
    ["two that were merged into each other at once", [1, 0]],
    ["three in a circle", [1, 2, 0]],
    ["one that leads into a circle", [1, 0, 0]],
    ["one that was merged into itself", [0]],
  ])("%s are one, the same for everybody", async (_what, into) => {
    const mine = copyOf(scene);
    const ids = into.map(() => newId<ItemId>());
    const circle = ids.slice(0, _what.startsWith("one that leads") ? 2 : undefined);
    for (const person of [mine.ada, mine.dora]) {
      const who = as(mine, person);
      for (const [at, to] of into.entries()) who.put(ids[at] as string, toolBody({ mergedInto: ids[to] as ItemId }));
      expect((await listed(who)).map(({ tool }) => tool)).toEqual([[...circle].sort()[0]]);
    }
  });

  it("and leads to no tool means itself", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = newId<ItemId>();
    ada.put(tool, toolBody({ mergedInto: newId<ItemId>() }));
    expect((await listed(ada)).map((row) => row.tool)).toEqual([tool]);
  });
});

describe("a login's tool", () => {
  it.each([
    ["its website", "https://github.com/login", ["github.com"], true],
    ["a website below it", "https://gist.github.com", ["github.com"], true],
    ["a website that only ends alike", "https://notgithub.com", ["github.com"], false],
    ["a website of others on a shared domain", "https://eve.github.io", ["github.io"], false],
    ["a colleague’s domain for half the world", "https://shop.co.uk", ["co.uk"], false],
    ["no website", "none", ["none"], false],
  ])("is found by %s", async (_what, url, domains, isFound) => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tool = newId<ItemId>();
    ada.put(tool, toolBody({ domains }));
    const item = ada.login("Login", url);
    expect(must(await ada["tool.get"]({ tool })).logins.map((one) => one.item)).toEqual(isFound ? [item] : []);
  });
});

describe("suggestions", () => {
  it("are domains that no tool has, with the catalogue's name, and are added once", async () => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    await add(ada, "Miro", "miro.com");
    ada.login("Miro", "https://miro.com");
    ada.login("One", "https://github.com");
    ada.login("Two", "https://gist.github.com");
    ada.login("Own", "https://intern.petersen.example");
    const found = must(await ada["tool.suggest"]());
    expect(found).toEqual([
      { domain: "github.com", name: "GitHub", isKnown: true, logins: 2 },
      { domain: "petersen.example", name: "petersen.example", isKnown: false, logins: 1 },
    ]);
    const tools = found.map(({ name, domain }) => ({ name, domain, owner: null }));
    expect(must(await ada["tool.accept"]({ tools }))).toMatchObject({ added: 2 });
    expect(must(await ada["tool.accept"]({ tools }))).toMatchObject({ added: 0 });
    expect(must(await ada["tool.suggest"]())).toEqual([]);
    expect((await listed(ada)).map(({ name, accounts }) => [name, accounts])).toEqual([
      ["GitHub", 2],
      ["Miro", 1],
      ["petersen.example", 1],
    ]);
  });

  it.each([
    ["an owner who is not in the team", "not-found", { domain: "miro.com", owner: nobody }],
    ["a domain under which anybody has a name", "invalid-input", { domain: "co.uk", owner: null }],
  ])("are refused whole with %s", async (_what, code, one) => {
    const mine = copyOf(scene);
    const ada = as(mine, mine.ada);
    const tools = [
      { name: "GitHub", domain: "github.com", owner: null },
      { name: "X", ...one },
    ];
    expect(verdict(await ada["tool.accept"]({ tools })).split(" ")[0]).toBe(code);
    expect(await listed(ada)).toEqual([]);
  });
});

it("lists 500 tools with 10,000 accounts and 5,000 logins without opening anything anew", async () => {
  const mine = copyOf(scene);
  const ada = as(mine, mine.ada);
  const tools = Array.from({ length: 500 }, () => newId<ItemId>());
  for (const [at, tool] of tools.entries())
    ada.put(tool, toolBody({ name: `Tool ${at}`, domains: [`tool${at}.example`] }));
  for (let at = 0; at < 10_000; at++)
    ada.put(newId(), accountBody({ tool: tools[at % 500] as ItemId, user: mine.bob.user }));
  for (let at = 0; at < 5_000; at++) ada.login(`Login ${at}`, `https://tool${at % 500}.example`);
  await listed(ada);
  const began = performance.now();
  const rows = await listed(ada);
  process.stdout.write(`list of tools: ${(performance.now() - began).toFixed(1)} ms\n`);
  expect(rows.map(({ accounts }) => accounts)).toEqual(tools.map(() => 30));
});
