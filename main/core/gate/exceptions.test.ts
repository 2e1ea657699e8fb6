/** A login passes the gate by an exception of two people, until its end and no longer, online or not; who has to do something is told. */
import { afterAll, expect, it } from "vitest";
import type { GateRule } from "../../../shared/model/second-factor/gate.ts";
import { must, save } from "../vaults/test-calls.ts";
import { cleanUp, type Person, testTeam } from "../vaults/test-team.ts";

afterAll(cleanUp);

const dayMs = 86_400_000;

/** Ada and Bob write into a vault that Carl reads; the rule is as given. */
async function withRule(mode: GateRule["mode"]) {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit", carl: "use" });
  const secondFactor = { mode, scope: [{ kind: "all" as const, id: null }] };
  holder.state = { ...holder.state, policy: { ...holder.state.policy, secondFactor } };
  const { ada, bob, carl } = people as Record<"ada" | "bob" | "carl", Person>;
  const { item } = await save(ada, { title: "Pinterest", password: "one" });
  const all = async () => {
    for (const person of [ada, bob, carl, ada, bob, carl]) await person.sync();
  };
  await all();
  const isOpen = async (person: Person) => (await person.items.mayOpen([person.vault])).ok;
  const waiting = (person: Person) => must(person, "gate.waiting", {});
  return { ada, bob, carl, item, all, isOpen, waiting, userOf: (person: Person) => person.unlocked.profile.user };
}

async function asked() {
  const team = await withRule("require");
  const { ada, bob, item, all, userOf } = team;
  const until = ada.now + 7 * dayMs;
  const approver = userOf(bob);
  await must(ada, "item.setSecondFactor", { item, state: "exempt", until, reason: "Launch", approver });
  await all();
  return { ...team, until };
}

it("signed by a second person, and only until its end; the same without a server", async () => {
  const { ada, bob, carl, item, all, isOpen, until } = await asked();
  for (const person of [ada, bob, carl]) expect(await isOpen(person)).toBe(false);
  const { version } = await must(bob, "item.secondFactor", { item });
  await must(bob, "item.setSecondFactor", { item, base: version, state: "exempt-signed" });
  await all();
  for (const person of [ada, bob, carl]) {
    expect(await isOpen(person)).toBe(true);
    person.online = false;
    expect(await isOpen(person)).toBe(true);
    person.now = until - 1;
    expect(await isOpen(person)).toBe(true);
    person.now = until;
    expect(await isOpen(person)).toBe(false);
  }
});

it("not where it was declined, or nobody answered until its end", async () => {
  const { ada, bob, item, all, isOpen, waiting, until } = await asked();
  const { version } = await must(bob, "item.secondFactor", { item });
  await must(bob, "item.setSecondFactor", { item, base: version, state: "exempt-declined", reason: "Use an app" });
  await all();
  for (const person of [ada, bob]) expect(await isOpen(person)).toBe(false);
  expect(await waiting(bob)).toEqual({ settle: 1, sign: [], ending: [] });
  const late = await asked();
  late.bob.now = until;
  expect((await late.waiting(late.bob)).sign).toEqual([]);
});

it("is told to who signs it, and to who may settle the login before it ends", async () => {
  const { ada, bob, carl, item, all, waiting, userOf, until } = await asked();
  const row = { item, title: "Pinterest", by: userOf(ada), reason: "Launch", until };
  expect(await waiting(bob)).toEqual({ settle: 0, sign: [row], ending: [] });
  expect(await waiting(ada)).toEqual({ settle: 0, sign: [], ending: [] });
  const { version } = await must(bob, "item.secondFactor", { item });
  await must(bob, "item.setSecondFactor", { item, base: version, state: "exempt-signed" });
  await all();
  for (const person of [ada, bob]) expect(await waiting(person)).toEqual({ settle: 0, sign: [], ending: [row] });
  // Who may only read it can do nothing about it.
  expect(await waiting(carl)).toEqual({ settle: 0, sign: [], ending: [] });
  for (const person of [ada, carl]) person.now = until;
  expect(await waiting(ada)).toEqual({ settle: 1, sign: [], ending: [] });
  expect(await waiting(carl)).toEqual({ settle: 0, sign: [], ending: [] });
});

it.each<[GateRule["mode"], number, boolean]>([
  ["off", 0, true],
  ["warn", 1, true],
  ["require", 1, false],
])("%s: what is saved is taken, and is to be settled where the rule says so", async (mode, settle, isOpen) => {
  const team = await withRule(mode);
  expect(await team.waiting(team.ada)).toEqual({ settle, sign: [], ending: [] });
  expect(await team.isOpen(team.ada)).toBe(isOpen);
  const { held, total } = await must(team.ada, "gate.check", { vaults: [team.ada.vault], groups: [], to: null });
  expect([held.length, total]).toEqual([settle, settle]);
  const { counts, logins } = await must(team.ada, "gate.preview", {
    rule: { mode: "require", scope: [{ kind: "all", id: null }] },
  });
  expect({ logins, counts }).toEqual({ logins: 1, counts: { settled: 0, attention: 0, unsettled: 0, unknown: 1 } });
});
