/** The session: which act is taken in which state, one at a time, and what the state before held is let go of. */
import { beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../../../server/app.ts";
import { startServer } from "../../../server/testing/test-server.ts";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { wrapMasterKey } from "../../../shared/crypto/unlock.ts";
import type { ItemId, ProfileId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { nodeHttp } from "../../node/http.ts";
import { createEmitter } from "../emitter.ts";
import type { Http } from "../ports.ts";
import { createSession } from "./session.ts";
import type { OpeningParts, ProfileHeld } from "./session-state.ts";
import { keptProfile, passphrase, type TestComputer, type TestProfile, testComputer } from "./test-account.ts";

beforeAll(cryptoReady);

type Opened = ProfileHeld & { isClosed: boolean; confirmed: string[] };

/** A session whose profiles open onto a team of the test's: what is opened is counted, and knows whether it was closed. */
function testSession(computer: TestComputer) {
  const emitter = createEmitter(() => undefined);
  const states: (string | undefined)[] = [];
  emitter.on("session.changed", ({ state }) => void states.push(state));
  const { state } = createTestTeam().team;
  const opened: Opened[] = [];
  const opening = { answer: (): Result<true> => ok(true), name: async () => {} };
  const openProfile = ({ db, profile, keys }: OpeningParts): Result<Opened> => {
    const may = opening.answer();
    if (!may.ok) return may;
    const save = async () => {
      await opening.name();
      return ok({ draft: true });
    };
    const records = { of: {}, save } as unknown as ProfileHeld["records"];
    const close = () => {
      one.isClosed = true;
    };
    const confirmed: string[] = [];
    const askedAgain = (item: string): void => void confirmed.push(item);
    const held = { db, profile, keys, records, log: { state: () => state } };
    const beginLink = async () => fail("offline");
    const makeRecoverySheet = () => fail("offline");
    const asks = {
      askedAgain,
      beginLink,
      makeRecoverySheet,
      enrolSecondFactor: beginLink,
      makeArchive: beginLink,
      chooseHistory: beginLink,
    };
    const people = { choosePeople: beginLink, beginHelp: beginLink };
    const one: Opened = { ...held, confirmed, ...asks, ...people, isClosed: false, close };
    opened.push(one);
    return ok(one);
  };
  const session = createSession(computer.ports, emitter, openProfile);
  return { computer, session, states, opened, opening };
}
type TestSession = ReturnType<typeof testSession>;

/** Makes this wait until it is let go; `reached` tells that somebody waits. */
function gate() {
  let open = (): void => {};
  let arrived = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const pass = async (): Promise<void> => {
    arrived();
    await opened;
  };
  return { open, reached, pass };
}

/** Whoever asks the keychain for this account waits at the gate. */
function holdKeychain({ keychain }: TestComputer, account: (name: string) => boolean) {
  const held = gate();
  const get = keychain.get;
  keychain.get = async (name) => {
    if (account(name)) await held.pass();
    return get(name);
  };
  return held;
}

const idOf = ({ stored }: TestProfile): ProfileId => stored.profile.profile;
const unlock = ({ session }: TestSession, of: TestProfile, typed = passphrase) =>
  session.unlock({ passphrase: typed, profile: idOf(of) });
const heldKeys = ({ keys }: Opened) => !keys.localStateKey.every((byte) => byte === 0);
const openFiles = ({ files }: TestComputer) =>
  files.opened.filter(({ closed }) => !closed).map(({ profile }) => profile);

async function locked(): Promise<TestSession & { ada: TestProfile }> {
  const computer = testComputer();
  const ada = await keptProfile(computer);
  computer.files.opened.length = 0;
  return { ...testSession(computer), ada };
}

async function unlocked(): Promise<TestSession & { ada: TestProfile }> {
  const made = await locked();
  must(await unlock(made, made.ada));
  return made;
}

const foundingInput = ({ url, setupCode }: RunningServer): CommandParsed<"team.create"> =>
  ({ name: "Engines", person: "Ada", passphrase, server: { url, setupCode } }) as CommandParsed<"team.create">;

/** A founder whose answers are lost, of the post and of each look for it: the profile waits, and the real server knows its team. Healed, they arrive. */
async function waiting() {
  const server = await startServer();
  const http = nodeHttp();
  let isLost = true;
  const send: Http["send"] = async (request) => {
    const answer = await http.send(request);
    return isLost && new URL(request.url).pathname.endsWith("/log") ? fail("offline", undefined, "later") : answer;
  };
  const computer = testComputer({ send });
  const made = testSession(computer);
  const answer = await made.session.create(foundingInput(server));
  expect(answer).toMatchObject({ ok: false, failure: { code: "offline", detail: { reason: "unsettled" } } });
  expect(made.session.kind()).toBe("waiting");
  const own = computer.files.list()[0] as ProfileId;
  const heal = (): void => {
    isLost = false;
  };
  return { ...made, own, heal };
}

const exclusiveActs = {
  create: ({ session }: TestSession) => session.create({} as CommandParsed<"team.create">),
  join: ({ session }: TestSession) => session.join({} as CommandParsed<"team.join">),
  unlock: ({ session }: TestSession) => session.unlock({ passphrase }),
  abandonJoin: ({ session }: TestSession) => session.abandonJoin(),
};

describe("while one act is under way", () => {
  it.each(Object.entries(exclusiveActs))("%s is busy, and what was begun goes on", async (_, act) => {
    const made = await locked();
    const held = holdKeychain(made.computer, (name) => name === idOf(made.ada));
    const unlocking = unlock(made, made.ada);
    await held.reached;
    expect(await act(made)).toMatchObject({ failure: { code: "busy", retry: "later" } });
    held.open();
    expect(await unlocking).toEqual(ok({}));
    expect(made.session.kind()).toBe("unlocked");
  });

  it("the state that it began from is what others are told", async () => {
    const made = await waiting();
    const other = await keptProfile(made.computer);
    const held = holdKeychain(made.computer, (name) => name === idOf(other));
    const unlocking = unlock(made, other);
    await held.reached;
    expect(made.session.kind()).toBe("waiting");
    expect(must(await made.session.status())).toMatchObject({ state: "waiting", profile: made.own });
    held.open();
    await unlocking;
  });
});

describe("an act that asks for an open profile", () => {
  const asking: [string, (made: TestSession) => Promise<Result<unknown>> | Result<unknown>][] = [
    ["the device sheet", ({ session }) => session.deviceSheet(passphrase)],
    ["the time of the automatic lock", ({ session }) => session.setAutoLock(5)],
  ];

  it.each(asking)("%s is refused while locked", async (_, act) => {
    expect(await act(await locked())).toMatchObject({ failure: { code: "locked" } });
  });

  it.each(asking)("%s is refused while waiting", async (_, act) => {
    expect(await act(await waiting())).toMatchObject({ failure: { code: "locked" } });
  });

  it.each(asking)("%s is taken while unlocked", async (_, act) => {
    expect(await act(await unlocked())).toMatchObject({ ok: true });
  });
});

describe("unlocking", () => {
  const wrong: [string, string, (made: TestSession & { ada: TestProfile }) => Promise<Result<unknown>>][] = [
    ["a wrong passphrase", "unlock", (made) => unlock(made, made.ada, "wrong")],
    [
      "a profile that is not there",
      "not-found",
      ({ session }) => session.unlock({ passphrase, profile: "none" as ProfileId }),
    ],
    [
      "a keychain that forgot",
      "keychain-missing",
      (made) => {
        made.computer.keychain.entries.clear();
        return unlock(made, made.ada);
      },
    ],
    [
      "another server in the profile's row",
      "aead",
      (made) => {
        made.computer.files.databases.get(idOf(made.ada))?.exec("UPDATE profile SET origin = 'https://evil.test'");
        return unlock(made, made.ada);
      },
    ],
    [
      "a plan that somebody put into the row",
      "aead",
      (made) => {
        made.computer.files.databases.get(idOf(made.ada))?.exec("UPDATE profile SET sealed_join = zeroblob(60)");
        return unlock(made, made.ada);
      },
    ],
    [
      "a store that does not open as a team's",
      "key-changed",
      (made) => {
        made.opening.answer = () => fail("key-changed");
        return unlock(made, made.ada);
      },
    ],
  ];

  it.each(wrong)("with %s is refused, stays locked and keeps no file open", async (_, code, act) => {
    const made = await locked();
    expect(await act(made)).toMatchObject({ ok: false, failure: { code } });
    expect(made.session.kind()).toBe("locked");
    expect(made.session.open()).toBeNull();
    expect(openFiles(made.computer)).toEqual([]);
    expect(made.opened).toEqual([]);
  });

  it("that a bug ends keeps neither file nor keys, and the next try is taken", async () => {
    const made = await locked();
    made.opening.answer = () => {
      throw new Error("a bug");
    };
    await expect(unlock(made, made.ada)).rejects.toThrow("a bug");
    expect(openFiles(made.computer)).toEqual([]);
    made.opening.answer = () => ok(true);
    expect(await unlock(made, made.ada)).toEqual(ok({}));
  });

  it("counts wrong passphrases and nothing else, and waits before it asks the keychain again", async () => {
    const made = await locked();
    for (let at = 0; at < 4; at++) await unlock(made, made.ada, `wrong ${at}`);
    expect(await unlock(made, made.ada)).toMatchObject({ failure: { code: "throttled", detail: { waitMs: 1000 } } });
    expect(must(await made.session.status())).toMatchObject({ unlockWaitMs: 1000 });
    made.computer.clock.now += 1000;
    expect(await unlock(made, made.ada)).toEqual(ok({}));
    expect(must(await made.session.status())).toMatchObject({ unlockWaitMs: 0, state: "unlocked" });
  });

  it("is asked for again by an item: wrong passphrases count as at unlock, the right one opens that item", async () => {
    const made = await unlocked();
    const item = newId<ItemId>();
    const confirm = (typed: string) => made.session.confirmItem({ item, passphrase: typed });
    for (let at = 0; at < 4; at++) expect(await confirm(`wrong ${at}`)).toMatchObject({ failure: { code: "unlock" } });
    expect(await confirm(passphrase)).toMatchObject({ failure: { code: "throttled" } });
    expect(made.opened[0]?.confirmed).toEqual([]);
    made.computer.clock.now += 1000;
    expect(await confirm(passphrase)).toEqual(ok({}));
    expect(made.opened[0]?.confirmed).toEqual([item]);
  });

  it("is not answered by a row on the disk that opens to other keys than those in use", async () => {
    const made = await unlocked();
    const { deviceSecret, header } = made.ada.secrets;
    const sealed = wrapMasterKey({ passphrase, deviceSecret, header, masterKey: newMasterKey() });
    for (const database of made.computer.files.databases.values())
      database.prepare("UPDATE profile SET sealed_master_key = ?").run(sealed);
    expect(await made.session.confirmItem({ item: newId<ItemId>(), passphrase })).toMatchObject({
      failure: { code: "key-changed" },
    });
    expect(made.opened[0]?.confirmed).toEqual([]);
  });

  it("is asked for again without a keychain: the typed device sheet is the other half", async () => {
    const made = await unlocked();
    const item = newId<ItemId>();
    made.computer.keychain.entries.clear();
    const confirm = (typed: object) => made.session.confirmItem({ item, passphrase, ...typed });
    expect(await confirm({})).toMatchObject({ failure: { code: "keychain-missing" } });
    expect(await confirm({ deviceSheet: "wrong" })).toMatchObject({ failure: { code: "invalid-input" } });
    expect(made.opened[0]?.confirmed).toEqual([]);
    expect(await confirm({ deviceSheet: made.ada.secrets.sheet })).toEqual(ok({}));
    expect(made.opened[0]?.confirmed).toEqual([item]);
  });

  it("is tried once at a time by items: many guesses at once are one", async () => {
    const made = await unlocked();
    const guess = (at: number) => made.session.confirmItem({ item: newId<ItemId>(), passphrase: `wrong ${at}` });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => guess(at)));
    const codes = answers.map((answer) => (answer.ok ? "ok" : answer.failure.code));
    expect(codes.filter((code) => code !== "busy")).toEqual(["unlock"]);
  });

  it("is told once, and the profile's keys and file are let go of at the end", async () => {
    const made = await unlocked();
    expect(made.states).toEqual(["unlocked"]);
    const [one] = made.opened as [Opened];
    expect(heldKeys(one)).toBe(true);
    made.session.close();
    expect(one.isClosed).toBe(true);
    expect(openFiles(made.computer)).toEqual([]);
    expect(made.session.kind()).toBe("locked");
  });

  it("that the end of the session overtakes opens nothing", async () => {
    const made = await locked();
    const held = holdKeychain(made.computer, (name) => name.endsWith("-rollback-guard"));
    const unlocking = unlock(made, made.ada);
    await held.reached;
    made.session.close();
    held.open();
    expect(await unlocking).toMatchObject({ failure: { code: "locked" } });
    expect(made.opened).toEqual([]);
    expect(openFiles(made.computer)).toEqual([]);
  });
});

describe("creating a team", () => {
  it("that the end of the session overtakes leaves the profile on disk and nothing open", async () => {
    const server = await startServer();
    const held = gate();
    const computer = testComputer({
      async send(request) {
        if (request.url.endsWith("/log")) await held.pass();
        return request.url.endsWith("/log") ? fail("offline", undefined, "later") : nodeHttp().send(request);
      },
    });
    const made = testSession(computer);
    const creating = made.session.create(foundingInput(server));
    await held.reached;
    made.session.close();
    held.open();
    expect(await creating).toMatchObject({ failure: { code: "offline" } });
    expect(computer.files.list()).toHaveLength(1);
    expect(openFiles(computer)).toEqual([]);
    expect(computer.clock.due).toEqual([]);
  });
});

describe("a profile that waits", () => {
  it("is in its team once the server says so, and opens by itself", async () => {
    const made = await waiting();
    made.heal();
    made.computer.pass(1000);
    await expect.poll(() => made.session.kind()).toBe("unlocked");
    expect(made.opened.map(({ profile }) => profile.profile)).toEqual([made.own]);
    expect(made.states.at(-1)).toBe("unlocked");
  });

  it("that the end of the session overtakes while its team is named is let go of", async () => {
    const made = await waiting();
    const held = gate();
    made.opening.name = held.pass;
    made.heal();
    made.computer.pass(1000);
    await held.reached;
    made.session.close();
    held.open();
    await expect.poll(() => made.opened.map(({ isClosed }) => isClosed)).toEqual([true]);
    expect(openFiles(made.computer)).toEqual([]);
    expect(made.session.open()).toBeNull();
  });

  it("gives way to another that its person unlocks", async () => {
    const made = await waiting();
    const other = await keptProfile(made.computer);
    made.computer.files.opened.length = 0;
    expect(await unlock(made, other)).toEqual(ok({}));
    made.heal();
    made.computer.pass(60_000);
    expect(made.session.open()?.profile.profile).toBe(idOf(other));
    expect(made.opened).toHaveLength(1);
    expect(openFiles(made.computer)).toEqual([idOf(other)]);
  });

  it.each([
    ["a wrong passphrase", "unlock", (_made: TestSession) => "wrong"],
    [
      "a store that does not open",
      "key-changed",
      (made: TestSession) => {
        made.opening.answer = () => fail("key-changed");
        return passphrase;
      },
    ],
  ])("goes on waiting where another is not unlocked for %s", async (_, code, typed) => {
    const made = await waiting();
    const other = await keptProfile(made.computer);
    expect(await unlock(made, other, typed(made))).toMatchObject({ failure: { code } });
    expect(made.session.kind()).toBe("waiting");
    made.opening.answer = () => ok(true);
    made.heal();
    made.computer.pass(1000);
    await expect.poll(() => made.session.open()?.profile.profile).toBe(made.own);
  });

  it("that is let in while another is being unlocked gives way to it", async () => {
    const made = await waiting();
    const other = await keptProfile(made.computer);
    const held = holdKeychain(made.computer, (name) => name === idOf(other));
    const unlocking = unlock(made, other);
    await held.reached;
    made.heal();
    made.computer.pass(1000);
    await expect.poll(() => made.opened.length).toBe(1);
    held.open();
    expect(await unlocking).toEqual(ok({}));
    expect(made.session.open()?.profile.profile).toBe(idOf(other));
    expect(made.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it("that opens after another was unlocked does not take its place", async () => {
    const made = await waiting();
    const other = await keptProfile(made.computer);
    made.computer.files.opened.length = 0;
    const held = holdKeychain(made.computer, (name) => name.startsWith(made.own) && name.endsWith("-rollback-guard"));
    made.heal();
    made.computer.pass(1000);
    await held.reached;
    expect(await unlock(made, other)).toEqual(ok({}));
    held.open();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made.session.open()?.profile.profile).toBe(idOf(other));
    expect(made.opened).toHaveLength(1);
  });

  it("is taken away whole when its person gives it up", async () => {
    const made = await waiting();
    expect(await made.session.abandonJoin()).toEqual(ok({}));
    expect(made.session.kind()).toBe("none");
    expect(made.computer.files.list()).toEqual([]);
    expect([...made.computer.keychain.entries.keys()]).toEqual([]);
    expect(made.states.at(-1)).toBe("none");
    made.heal();
    made.computer.pass(60_000);
    expect(made.opened).toEqual([]);
  });

  it.each([
    ["locked", () => locked()],
    ["unlocked", () => unlocked()],
  ])("is given up by itself alone: one that is %s is not taken away", async (_name, profile) => {
    const made = await profile();
    expect(await made.session.abandonJoin()).toMatchObject({ failure: { code: "locked" } });
    expect(made.computer.files.list()).toEqual([idOf(made.ada)]);
  });

  it("cannot be unlocked while it is taken away", async () => {
    const made = await waiting();
    const held = gate();
    const remove = made.computer.keychain.remove;
    made.computer.keychain.remove = async (name) => {
      await held.pass();
      return remove(name);
    };
    const leaving = made.session.abandonJoin();
    await held.reached;
    expect(await made.session.unlock({ passphrase })).toMatchObject({ failure: { code: "busy" } });
    held.open();
    expect(await leaving).toEqual(ok({}));
  });
});
