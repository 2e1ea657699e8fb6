/** Codes that are handed: who may ask whom, which answers count, what is shown to whoever has the seed; what somebody forged beside them. */
import { beforeAll, describe, expect, it } from "vitest";
import { sealHandedCode } from "../../../shared/crypto/handed-code-envelope.ts";
import { kemKeys } from "../../../shared/crypto/kem.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { encode } from "../../../shared/encoding/canonical.ts";
import type { EpochMs, ItemId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { askDayMs, askMs, asksPerDay } from "../../../shared/model/handed-code.ts";
import { buildHandedCode } from "../../../shared/protocol/letters/handed-code.ts";
import type { LetterContent } from "../../../shared/protocol/letters/letter-types.ts";
import { act, planVault } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person, vaultOfKind } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { numberOf, planVerify, recover } from "../../../shared/testing/verifications.ts";
import { type TestArea, testArea } from "../team/test-area.ts";
import type { HandedArea } from "./handed-area.ts";
import { openHandedCodes } from "./handed-codes.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  for (const who of [scene.dora, scene.cleo]) act(scene.team, who, planVault(scene.team, who, "personal").plan);
});

const [item, privateItem] = [newId<ItemId>(), newId<ItemId>()];
const tool = newId<ItemId>();
const emptyTool = {
  ...{ kind: "tool", name: "App Store", domains: [], deputy: null, dataClass: null, signInBy: null, roles: [] },
  ...{ payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
} as const;
const account = {
  ...{ kind: "account", tool, item, user: null, signInName: "team@", role: null, secondFactor: null, stated: null },
  removed: false,
} as const;

type App = { who: Person; made: TestArea; handed: ReturnType<typeof openHandedCodes>; sent: number };
type Held = Record<string, { title: string; hasTotp: boolean }>;

/** The app of somebody who can open these items; the code of each is six digits that say its half minute. */
function appOf(mine: SmallTeam, who: Person, held: Held, isClosed = false): App {
  const made = testArea(mine, who);
  const vault = vaultOfKind(mine.team.state, "tools").vault;
  made.put(vault, tool, { ...emptyTool, owner: mine.bob.user } as never);
  made.put(vault, newId<ItemId>(), account as never);
  const get = (one: ItemId) => (held[one] === undefined ? undefined : { overview: { ...held[one], askAgain: false } });
  const codeOf = async () => {
    const step = Math.floor(mine.team.now / 30_000);
    const at = (now: number) => String(now % 1_000_000).padStart(6, "0");
    if (isClosed) return fail("ask-again");
    return ok({ code: at(step), next: at(step + 1), periodMs: 30_000, endsAt: (step + 1) * 30_000 });
  };
  const parts = {
    items: async () => ({ get, rows: () => [] }),
    codeOf,
    history: { held: () => [] },
    agreedTime: () => mine.team.now + 0.25,
  };
  const handed = openHandedCodes({ ...made.area, ...parts } as unknown as HandedArea);
  return { who, made, handed, sent: 0 };
}

/** Dora has asked Bob, who has the seed. */
async function asked(isClosed = false) {
  const mine = copyOf(scene);
  const dora = appOf(mine, mine.dora, {});
  const bob = appOf(mine, mine.bob, { [item]: { title: "App Store Connect", hasTotp: true } }, isClosed);
  const { ask } = must(await dora.handed.handlers["code.ask"]({ item, user: mine.bob.user, why: "Upload" }));
  mail([dora, bob]);
  return { mine, dora, bob, ask };
}

/** Carries what was written to every app. */
function mail(apps: App[]): void {
  for (const { made } of apps) {
    const wrote = apps.flatMap((one) => one.made.post.letters.written().map((out) => out.letter));
    made.post.came = wrote.map(({ body, bytes }) => ({ to: body.to, bytes }));
  }
}
const asksOf = async ({ handed }: App) => must(await handed.handlers["code.asks"]());
const stateOf = async (app: App) => (await asksOf(app))[0]?.state;
const askedOf = async ({ handed }: App) => must(await handed.handlers["code.asked"]());
const answering = async (app: App) => {
  const [first] = await askedOf(app);
  return { request: first?.request ?? "", item: (first?.item ?? item) as ItemId, user: first?.user ?? "" } as never;
};
const hands = async (app: App) => app.handed.handlers["code.hand"](await answering(app));
const questionOf = ({ made }: App) => made.post.wrote.at(-1)?.content as LetterContent<"code-request">;
const codeAtNow = ({ team }: SmallTeam) => String(Math.floor(team.now / 30_000) % 1_000_000).padStart(6, "0");

describe("a code that somebody asks for", () => {
  it("is offered by the account of a tool alone, and comes from who stands for the tool, once", async () => {
    const { mine, dora, bob, ask } = await asked();
    mine.team.now = Math.ceil(mine.team.now / 30_000) * 30_000;
    expect(must(await dora.handed.handlers["code.askable"]())).toEqual([
      { item, tool, toolName: "App Store", signInName: "team@", holders: [mine.bob.user] },
    ]);
    expect(must(await bob.handed.handlers["code.askable"]())).toEqual([]);
    expect(await askedOf(bob)).toMatchObject([{ user: mine.dora.user, title: "App Store Connect", why: "Upload" }]);
    const answer = await answering(bob);
    expect(verdict(await bob.handed.handlers["code.hand"](answer))).toBe("taken");
    expect(verdict(await bob.handed.handlers["code.hand"](answer))).toBe("not-found");
    mail([dora, bob]);
    expect(await asksOf(dora)).toMatchObject([{ ask, state: "handed", code: { code: codeAtNow(mine) } }]);
    const copied = await dora.handed.handlers["code.copyHanded"]({ ask: ask as never, item });
    expect([verdict(copied), dora.made.clipboard.text]).toEqual(["taken", codeAtNow(mine)]);
    expect(await askedOf(bob)).toEqual([]);
    // Neither computer has it written anywhere, and after its period nobody shows it.
    for (const { made } of [dora, bob])
      for (const { bytes } of made.post.came) expect(Buffer.from(bytes).includes(codeAtNow(mine))).toBe(false);
    mine.team.now += 30_000;
    expect(await asksOf(dora)).toMatchObject([{ state: "over", code: null }]);
    expect(verdict(await dora.handed.handlers["code.copyHanded"]({ ask: ask as never, item }))).toBe("not-found");
  });

  it("is declined, ends by itself, and is forgotten by whoever asked", async () => {
    const { mine, dora, bob, ask } = await asked();
    expect(verdict(await bob.handed.handlers["code.refuse"](await answering(bob)))).toBe("taken");
    mail([dora, bob]);
    expect(await stateOf(dora)).toBe("declined");
    const other = must(await dora.handed.handlers["code.ask"]({ item, user: mine.bob.user, why: "" })).ask;
    mail([dora, bob]);
    mine.team.now += askMs;
    expect([await stateOf(dora), await askedOf(bob)]).toEqual(["over", []]);
    for (const one of [ask, other]) await dora.handed.handlers["code.endAsk"]({ ask: one as never });
    expect(await asksOf(dora)).toEqual([]);
  });

  it("asks for the passphrase where its login does", async () => {
    const { bob } = await asked(true);
    expect(verdict(await hands(bob))).toBe("ask-again");
    expect(bob.made.post.wrote).toEqual([]);
  });

  it.each([
    ["somebody who does not stand for the tool", (mine: SmallTeam) => ({ item, user: mine.cleo.user })],
    ["for a login that is no account", (mine: SmallTeam) => ({ item: newId<ItemId>(), user: mine.bob.user })],
    ["oneself", (mine: SmallTeam) => ({ item, user: mine.dora.user })],
  ])("is not asked of %s", async (_name, of) => {
    const mine = copyOf(scene);
    const dora = appOf(mine, mine.dora, {});
    expect(verdict(await dora.handed.handlers["code.ask"]({ ...of(mine), why: "" }))).toBe("not-found");
    expect(dora.made.post.wrote).toEqual([]);
  });

  it("is asked of one person three times at once, and thirty times a day, also after a lock; not before the server said a time", async () => {
    const { mine, dora } = await asked();
    const again = () => dora.handed.handlers["code.ask"]({ item, user: mine.bob.user, why: "" });
    for (let times = 1; times < 3; times++) must(await again());
    expect(verdict(await again())).toBe("limit code-asks");
    mine.team.now += askMs;
    for (let times = 3; times < asksPerDay; times++) {
      must(await again());
      mine.team.now += askMs;
    }
    expect(verdict(await again())).toBe("limit code-asks");
    mine.team.now += askDayMs;
    expect(verdict(await again())).toBe("taken");
    const unheard = openHandedCodes({ ...dora.made.area, agreedTime: () => null } as unknown as HandedArea);
    expect(verdict(await unheard.handlers["code.ask"]({ item, user: mine.bob.user, why: "" }))).toBe("offline time");
  });
});

describe("an answer", () => {
  type Scene = Awaited<ReturnType<typeof asked>>;
  const code = (mine: SmallTeam) => ({ code: "123456", from: mine.team.now - 1, until: mine.team.now + 20_000 });
  const place = ({ mine, dora }: Scene) => ({
    ...{ team: mine.team.team, device: mine.dora.device, item, nonce: questionOf(dora).nonce },
  });
  const sealed = (made: Scene, changed: object = {}, of: object = {}) =>
    buildHandedCode(questionOf(made.dora).kemPk, { ...place(made), ...of }, { ...code(made.mine), ...changed });
  const raw = (made: Scene, plain: object) =>
    sealHandedCode(questionOf(made.dora).kemPk, place(made), encode({ ...code(made.mine), ...plain } as never));
  type Answer = { by?: Person; nonce?: string; sealed?: Uint8Array | null };

  it.each<[string, string, (made: Scene) => Answer]>([
    ["of the person who was asked", "handed", () => ({})],
    ["of somebody else who saw the question", "waiting", ({ mine }) => ({ by: mine.cleo })],
    ["to a question that was never asked", "waiting", () => ({ nonce: newId<string>() })],
    [
      "sealed to another key",
      "waiting",
      (made) => ({
        sealed: buildHandedCode(kemKeys(randomBytes(32)).kemPk, place(made), code(made.mine)),
      }),
    ],
    ["sealed for another login", "waiting", (made) => ({ sealed: sealed(made, {}, { item: newId<ItemId>() }) })],
    ["sealed for another question", "waiting", (made) => ({ sealed: sealed(made, {}, { nonce: newId<string>() }) })],
    [
      "sealed for another computer",
      "waiting",
      (made) => ({
        sealed: sealed(made, {}, { device: made.mine.bob.device }),
      }),
    ],
    ["of five digits", "waiting", (made) => ({ sealed: raw(made, { code: "12345" }) })],
    ["of letters", "waiting", (made) => ({ sealed: raw(made, { code: "<b>456" }) })],
    ["that ends before it begins", "waiting", (made) => ({ sealed: raw(made, { until: 1 }) })],
    ["with more than a code", "waiting", (made) => ({ sealed: raw(made, { seed: "JBSWY3DPEHPK3PXP" }) })],
    ["that is good for a year", "waiting", (made) => ({ sealed: raw(made, { until: made.mine.team.now + 3.2e10 }) })],
    ["of bytes", "waiting", () => ({ sealed: randomBytes(1500) })],
    ["of nothing", "waiting", () => ({ sealed: new Uint8Array(0) })],
    [
      "whose period is over",
      "over",
      (made) => ({
        sealed: sealed(made, { from: made.mine.team.now - 60_000, until: made.mine.team.now - 30_000 }),
      }),
    ],
  ])("%s: %s", async (_name, expected, of) => {
    const made = await asked();
    const { mine, dora } = made;
    const answer = of(made);
    const to = mine.team.state.personalVaults.get(mine.dora.user) as never;
    const content = { nonce: answer.nonce ?? questionOf(dora).nonce, sealed: answer.sealed ?? sealed(made) };
    const { bytes } = letter(mine.team, answer.by ?? mine.bob, { to, type: "code-answer", content });
    dora.made.post.came.push({ to, bytes });
    // Sent, so that it waits for its answer.
    expect((await stateOf(dora))?.replace("unsent", "waiting")).toBe(expected);
  });

  it("counts once, before the question ends, and by nobody who was removed", async () => {
    const made = await asked();
    const { mine, dora } = made;
    const to = mine.team.state.personalVaults.get(mine.dora.user) as never;
    const say = (changed: object) => {
      const content = { nonce: questionOf(dora).nonce, sealed: sealed(made, changed) };
      dora.made.post.came.push({ to, bytes: letter(mine.team, mine.bob, { to, type: "code-answer", content }).bytes });
    };
    say({});
    expect((await asksOf(dora))[0]?.code?.code).toBe("123456");
    say({ code: "654321" });
    expect((await asksOf(dora))[0]?.code?.code).toBe("123456");
    const late = await asked();
    const { bytes } = letter(late.mine.team, late.mine.bob, {
      ...{ to, type: "code-answer" as const },
      content: { nonce: questionOf(late.dora).nonce, sealed: sealed(late) },
    });
    act(late.mine.team, late.mine.ada, planRemove(late.mine.team, late.mine.ada, late.mine.bob.user));
    late.dora.made.post.came.push({ to, bytes });
    expect(await stateOf(late.dora)).toBe("unsent");
    late.mine.team.now += askMs;
    expect(await stateOf(late.dora)).toBe("over");
  });
});

describe("a question", () => {
  const question = (now: number, changed: object = {}): LetterContent<"code-request"> => ({
    ...{ nonce: newId<string>(), item, kemPk: kemKeys(randomBytes(32)).kemPk, until: (now + askMs) as EpochMs },
    ...{ why: "", ...changed },
  });
  const put = (mine: SmallTeam, { made }: App, by: Person, content: LetterContent<"code-request">): void => {
    const to = mine.bobsPersonal;
    made.post.came.push({ to, bytes: letter(mine.team, by, { to, type: "code-request", content }).bytes });
  };
  const bobs = (mine: SmallTeam) =>
    appOf(mine, mine.bob, {
      [item]: { title: "App Store Connect", hasTotp: true },
      [privateItem]: { title: "Private", hasTotp: true },
    });

  it.each<[string, number, (mine: SmallTeam) => { by?: Person; changed?: object }]>([
    ["of a colleague", 1, () => ({})],
    ["for a login that is no account of a tool", 0, () => ({ changed: { item: privateItem } })],
    ["for a login that is not held here", 0, () => ({ changed: { item: newId<ItemId>() } })],
    ["that is over", 0, ({ team }) => ({ changed: { until: team.now } })],
    ["that would never end", 0, ({ team }) => ({ changed: { until: team.now + askDayMs } })],
    ["of oneself", 0, ({ bob }) => ({ by: bob })],
  ])("%s is shown %i times", async (_name, expected, of) => {
    const mine = copyOf(scene);
    const bob = bobs(mine);
    const { by = mine.dora, changed } = of(mine);
    put(mine, bob, by, question(mine.team.now, changed));
    expect(await askedOf(bob)).toHaveLength(expected);
  });

  it("of a login without a seed, or of whoever was removed meanwhile, is not shown", async () => {
    const mine = copyOf(scene);
    const [bob, seedless] = [bobs(mine), appOf(mine, mine.bob, { [item]: { title: "App Store", hasTotp: false } })];
    for (const app of [bob, seedless]) put(mine, app, mine.dora, question(mine.team.now));
    expect([(await askedOf(bob)).length, (await askedOf(seedless)).length]).toEqual([1, 0]);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.dora.user));
    expect(await askedOf(bob)).toEqual([]);
  });

  it("is shown once for each login; of whoever floods nothing is, and others are heard", async () => {
    const mine = copyOf(scene);
    const bob = bobs(mine);
    for (let times = 0; times < asksPerDay; times++) put(mine, bob, mine.dora, question(mine.team.now));
    expect(await askedOf(bob)).toHaveLength(1);
    put(mine, bob, mine.cleo, question(mine.team.now));
    put(mine, bob, mine.dora, question(mine.team.now));
    expect((await askedOf(bob)).map(({ user }) => user)).toEqual([mine.cleo.user]);
  });

  it("of whoever has other keys than were compared gets no code", async () => {
    const mine = copyOf(scene);
    const bob = bobs(mine);
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user, numberOf(mine.team, mine.dora.user)));
    put(mine, bob, recover(mine.team, { person: mine.dora, admin: mine.ada }), question(mine.team.now));
    expect(verdict(await hands(bob))).toBe("key-changed person");
    expect(bob.made.post.wrote).toEqual([]);
  });

  it("is answered for the login and the person that were shown, and to a key that works", async () => {
    const { mine, bob } = await asked();
    const shown = (await answering(bob)) as { request: string; item: ItemId; user: string };
    for (const other of [{ item: privateItem }, { user: mine.cleo.user }, { request: "0".repeat(52) }])
      expect(verdict(await bob.handed.handlers["code.hand"]({ ...shown, ...other } as never))).toBe("not-found");
    const broken = bobs(mine);
    put(mine, broken, mine.dora, question(mine.team.now, { kemPk: new Uint8Array(1216).fill(255) }));
    expect(verdict(await hands(broken))).toBe("encoding kem-coefficient");
    expect(broken.made.post.wrote).toEqual([]);
  });
});
