/** What people say of a login's second factor counts as theirs, and only where they signed it themselves. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { saidStates } from "../../../shared/contract/item-factor.ts";
import { call, must, save } from "./test-calls.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

type Said = CommandInput<"item.setSecondFactor">;
const dayMs = 86_400_000;
const seed = "otpauth://totp/Acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

async function withLogin(changes = {}) {
  const { people } = testTeam({ ada: "manage", bob: "edit", carl: "use" });
  const { ada, bob, carl } = people as Record<"ada" | "bob" | "carl", Person>;
  const { item } = await save(ada, { title: "GitHub", password: "one", ...changes });
  const all = async () => {
    for (const person of [ada, bob, carl, ada, bob, carl]) await person.sync();
  };
  await all();
  const seen = (person: Person) => must(person, "item.secondFactor", { item });
  return { ada, bob, carl, item, all, seen, userOf: (person: Person) => person.unlocked.profile.user };
}

/** As a changed client would: in another's name, signed by this computer all the same. */
async function sayAs(person: Person, user: Person["unlocked"]["profile"]["user"], input: Said): Promise<void> {
  const { profile } = person.unlocked;
  const own = profile.user;
  person.online = false;
  profile.user = user;
  await must(person, "item.setSecondFactor", input);
  profile.user = own;
  person.online = true;
  await person.sync();
}

describe("a statement", () => {
  const standings = {
    ...{ "totp-elsewhere": "settled", "passkey-or-hardware-key": "settled" },
    ...{ "sms-only": "attention", "not-offered": "attention", unknown: "unknown" },
  } as const;
  it("of every state is its author's on every computer, and is not green where it is not settled", async () => {
    const { ada, bob, carl, item, all, seen, userOf } = await withLogin();
    for (const state of saidStates) {
      await must(bob, "item.setSecondFactor", { item, state });
      await all();
      for (const person of [ada, bob, carl])
        expect(await seen(person)).toMatchObject({ standing: standings[state], stated: { state, by: userOf(bob) } });
    }
    expect((await seen(carl)).canSay).toBe(false);
  });

  it("stays its author's while others change something else, for a hundred days", async () => {
    const { ada, bob, item, all, seen } = await withLogin();
    await must(ada, "item.setSecondFactor", { item, state: "totp-elsewhere" });
    await all();
    await save(bob, { password: "two" }, item);
    await all();
    expect(await seen(bob)).toMatchObject({ standing: "settled", reason: "stated" });
    for (const person of [ada, bob]) person.now += 101 * dayMs;
    expect(await seen(bob)).toMatchObject({ standing: "unsettled", reason: "too-old" });
  });

  it("waits as its author's own while this computer is offline", async () => {
    const { ada, item, seen } = await withLogin();
    ada.online = false;
    await must(ada, "item.setSecondFactor", { item, state: "passkey-or-hardware-key" });
    expect(await seen(ada)).toMatchObject({ standing: "settled", reason: "stated" });
  });

  it("that comes later than another's gives way to it", async () => {
    const { ada, bob, item, all, seen, userOf } = await withLogin();
    ada.online = false;
    await must(ada, "item.setSecondFactor", { item, state: "totp-elsewhere" });
    await must(bob, "item.setSecondFactor", { item, state: "sms-only" });
    ada.online = true;
    await all();
    for (const person of [ada, bob])
      expect(await seen(person)).toMatchObject({ standing: "attention", stated: { by: userOf(bob) } });
  });
});

describe("what counts for nobody", () => {
  it("a statement in another's name, also once that person changed something else", async () => {
    const { ada, bob, carl, item, all, seen, userOf } = await withLogin();
    await sayAs(bob, userOf(ada), { item, state: "totp-elsewhere" });
    await all();
    for (const person of [ada, bob, carl])
      expect(await seen(person)).toMatchObject({
        standing: "unknown",
        reason: "not-signed",
        stated: { by: userOf(ada) },
      });
    await save(ada, { password: "two" }, item);
    await all();
    expect(await seen(carl)).toMatchObject({ standing: "unknown", reason: "not-signed" });
  });

  it("a statement that somebody else brought back with an older version", async () => {
    const { ada, bob, item, all, seen } = await withLogin();
    await must(ada, "item.setSecondFactor", { item, state: "totp-elsewhere" });
    await must(ada, "item.setSecondFactor", { item, state: "sms-only" });
    await all();
    await must(bob, "item.restore", { item, version: 2 });
    await all();
    expect(await seen(ada)).toMatchObject({
      standing: "unknown",
      reason: "not-signed",
      stated: { state: "totp-elsewhere" },
    });
  });

  it("an exemption that one person made alone, in the name of one who never asked", async () => {
    const { ada, bob, item, all, seen, userOf } = await withLogin();
    const until = ada.now + 7 * dayMs;
    await sayAs(bob, userOf(ada), { item, state: "exempt", until, reason: "x", approver: userOf(bob) });
    await must(bob, "item.setSecondFactor", { item, base: 2, state: "exempt-signed" });
    await all();
    expect((await seen(ada)).stated).toMatchObject({ state: "exempt", by: userOf(ada), approver: userOf(bob) });
    for (const person of [ada, bob]) expect((await seen(person)).standing).toBe("unknown");
  });
});

describe("an exemption", () => {
  const asked = async () => {
    const team = await withLogin();
    const { ada, bob, item, all, userOf } = team;
    const until = ada.now + 7 * dayMs;
    const input = { item, state: "exempt", until, reason: "New phone", approver: userOf(bob) } as const;
    await must(ada, "item.setSecondFactor", input);
    await all();
    return { ...team, input, until };
  };

  it("counts once its approver signed it, until its end", async () => {
    const { ada, bob, carl, item, all, seen, until } = await asked();
    expect(await seen(ada)).toMatchObject({ standing: "unsettled", reason: "exemption-incomplete", canSign: false });
    const { canSign, version } = await seen(bob);
    expect(canSign).toBe(true);
    await must(bob, "item.setSecondFactor", { item, base: version, state: "exempt-signed" });
    await all();
    for (const person of [ada, bob, carl])
      expect(await seen(person)).toMatchObject({ standing: "settled", reason: "exempt", until, canSign: false });
    carl.now = until;
    expect(await seen(carl)).toMatchObject({ standing: "unsettled", reason: "exemption-ended" });
  });

  it("is declined by its approver, who says why; then nobody can sign it any more", async () => {
    const { ada, bob, carl, item, all, seen, userOf } = await asked();
    const { version: base } = await seen(bob);
    await must(bob, "item.setSecondFactor", { item, base, state: "exempt-declined", reason: "Use an app" });
    await all();
    for (const person of [ada, bob, carl])
      expect(await seen(person)).toMatchObject({
        ...{ standing: "unknown", canSign: false },
        stated: { state: "unknown", by: userOf(bob), reason: "Use an app", until: null, approver: null },
      });
    const { version } = await seen(bob);
    const signed = await call(bob, "item.setSecondFactor", { item, base: version, state: "exempt-signed" });
    expect(signed).toMatchObject({ ok: false, failure: { detail: { reason: "not-asked" } } });
  });

  it("is signed as its approver saw it, or not at all", async () => {
    const { ada, bob, item, all, seen, input } = await asked();
    const { version } = await seen(bob);
    await must(ada, "item.setSecondFactor", { ...input, until: input.until + 300 * dayMs });
    await all();
    await must(bob, "item.setSecondFactor", { item, base: version, state: "exempt-signed" });
    await all();
    expect(await seen(ada)).toMatchObject({ standing: "unsettled", reason: "exemption-incomplete" });
  });

  it.each([
    ["its own author", "ada"],
    ["somebody who may only use the vault", "carl"],
  ] as const)("is not signed by %s", async (_, name) => {
    const { item, ...team } = await asked();
    const answer = await call(team[name], "item.setSecondFactor", { item, base: 2, state: "exempt-signed" });
    expect(answer.ok).toBe(false);
    expect((await team.seen(team.bob)).standing).toBe("unsettled");
  });
});

describe("what is refused", () => {
  const soon = 2e12;
  it.each<[string, (users: { self: string; other: string; reader: string }) => object, string]>([
    [
      "an exemption by oneself",
      ({ self }) => ({ state: "exempt", until: soon, reason: "x", approver: self }),
      "approver",
    ],
    [
      "by who may not write",
      ({ reader }) => ({ state: "exempt", until: soon, reason: "x", approver: reader }),
      "approver",
    ],
    ["that ended", ({ other }) => ({ state: "exempt", until: 1, reason: "x", approver: other }), "until"],
    ["a signature that nobody asked for", () => ({ state: "exempt-signed", base: 1 }), "not-asked"],
    ["a decline of what nobody asked for", () => ({ state: "exempt-declined", base: 1, reason: "x" }), "not-asked"],
  ])("%s", async (_, said, reason) => {
    const { ada, bob, carl, item, userOf } = await withLogin();
    const input = { item, ...said({ self: userOf(ada), other: userOf(bob), reader: userOf(carl) }) } as Said;
    const answer = await call(ada, "item.setSecondFactor", input);
    expect(answer).toMatchObject({ ok: false, failure: { code: "invalid-input", detail: { reason } } });
  });

  it("anything where the seed is in the item, which is settled by it", async () => {
    const { ada, item, seen } = await withLogin({ totp: seed });
    expect(await seen(ada)).toMatchObject({ standing: "settled", reason: "seed-here", canSay: false });
    const answer = await call(ada, "item.setSecondFactor", { item, state: "sms-only" });
    expect(answer).toMatchObject({ ok: false, failure: { detail: { reason: "seed" } } });
  });

  it("what is no login", async () => {
    const { ada } = await withLogin();
    const { item } = await must(ada, "item.save", { vault: ada.vault, kind: "note", changes: { title: "n" } });
    for (const answer of [
      await call(ada, "item.setSecondFactor", { item, state: "sms-only" }),
      await call(ada, "item.secondFactor", { item }),
    ])
      expect(answer).toMatchObject({ ok: false, failure: { code: "invalid-input", detail: { reason: "kind" } } });
  });
});

describe("what the catalogue says", () => {
  it("is told with the day for which it was read", async () => {
    const { ada, seen } = await withLogin({ urls: ["https://gist.github.com/login"] });
    expect((await seen(ada)).about).toMatchObject({ name: "GitHub", offered: "stronger", hasPasskeys: true });
    expect((await seen(ada)).about?.asOf).toMatch(/^\d{4}-/);
  });

  it("is nothing of a website that it does not know", async () => {
    const { ada, seen } = await withLogin({ urls: ["https://intranet.acme.example"] });
    expect((await seen(ada)).about).toBeNull();
  });
});
