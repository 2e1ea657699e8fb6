/** What people see of safety numbers and of names, and what their apps do by it. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { act, planAccess } from "../../../shared/testing/entries.ts";
import { makeGroup } from "../../../shared/testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { recover } from "../../../shared/testing/verifications.ts";
import { createHeldActs } from "../heads/held-acts.ts";
import { widening } from "../heads/widening.ts";
import { addEntries } from "../store/log-rows.ts";
import { movingHandlers } from "../vaults/move-to-new.ts";
import type { VaultActs } from "../vaults/vault-acts.ts";
import { actHandlers } from "./act-handlers.ts";
import { changeGroup } from "./groups.ts";
import { alikeNames, formerNames, noteNames as noteCalled, peopleMost } from "./known-names.ts";
import { listMembers } from "./people.ts";
import { setRole } from "./removal.ts";
import { safetyOf, verifyMember } from "./safety.ts";
import { noteNames } from "./tasks/remember-names.ts";
import { supplyKeys } from "./tasks/supply-keys.ts";
import type { TeamArea } from "./team-area.ts";
import { directory, type TestArea, testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const numberOf = (area: TeamArea, { user }: Person) => must(safetyOf(area, user)).number;
const compare = (area: TeamArea, person: Person) =>
  verifyMember(area, { user: person.user, number: numberOf(area, person) });
const listed = async (area: TeamArea, { user }: Person) =>
  must(await listMembers(area)).find((one) => one.user === user);

describe("comparing a safety number", () => {
  it("is told to everybody, and is the same number on both sides", async () => {
    const mine = copyOf(scene);
    const [ada, bob] = [testArea(mine, mine.ada).area, testArea(mine, mine.bob).area];
    expect(numberOf(ada, mine.bob)).toBe(numberOf(bob, mine.bob));
    expect(must(safetyOf(ada, mine.bob.user))).toMatchObject({ state: "none", at: null, by: [] });
    expect(await compare(ada, mine.bob)).toMatchObject({ ok: true, value: { state: "done" } });
    expect(must(safetyOf(ada, mine.bob.user))).toMatchObject({ state: "same", at: mine.team.now, by: [] });
    expect(must(safetyOf(bob, mine.bob.user))).toMatchObject({ state: "none", by: [mine.ada.user] });
    expect((await listed(ada, mine.bob))?.compared).toBe("same");
    expect(await listed(bob, mine.ada)).not.toHaveProperty("compared");
  });

  it("again changes nothing, and costs no entry", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    must(await compare(area, mine.bob));
    must(await compare(area, mine.bob));
    expect(log.posts).toHaveLength(1);
  });

  const refused: [
    what: string,
    expected: string,
    make: (mine: SmallTeam, area: TeamArea) => Parameters<typeof verifyMember>[1],
  ][] = [
    ["one's own", "role own", ({ ada }, area) => ({ user: ada.user, number: numberOf(area, ada) })],
    [
      "somebody else's number",
      "key-changed number",
      ({ bob, cleo }, area) => ({ user: bob.user, number: numberOf(area, cleo) }),
    ],
    ["nobody's", "not-found", () => ({ user: "0".repeat(26) as UserId, number: "0".repeat(60) })],
  ];
  it.each(refused)("is not done of %s", async (_what, expected, make) => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    expect(verdict(await verifyMember(area, make(mine, area)))).toBe(expected);
    expect(log.posts).toHaveLength(0);
  });

  it("of a number that changed while it was read out says so, also where that came with the post", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    const number = numberOf(area, mine.bob);
    log.meanwhile = () => void recover(mine.team, { person: mine.bob, admin: mine.ada });
    expect(verdict(await verifyMember(area, { user: mine.bob.user, number }))).toBe("key-changed person");
    expect(verdict(await verifyMember(area, { user: mine.bob.user, number }))).toBe("key-changed number");
    expect((await listed(area, mine.bob))?.compared).toBe(undefined);
  });
});

/** A timer that is over as soon as whoever set it waits. */
function atOnce(_ms: number, run: () => void): () => void {
  queueMicrotask(run);
  return () => undefined;
}

/** Ada compared Bob, who came back with a sheet of paper. */
async function changed() {
  const mine = copyOf(scene);
  const made = testArea(mine, mine.ada);
  const group = makeGroup(mine.team, mine.ada, { managers: [mine.ada], members: [mine.dora] });
  must(await compare(made.area, mine.bob));
  const computer = recover(mine.team, { person: mine.bob, admin: mine.ada });
  return { mine, group, computer, ...made };
}

describe("somebody whose keys are others than were compared", () => {
  it("is marked, is given nothing and is sent no key, until they are compared again", async () => {
    const { mine, area, group, computer } = await changed();
    const { user } = mine.bob;
    const sent = () => mine.team.state.vaults.get(mine.ops)?.epochs.get(1)?.sent.has(computer.device);
    expect((await listed(area, mine.bob))?.compared).toBe("changed");
    expect(verdict(await changeGroup(area, { group, add: [user] }))).toBe("key-changed person");
    expect(verdict(await setRole(area, { user, role: "lead" }))).toBe("key-changed person");
    must(await supplyKeys.run(area));
    expect([supplyKeys.isDue(area), sent()]).toEqual([false, false]);
    must(await compare(area, mine.bob));
    expect((await listed(area, mine.bob))?.compared).toBe("same");
    must(await supplyKeys.run(area));
    expect(sent()).toBe(true);
    must(await changeGroup(area, { group, add: [user] }));
    must(await setRole(area, { user, role: "lead" }));
  });

  it("is nobody for whom an act waits: it is refused at once, and nothing is kept", async () => {
    const { mine, area } = await changed();
    const acts = createHeldActs({
      ...area,
      ports: {
        ...area.ports,
        timers: { after: atOnce },
      },
      ...{ handlers: {}, recorded: async () => fail("bug"), parse: (_command: string, input: unknown) => ok(input) },
      ...{
        freshness: () => ({ isFresh: false, waitsFor: [mine.bob.user] }),
        look: async () => ok(true),
        wasBehind: false,
        noted: () => undefined,
      },
    } as never);
    const give = (to: Person) =>
      acts.hold("vault.setAccess", { vault: mine.ops, user: to.user, permission: "manage" }) as Promise<
        Result<unknown>
      >;
    expect(verdict(await give(mine.bob))).toBe("key-changed person");
    expect(acts.list()).toEqual([]);
    expect(verdict(await give(mine.dora))).toBe("taken");
    expect(acts.list()).toHaveLength(1);
  });

  it("stops an act that waited before they came back, which is done once they are compared again", async () => {
    const { mine, area } = await changed();
    must(await compare(area, mine.bob));
    let isFresh = false;
    const acts = createHeldActs({
      ...area,
      ports: { ...area.ports, timers: { after: atOnce } },
      handlers: { "member.setRole": (input: Parameters<typeof setRole>[1]) => setRole(area, input) },
      recorded: (_name: string, _input: unknown, run: () => unknown) => run(),
      parse: (_command: string, input: unknown) => ok(input),
      freshness: () => ({ isFresh, waitsFor: [mine.dora.user] }),
      ...{ look: async () => ok(true), wasBehind: false, noted: () => undefined },
    } as never);
    must((await acts.hold("member.setRole", { user: mine.bob.user, role: "lead" })) as Result<unknown>);
    recover(mine.team, { person: mine.bob, admin: mine.ada });
    isFresh = true;
    must(await acts.run());
    expect(acts.list()).toMatchObject([{ problem: "key-changed" }]);
    const number = numberOf(area, mine.bob);
    must(
      await actHandlers(acts, { answered: () => undefined } as never, area)["member.verify"]({
        user: mine.bob.user,
        number,
      }),
    );
    must(await acts.run());
    expect([acts.list(), mine.team.state.users.get(mine.bob.user)?.role]).toEqual([[], "lead"]);
  });

  it("is not among those for whom a vault is made: none is made in vain", async () => {
    const { mine, area } = await changed();
    const acts = { ...area, absentIn: () => 0, titleOf: () => null } as unknown as VaultActs;
    const handlers = movingHandlers({
      acts,
      area: { ready: Promise.resolve(), mayPut: async () => ok(true) } as never,
    });
    const move = () => handlers["item.moveToNew"]({ items: [], title: "Ops", people: [mine.bob.user] });
    const made = () => mine.team.state.vaults.size;
    const before = made();
    expect([verdict(await move()), made()]).toEqual(["key-changed person", before]);
    must(await compare(area, mine.bob));
    expect([verdict(await move()), made()]).toEqual(["taken", before + 1]);
  });

  it("is named as whom a waiting act would give more, and only where it gives more", async () => {
    const { mine, group } = await changed();
    const { state } = mine.team;
    const { bob, dora } = mine;
    const gain = (add: Person[]) =>
      widening["group.change"].gainers(state, { group, add: add.map(({ user }) => user) });
    expect(gain([bob, dora])).toEqual([bob.user]);
    const to = { vault: mine.ops, permission: "manage" as const };
    expect(widening["vault.setAccess"].gainers(state, { ...to, user: bob.user })).toEqual([bob.user]);
    expect(widening["vault.setAccess"].gainers(state, { ...to, group })).toEqual([dora.user]);
    expect(widening["member.setRole"].gainers(state, { user: bob.user, role: "lead" })).toEqual([bob.user]);
  });
});

function call({ put }: TestArea, mine: SmallTeam, { user }: Person, name: string): void {
  const invite = mine.team.state.users.get(user)?.invite ?? null;
  const by = invite === null ? user : null;
  put(directory(mine), invite ?? user, { kind: "person", invite, user: by, name, emails: [] });
}

/** Ada's app, which knows Bob under a name; entries lie in its file as they come. */
async function named(name: string) {
  const mine = copyOf(scene);
  const made = testArea(mine, mine.ada);
  call(made, mine, mine.bob, name);
  must(await noteNames.run(made.area));
  return {
    ...{ mine, ...made },
    async round(called?: string) {
      if (called !== undefined) call(made, mine, mine.bob, called);
      must(await noteNames.run(made.area));
      return (await listed(made.area, mine.bob))?.was ?? null;
    },
    give(by: Person = mine.ada, permission: "use" | "manage" | null = "manage") {
      const { bytes } = act(mine.team, by, planAccess(mine.team, by, mine.ops, [{ user: mine.bob.user, permission }]));
      const { seq, hash } = mine.team.state.head;
      addEntries(made.area.db, [{ seq, hash, bytes }]);
    },
  };
}

describe("a name that changed", () => {
  it("is shown with the one before, and since when, until something was given under it", async () => {
    const { round, give, mine } = await named("Bob");
    expect(await round()).toBe(null);
    expect(await round("Robert")).toEqual({ name: "Bob", since: mine.team.now });
    mine.team.now += 90 * 86_400_000;
    expect(await round()).toMatchObject({ name: "Bob", since: scene.team.now });
    give();
    expect(await round()).toBe(null);
    expect(await round("Rob")).toMatchObject({ name: "Robert" });
  });

  it("is shown too where as many people as are kept have the longest names", async () => {
    const { area } = testArea(copyOf(scene), scene.ada);
    const users = Array.from({ length: peopleMost }, () => newId<UserId>());
    const called = (letter: string) => new Map(users.map((user) => [user, letter.repeat(limits.nameChars)]));
    const other = called("名");
    noteCalled(area, called("字"));
    noteCalled(area, other);
    expect(formerNames(area, other).size).toBe(peopleMost);
  });

  it("and back is none", async () => {
    const { round } = await named("Bob");
    await round("Robert");
    expect(await round("Bob")).toBe(null);
  });

  it("with the very round in which something was given is shown: it was not given under that name", async () => {
    const { round, give } = await named("Bob");
    give();
    expect(await round("Dana (CFO)")).toMatchObject({ name: "Bob" });
  });

  it("stays shown where something was taken", async () => {
    const { round, give } = await named("Bob");
    await round("Robert");
    give(undefined, "use");
    expect(await round()).toBe(null);
    await round("Bob");
    give(undefined, null);
    expect(await round()).toMatchObject({ name: "Robert" });
  });

  it("is shown, whatever the order of changes, rounds and gifts, unless the last gift came after a round that saw it", async () => {
    type Step = { kind: "name"; name: string } | { kind: "give" } | { kind: "round" };
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ kind: fc.constant("name" as const), name: fc.constantFrom("Bob", "Rob", "Bert") }),
      fc.record({ kind: fc.constant("give" as const) }),
      fc.record({ kind: fc.constant("round" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const { round, give, mine, ...made } = await named("Bob");
        let [given, seen, isGiven, now, may] = ["Bob", "Bob", false, "Bob", "edit" as "use" | "edit"];
        const look = async () => {
          const was = await round();
          if (isGiven) given = seen;
          [seen, isGiven] = [now, false];
          expect(was?.name ?? null).toBe(given === now ? null : given);
        };
        for (const one of steps) {
          if (one.kind === "name") {
            now = one.name;
            call(made as unknown as TestArea, mine, mine.bob, now);
          } else if (one.kind === "give") {
            give(undefined, may === "use" ? "manage" : "use");
            may = may === "use" ? "edit" : "use";
            isGiven = true;
          } else await look();
        }
        await look();
      }),
      { numRuns: 40 },
    );
  });
});

describe("names that may be taken for each other", () => {
  const names = (...all: string[]) => new Map(all.map((name, at) => [`${at}` as UserId, name]));
  it("name each other, and nobody else", () => {
    expect([...alikeNames(names("Anna Berg", "Аnnа Berg", "Anna Bergson", "BERG, Anna", ""))]).toEqual([
      ["0", ["1", "3"]],
      ["1", ["0", "3"]],
      ["3", ["0", "1"]],
    ]);
  });
  it("are those of people in the team", async () => {
    const mine = copyOf(scene);
    const made = testArea(mine, mine.ada);
    call(made, mine, mine.bob, "Ada Bell");
    call(made, mine, mine.ada, "Ada Be11");
    expect((await listed(made.area, mine.bob))?.like).toEqual([mine.ada.user]);
    expect(await listed(made.area, mine.cleo)).not.toHaveProperty("like");
  });
});
