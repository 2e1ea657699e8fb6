/** Second factors over real sockets, by the clock of the server alone ([protocol: Second factor], threats 10 to 12). */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import { must, newComputer, takeFirst } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { base32Text } from "../../shared/text.ts";
import { connectPerson } from "../testing/callers.ts";
import { answer, type Enrolled, enrol, hashesOf, newRecovery } from "../testing/second-factors.ts";
import { addPerson, post, startServer, type TestServer, testServerWithTeam } from "../testing/test-server.ts";
import { codeOf, stepAt } from "./code.ts";

const startAt = 1_800_000_000_000;
const minuteMs = 60_000;
const periodMs = factorRules.periodS * 1000;

type Scene = TestServer & { clock: { at: number; now(): number }; dataDir: string; factor: Enrolled };

/** Ada, enrolled; one step later. */
async function scene(): Promise<Scene> {
  const clock = { at: startAt, now: () => clock.at };
  const dataDir = scratchDir();
  const testServer = await testServerWithTeam({ clock, dataDir });
  const factor = await enrol(testServer.founder, clock.at);
  clock.at += periodMs;
  return { ...testServer, clock, dataDir, factor };
}

const fresh = ({ server, team }: TestServer) => connectPerson(server, team, team.founder);
const state = async (client: Scene["founder"]) => must(await client.call("secondFactor", {})).factor;
/** A code that no step near now has. */
const wrongAt = ({ factor, clock }: Scene): string => {
  const near = [-1, 0].map((steps) => factor.codeAt(clock.at, steps));
  return ["111111", "222222", "333333"].find((code) => !near.includes(code)) as string;
};

/** Wrong answers, waiting as long as is said and opening a session for each; what was said. */
async function fail(mine: Scene, times: number): Promise<string[]> {
  const said: string[] = [];
  for (let at = 0; at < times; at++) {
    const client = await fresh(mine);
    said.push(verdict(await answer(client, wrongAt(mine))));
    mine.clock.at += (await state(client))?.waitMs ?? 0;
  }
  return said;
}

describe("a second factor", () => {
  it("is there once a code of the new seed came, in the session that asked for the seed", async () => {
    const clock = { at: startAt, now: () => clock.at };
    const mine = await testServerWithTeam({ clock });
    expect(await state(mine.founder)).toBeNull();
    must(await mine.founder.call("enrolSecondFactor", {}));
    expect(await state(mine.founder)).toBeNull();
    const other = await fresh(mine);
    expect(verdict(await other.call("confirmSecondFactor", { code: "123456", codes: null }))).toBe(
      "not-found second-factor",
    );
    const factor = await enrol(mine.founder, clock.at);
    expect(factor.recovery).toHaveLength(10);
    const found = { codesLeft: 10, waitMs: 0, isLocked: false, isReleased: false, isAnswered: true };
    expect(await state(mine.founder)).toEqual({ enrolledAt: startAt, ...found });
    expect(await state(other)).toMatchObject({ isAnswered: false });
    expect(must(await mine.founder.call("secondFactors", {})).users).toEqual([mine.team.founder.user]);
  });

  it("is in force once the hashes of its recovery codes came after its code, and the same ones again are no second setting up", async () => {
    const clock = { at: startAt, now: () => clock.at };
    const mine = await testServerWithTeam({ clock });
    const { founder } = mine;
    const recovery = newRecovery();
    const codes = hashesOf(founder, recovery);
    const confirm = async (client: typeof founder, given: { code: string | null; codes: typeof codes | null }) =>
      verdict(await client.call("confirmSecondFactor", given));
    const { seed } = must(await founder.call("enrolSecondFactor", {}));
    const code = codeOf(seed, stepAt(clock.at));
    expect(await confirm(founder, { code: null, codes })).toBe("not-found second-factor");
    expect(await confirm(founder, { code: null, codes: null })).toBe("encoding code");
    expect(await confirm(founder, { code, codes })).toBe("encoding code");
    expect(await confirm(founder, { code, codes: null })).toBe("taken");
    expect(await state(founder)).toBeNull();
    // As long as somebody needs to write ten codes down.
    clock.at += 20 * minuteMs;
    expect(await confirm(founder, { code: null, codes })).toBe("taken");
    expect(await state(founder)).toMatchObject({ enrolledAt: clock.at, codesLeft: 10, isAnswered: true });
    // The answer was lost, and the app asks again, also in another session.
    clock.at += minuteMs;
    const other = await fresh(mine);
    for (const client of [founder, other]) expect(await confirm(client, { code: null, codes })).toBe("taken");
    expect(await state(other)).toMatchObject({ enrolledAt: clock.at - minuteMs, isAnswered: false });
    expect(await confirm(other, { code: null, codes: hashesOf(other, newRecovery()) })).toBe("not-found second-factor");
    must(await other.call("answerSecondFactor", { code: null, recovery: recovery[3] as Uint8Array }));
    expect(await state(other)).toMatchObject({ codesLeft: 9 });
  });

  it("takes the code of this step and of the one before, each once, in any session, and none at or before the last", async () => {
    const mine = await scene();
    const { founder, factor, clock } = mine;
    // The one that confirmed counts too.
    expect(verdict(await answer(founder, factor.codeAt(clock.at, -1)))).toBe("step-up used");
    expect(verdict(await answer(founder, factor.codeAt(clock.at)))).toBe("taken");
    expect(verdict(await answer(await fresh(mine), factor.codeAt(clock.at)))).toBe("step-up used");
    clock.at += 2 * periodMs;
    expect(verdict(await answer(founder, factor.codeAt(clock.at, -1)))).toBe("taken");
    expect(verdict(await answer(founder, factor.codeAt(clock.at)))).toBe("taken");
    expect(verdict(await answer(founder, factor.codeAt(clock.at, -1)))).toBe("step-up used");
    expect(await state(founder)).toMatchObject({ waitMs: 0, isLocked: false });
  });

  it("takes no code of a later step, nor of one before the last, whatever the caller's clock says", async () => {
    const mine = await scene();
    mine.clock.at += 20 * periodMs;
    for (const steps of [-2, 1, 2, 20])
      expect(verdict(await answer(mine.founder, mine.factor.codeAt(mine.clock.at, steps)))).toBe("step-up code");
  });

  it("has the codes of RFC 6238", () => {
    const seed = new TextEncoder().encode("12345678901234567890");
    expect([59, 1_111_111_109, 2_000_000_000].map((at) => codeOf(seed, stepAt(at * 1000)))).toEqual([
      ...["287082", "081804", "279037"],
    ]);
  });

  it("takes one code once of a hundred at a time", async () => {
    const mine = await scene();
    const clients = await Promise.all(Array.from({ length: 10 }, () => fresh(mine)));
    const code = mine.factor.codeAt(mine.clock.at);
    const said = await Promise.all(clients.flatMap((client) => Array.from({ length: 10 }, () => answer(client, code))));
    expect(said.map(verdict).filter((one) => one === "taken")).toHaveLength(1);
    expect(said.map(verdict).filter((one) => one === "step-up used")).toHaveLength(99);
  });

  it("makes its person wait by wrong answers of all sessions together, twice as long each time, and looks at no code meanwhile", async () => {
    const mine = await scene();
    expect(await fail(mine, 4)).toEqual(Array(4).fill("step-up code"));
    const waits: number[] = [];
    for (let at = 0; at < 5; at++) {
      const client = await fresh(mine);
      expect(verdict(await answer(client, wrongAt(mine)))).toBe("step-up code");
      const waitMs = (await state(client))?.waitMs ?? 0;
      waits.push(waitMs / minuteMs);
      const right = await answer(client, mine.factor.codeAt(mine.clock.at));
      expect(right).toMatchObject({ failure: { code: "throttled", detail: { waitMs } } });
      mine.clock.at += waitMs;
    }
    expect(waits).toEqual([15, 30, 60, 120, 240]);
  });

  it("counts after a restart of the server too", async () => {
    const mine = await scene();
    for (let at = 0; at < 5; at++) await answer(mine.founder, wrongAt(mine));
    await mine.server.close();
    const server = await startServer({ clock: mine.clock, dataDir: mine.dataDir });
    const client = await connectPerson(server, mine.team, mine.team.founder);
    expect(await state(client)).toMatchObject({ waitMs: 15 * minuteMs });
    mine.clock.at += 15 * minuteMs;
    expect(verdict(await answer(client, mine.factor.codeAt(mine.clock.at)))).toBe("taken");
  });

  it("looks at no code any more after ten wrong ones in a row, for thirty days; a recovery code counts", async () => {
    const mine = await scene();
    await fail(mine, 10);
    for (let day = 0; day < 30; day++) {
      mine.clock.at += 24 * 60 * minuteMs;
      const client = await fresh(mine);
      expect(verdict(await answer(client, mine.factor.codeAt(mine.clock.at)))).toBe("throttled locked");
    }
    const client = await fresh(mine);
    const [recovery = null] = mine.factor.recovery;
    expect(verdict(await client.call("answerSecondFactor", { code: null, recovery }))).toBe("taken");
    expect(await state(client)).toMatchObject({ isLocked: false, codesLeft: 9, isAnswered: true });
    expect(verdict(await client.call("answerSecondFactor", { code: null, recovery }))).toBe("step-up code");
  });

  it("forgets by a right answer the wrong ones of that computer alone", async () => {
    const mine = await scene();
    const { team, founder, clock, factor } = mine;
    must(await answer(founder, factor.codeAt(clock.at)));
    const other = newComputer(team, team.founder);
    const certificate = makeCertificate(other.keys, { team: team.team, user: other.user });
    await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
    const stolen = await connectPerson(mine.server, team, other);
    for (let at = 0; at < 4; at++) await answer(stolen, wrongAt(mine));
    clock.at += periodMs;
    must(await answer(founder, factor.codeAt(clock.at)));
    await answer(stolen, wrongAt(mine));
    expect(await state(founder)).toMatchObject({ waitMs: 15 * minuteMs });
  });

  it("makes nobody else wait, and is no one else's", async () => {
    const mine = await scene();
    const bob = await addPerson(mine);
    expect(verdict(await answer(bob.client, mine.factor.codeAt(mine.clock.at)))).toBe("not-found second-factor");
    const bobs = await enrol(bob.client, mine.clock.at);
    for (let at = 0; at < 6; at++) await answer(bob.client, wrongAt(mine));
    expect(verdict(await answer(mine.founder, mine.factor.codeAt(mine.clock.at)))).toBe("taken");
    const [recovery = null] = bobs.recovery;
    expect(verdict(await mine.founder.call("answerSecondFactor", { code: null, recovery }))).toBe("step-up code");
  });

  it("is enrolled anew only after an answer, or where another admin said so, on a computer that gave no wrong answer", async () => {
    const mine = await scene();
    const { team, founder, clock } = mine;
    const eve = await addPerson(mine, { role: "admin" });
    const { user, device } = team.founder;
    const stranger = await fresh(mine);
    expect(verdict(await stranger.call("enrolSecondFactor", {}))).toBe("step-up ask");
    expect(verdict(await founder.call("releaseSecondFactor", { user, device }))).toBe("role own");
    expect(verdict(await eve.client.call("releaseSecondFactor", { user, device: eve.person.device }))).toBe(
      "not-found second-factor",
    );
    must(await eve.client.call("releaseSecondFactor", { user, device }));
    expect(await state(stranger)).toMatchObject({ isReleased: true });
    must(await answer(founder, mine.factor.codeAt(clock.at)));
    await enrol(stranger, clock.at);
    // What was answered to the one before is good for nothing now; and so is that an admin said so.
    expect(await state(founder)).toMatchObject({ isAnswered: false, isReleased: false });
    must(await eve.client.call("releaseSecondFactor", { user, device }));
    clock.at += factorRules.releaseMs;
    const later = await fresh(mine);
    expect(verdict(await later.call("enrolSecondFactor", {}))).toBe("step-up ask");
    await answer(later, wrongAt(mine));
    const admin = await connectPerson(mine.server, team, eve.person);
    expect(verdict(await admin.call("releaseSecondFactor", { user, device }))).toBe("role failed");
  });

  it("is replaced by no seed that a session asked for before it was there, until that session answers", async () => {
    const clock = { at: startAt, now: () => clock.at };
    const mine = await testServerWithTeam({ clock });
    const early = await fresh(mine);
    const { seed } = must(await early.call("enrolSecondFactor", {}));
    const factor = await enrol(mine.founder, clock.at);
    clock.at += periodMs;
    must(await early.call("confirmSecondFactor", { code: codeOf(seed, stepAt(clock.at)), codes: null }));
    const codes = hashesOf(early, newRecovery());
    const confirm = async () => verdict(await early.call("confirmSecondFactor", { code: null, codes }));
    expect(await confirm()).toBe("step-up ask");
    expect(await state(early)).toMatchObject({ enrolledAt: startAt, codesLeft: 10, isAnswered: false });
    expect(verdict(await answer(early, factor.codeAt(clock.at)))).toBe("taken");
    expect(await confirm()).toBe("taken");
    expect(await state(mine.founder)).toMatchObject({ enrolledAt: clock.at, isAnswered: false });
  });

  it("tells its person what happened to it, newest first, and nobody else; the oldest make way", async () => {
    const mine = await scene();
    const { founder, clock } = mine;
    const bob = await addPerson(mine);
    const bobs = await enrol(bob.client, clock.at);
    const { user, device } = bob.person;
    must(await founder.call("releaseSecondFactor", { user, device }));
    must(await bob.client.call("answerSecondFactor", { code: null, recovery: bobs.recovery[0] as Uint8Array }));
    const events = async (client: typeof founder) => must(await client.call("secondFactor", {})).events;
    const by = mine.team.founder.user;
    expect(await events(bob.client)).toMatchObject([
      { what: "recovery", device, by: user },
      { what: "released", device, by },
      { what: "set", device, by: user },
    ]);
    expect(await events(founder)).toMatchObject([{ what: "set", by, at: startAt }]);
    for (let times = 0; times < factorRules.eventsKept; times++) await enrol(bob.client, clock.at);
    expect((await events(bob.client)).map(({ what }) => what)).toEqual(Array(factorRules.eventsKept).fill("set"));
  });

  it("of the only admin, locked, is enrolled anew on another computer of theirs, and on no other account", async () => {
    const mine = await scene();
    const { team, founder, clock } = mine;
    const other = newComputer(team, team.founder);
    const certificate = makeCertificate(other.keys, { team: team.team, user: other.user });
    await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
    const asOther = () => connectPerson(mine.server, team, other);
    const named = { user: other.user, device: other.device };
    const release = async () => verdict(await (await asOther()).call("releaseSecondFactor", named));
    expect(await release()).toBe("step-up ask");
    await fail(mine, 10);
    clock.at += periodMs;
    expect(await release()).toBe("taken");
    expect(verdict(await (await fresh(mine)).call("releaseSecondFactor", named))).toBe("step-up ask");
    await enrol(await asOther(), clock.at);
    expect(await state(await fresh(mine))).toMatchObject({ isLocked: false, codesLeft: 10 });
  });

  it("stands in no file of the server as it is", async () => {
    const { dataDir, factor } = await scene();
    const files = readdirSync(dataDir).map((name) => readFileSync(`${dataDir}/${name}`));
    const secrets = [factor.seed, ...factor.recovery].map((bytes) => Buffer.from(bytes));
    const forms = secrets.flatMap((bytes) => [
      bytes,
      ...[bytes.toString("hex"), bytes.toString("base64"), base32Text(bytes)],
    ]);
    expect(forms.filter((form) => files.some((bytes) => bytes.includes(form)))).toEqual([]);
    expect(files.some((bytes) => bytes.includes("second_factors"))).toBe(true);
  });
});
