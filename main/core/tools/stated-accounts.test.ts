/** What people say of their own accounts: filed for themselves and nobody else, the last word counts, and a flood costs little. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ItemId, LetterChainId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type AccountStatement, statedAccountId } from "../../../shared/protocol/letters/account-statement.ts";
import { type Letter, parseLetter } from "../../../shared/protocol/letters/letter.ts";
import { act } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person, vaultOfKind } from "../../../shared/testing/team.ts";
import { testArea } from "../team/test-area.ts";
import type { AccountBody, ToolBody } from "./register.ts";
import { createStatedAccounts, isProven, statedLetters } from "./stated-accounts.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const own = newId<string>();
const tool = newId<ItemId>();
const github: ToolBody = {
  ...{ kind: "tool", name: "GitHub", domains: [], owner: null, deputy: null, dataClass: null, signInBy: null },
  ...{ roles: [], payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
};
const says = (more: Partial<AccountStatement> = {}): AccountStatement => ({
  ...{ own, tool, signInName: "bob-k", role: null, state: "totp-elsewhere", through: null, isRemoved: false },
  ...more,
});

/** The app of somebody who may file, with what came to the inbox. */
function filing(mine: SmallTeam, by: Person = mine.ada) {
  const { area, put, post } = testArea(mine, by);
  const { vault } = vaultOfKind(mine.team.state, "tools");
  put(vault, tool, github);
  const stated = createStatedAccounts({
    ...area,
    items: async () => ({ get: () => undefined, rows: () => [] }),
  } as never);
  const runs = new Map<string, { chain: LetterChainId; last: Letter; counter: number }>();
  return {
    put: (item: ItemId, body: AccountBody) => put(vault, item, body),
    /** In one run of each computer. */
    say(who: Person, content: AccountStatement): Letter {
      const run = runs.get(who.device);
      const next = { chain: run?.chain ?? newId<LetterChainId>(), counter: (run?.counter ?? -1) + 1 };
      const tamper = { ...next, ...(run === undefined ? {} : { prev: run.last.hash }) };
      const { bytes } = letter(mine.team, who, { to: vault, type: "account-statement", content, tamper });
      post.came.push({ to: vault, bytes });
      const made = must(parseLetter(bytes));
      runs.set(who.device, { ...next, last: made });
      return made;
    },
    came: post.came,
    file: () => stated.file(),
    found: async () => new Map((await area.records.of.account.list(vault)).map(({ item, body }) => [item, body])),
  };
}

describe("what is filed", () => {
  it("is an account of the letter's own signer, under an id that is theirs alone", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    const sent = app.say(mine.bob, says());
    must(await app.file());
    const found = await app.found();
    const account = statedAccountId(mine.bob.user, own);
    expect([...found.keys()]).toEqual([account]);
    const body = found.get(account) as AccountBody;
    expect(body).toMatchObject({ user: mine.bob.user, signInName: "bob-k", stated: { letter: sent.hash } });
    expect(body.secondFactor).toMatchObject({ state: "totp-elsewhere", by: mine.bob.user, at: sent.body.time });
    const letters = statedLetters([{ letter: sent, standing: "counts", isDisputed: false }]);
    expect(isProven(letters, body)).toBe(true);
    expect(isProven(letters, { ...body, signInName: "somebody-else" })).toBe(false);
    expect(isProven(letters, { ...body, user: mine.ada.user })).toBe(false);
    expect(isProven(new Map(), body)).toBe(false);
  });

  it("two people who say the same have two accounts", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    for (const who of [mine.bob, mine.dora]) app.say(who, says());
    must(await app.file());
    expect(new Set([...(await app.found()).values()].map(({ user }) => user)).size).toBe(2);
  });

  it("the last word counts, in whatever order it comes, and an earlier one again changes nothing", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    app.say(mine.bob, says());
    app.say(mine.bob, says({ state: "sms-only" }));
    app.came.reverse();
    must(await app.file());
    const state = async () => [...(await app.found()).values()].map(({ secondFactor }) => secondFactor?.state);
    expect(await state()).toEqual(["sms-only"]);
    app.came.shift();
    must(await app.file());
    expect(await state()).toEqual(["sms-only"]);
    app.say(mine.bob, says({ isRemoved: true }));
    must(await app.file());
    expect([...(await app.found()).values()].map(({ removed }) => removed)).toEqual([true]);
  });

  it("what is gone is kept as gone", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    app.say(mine.bob, says());
    must(await app.file());
    app.say(mine.bob, says({ isRemoved: true }));
    must(await app.file());
    expect([...(await app.found()).values()]).toMatchObject([{ removed: true, user: mine.bob.user }]);
  });
});

describe("what is not filed", () => {
  it.each<[string, (mine: SmallTeam, app: ReturnType<typeof filing>) => void]>([
    ["an account with a tool that is not there", (mine, app) => void app.say(mine.bob, says({ tool: newId() }))],
    ["one that was never there and is no more", (mine, app) => void app.say(mine.bob, says({ isRemoved: true }))],
    [
      "of whoever was removed since",
      (mine, app) => {
        app.say(mine.bob, says());
        act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
      },
    ],
    [
      "what a letter says that stands beside another of its number",
      (mine, app) => {
        app.say(mine.bob, says());
        const [first] = app.came;
        const { chain } = must(parseLetter(first?.bytes as Uint8Array)).body;
        const tamper = { chain, counter: 0 };
        const other = {
          to: first?.to as never,
          type: "account-statement" as const,
          content: says({ role: "X" }),
          tamper,
        };
        app.came.push({ to: first?.to as never, bytes: letter(mine.team, mine.bob, other).bytes });
      },
    ],
  ])("%s", async (_, come) => {
    const mine = copyOf(scene);
    const app = filing(mine);
    come(mine, app);
    must(await app.file());
    expect((await app.found()).size).toBe(0);
  });

  it("anything over an account that a lead added, or that is somebody else's", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    const account = statedAccountId(mine.bob.user, own);
    const body = (user: UserId): AccountBody => ({
      ...{ kind: "account", tool, item: null, user, signInName: "kept", role: null, secondFactor: null },
      ...{ stated: null, removed: false },
    });
    for (const user of [mine.bob.user, mine.dora.user]) {
      app.put(account, body(user));
      app.say(mine.bob, says());
      must(await app.file());
      expect([...(await app.found()).values()]).toMatchObject([{ signInName: "kept", user }]);
    }
  });

  it.each([
    ["a member", (mine: SmallTeam) => mine.bob],
    ["an auditor", (mine: SmallTeam) => mine.aud],
  ])("anything by %s", async (_, by) => {
    const mine = copyOf(scene);
    const app = filing(mine, by(mine));
    app.say(mine.bob, says());
    expect((await app.file()).ok).toBe(false);
    expect((await app.found()).size).toBe(0);
  });

  it("more of one person than so many, some at a time, whatever they send", async () => {
    const mine = copyOf(scene);
    const app = filing(mine);
    for (let at = 0; at < limits.statedAccounts + 20; at++) app.say(mine.bob, says({ own: newId<string>() }));
    app.say(mine.dora, says());
    must(await app.file());
    expect((await app.found()).size).toBe(limits.statedAtOnce);
    for (let round = 0; round < 12; round++) must(await app.file());
    const users = [...(await app.found()).values()].map(({ user }) => user);
    expect(users.filter((user) => user === mine.bob.user)).toHaveLength(limits.statedAccounts);
    expect(users).toContain(mine.dora.user);
  });
});
