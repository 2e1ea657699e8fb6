/** Waiting to be let in: when it looks again, what it tells, how a joiner gets in, and what is left of it at the end. */
import { beforeAll, describe, expect, it } from "vitest";
import { post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { type Failed, fail } from "../../../shared/failures.ts";
import { writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { admit, invite } from "../../../shared/testing/posts.ts";
import { must, takeFirst } from "../../../shared/testing/team.ts";
import { nodeHttp } from "../../node/http.ts";
import type { Http } from "../ports.ts";
import { readEntries } from "../store/log-rows.ts";
import { findProfile } from "../store/profile-row.ts";
import { joinTeam } from "./join-team.ts";
import { keptProfile, passphrase, type TestComputer, testComputer } from "./test-account.ts";
import { createWaiting, type Waiter } from "./waiting.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

beforeAll(cryptoReady);

const offline = () => fail("offline", undefined, "later");

/** Waits on this computer; what it tells is kept. */
function wait(computer: TestComputer, waiter: Waiter) {
  const told = { entered: 0, problems: [] as (string | null)[] };
  const waiting = createWaiting(computer.ports, waiter, {
    entered: async () => void told.entered++,
    problem: (failure) => void told.problems.push(failure?.code ?? null),
  });
  return { computer, waiting, told };
}

/** A joiner on disk whose server answers what the test says, or nothing. */
async function waitingAlone() {
  const server = { asked: 0, answer: async (): Promise<Failed> => offline() };
  const computer = testComputer({
    send: () => {
      server.asked++;
      return server.answer();
    },
  });
  const invited = hashText("genesis", "invite") as Hash;
  const plan: WaitingPlan = { kind: "join", seed: randomBytes(16), invite: invited, join: randomBytes(50) };
  const { stored, db, secrets } = await keptProfile(computer, { plan, shown: { waitsFor: "Cleo" } });
  const waiter = { stored, db, keys: secrets.keys, plan };
  return { server, ...waiter, ...wait(computer, waiter) };
}

const openFiles = ({ files }: TestComputer) => files.opened.filter(({ closed }) => !closed).length;
const areHeld = ({ keys }: Pick<Waiter, "keys">) => !keys.localStateKey.every((byte) => byte === 0);
const pausesOf = ({ clock }: TestComputer) => clock.due.map(({ at }) => at - clock.now);

describe("looking again", () => {
  it("begins when it is told to", async () => {
    const { computer, server } = await waitingAlone();
    computer.pass(60_000);
    expect([server.asked, pausesOf(computer)]).toEqual([0, []]);
  });

  it("comes after pauses that double, up to fifteen seconds", async () => {
    const { computer, server, waiting } = await waitingAlone();
    waiting.begin();
    const pauses: number[] = [];
    for (let looks = 0; looks < 9; looks++) {
      const [pause = 0, ...others] = pausesOf(computer);
      pauses.push(pause);
      computer.pass(pause - 1);
      expect([others, server.asked]).toEqual([[], looks]);
      computer.pass(1);
      await waiting.look();
      expect(server.asked).toBe(looks + 1);
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 15_000]);
  });

  it("asks once where two look at the same time", async () => {
    const { server, waiting } = await waitingAlone();
    expect(await Promise.all([waiting.look(), waiting.look()])).toEqual([false, false]);
    expect(server.asked).toBe(1);
    await waiting.look();
    expect(server.asked).toBe(2);
  });

  it("tells a problem once, and the next one", async () => {
    const { server, waiting, told } = await waitingAlone();
    await waiting.look();
    await waiting.look();
    expect(waiting.problem()).toMatchObject({ code: "offline" });
    server.answer = async () => fail("limit");
    await waiting.look();
    expect(waiting.problem()).toMatchObject({ code: "limit" });
    expect(told).toEqual({ entered: 0, problems: ["offline", "limit"] });
  });

  it("goes on after a bug, which is told and logged", async () => {
    const { computer, server, waiting, told } = await waitingAlone();
    server.answer = async () => {
      throw new TypeError("of a test");
    };
    waiting.begin();
    computer.pass(1000);
    expect(await waiting.look()).toBe(false);
    expect(computer.events).toEqual([{ name: "bug", fields: { place: "waiting", name: "TypeError" } }]);
    expect(pausesOf(computer)).toEqual([200]);
    expect(told).toEqual({ entered: 0, problems: ["bug"] });
  });
});

type Alone = Awaited<ReturnType<typeof waitingAlone>>;
const ends: [string, (made: Alone) => void][] = [
  ["closed", ({ waiting }) => waiting.close()],
  ["handed over", ({ waiting }) => void waiting.handOver()],
];

describe("the end of waiting", () => {
  it.each(ends)("stops looking where it is %s between two looks", async (_, end) => {
    const made = await waitingAlone();
    made.waiting.begin();
    end(made);
    expect(pausesOf(made.computer)).toEqual([]);
    made.computer.pass(60_000);
    expect(made.server.asked).toBe(0);
  });

  const late: [string, () => Failed][] = [
    ["an answer", offline],
    [
      "an exception",
      () => {
        throw new Error("closed under it");
      },
    ],
  ];
  it.each(ends.flatMap(([how, end]) => late.map(([what, answer]) => [what, how, end, answer] as const)))(
    "makes nothing of %s that comes after it was %s",
    async (_, _how, end, answer) => {
      const made = await waitingAlone();
      const { computer, server, waiting, told } = made;
      let arrive = (): void => {};
      const arrived = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      server.answer = () => arrived.then(answer);
      waiting.begin();
      computer.pass(1000);
      const look = waiting.look();
      end(made);
      arrive();
      expect(await look).toBe(true);
      expect(server.asked).toBe(1);
      expect(told).toEqual({ entered: 0, problems: [] });
      expect([computer.events, pausesOf(computer)]).toEqual([[], []]);
    },
  );

  it("lets go of keys and file where it is closed", async () => {
    const made = await waitingAlone();
    expect([areHeld(made), openFiles(made.computer)]).toEqual([true, 1]);
    made.waiting.close();
    expect([areHeld(made), openFiles(made.computer)]).toEqual([false, 0]);
  });

  it("leaves keys and file to whom it was handed over, whoever closes it later", async () => {
    const made = await waitingAlone();
    const { stored, db, keys, plan } = made;
    expect(made.waiting.handOver()).toEqual({ stored, db, keys, plan });
    made.waiting.close();
    expect([areHeld(made), openFiles(made.computer)]).toEqual([true, 1]);
  });
});

/** Bob, who typed the code of Ada's invite, on the real server; `lost` says which requests do not arrive. */
async function joining(lost: (path: string) => boolean = () => false) {
  const { server, team, founder } = await testServerWithTeam();
  const invited = invite(team, team.founder);
  await post(founder, invited.built);
  const http = nodeHttp();
  const line = { lost };
  const send: Http["send"] = async (request) =>
    line.lost(new URL(request.url).pathname) ? offline() : http.send(request);
  const computer = testComputer({ send });
  const { origin, serverKeys } = server;
  const { seed, invite: entry } = invited;
  const names = { teamName: "Engines", inviterName: "Ada" };
  const code = writeTransferCode("join", { origin, serverKeys, team: team.team, seed, invite: entry, ...names });
  const joined = must(await joinTeam(computer.ports, { code, passphrase } as CommandParsed<"team.join">));
  const { stored, db, plan, secrets } = joined;
  const { user, device } = stored.profile;
  const person = { user, device, keys: secrets.keys, join: plan.join };
  return {
    ...{ line, team, db, plan, ...wait(computer, { stored, db, keys: secrets.keys, plan }) },
    letIn: () => post(founder, admit(team, team.founder, person)),
    cancel: () => post(founder, takeFirst(team, team.founder, { type: "invite-cancel", invite: invited.id })),
    joins: async () => must(await founder.call("joins", {})).joins,
  };
}
type Joining = Awaited<ReturnType<typeof joining>>;

describe("a joiner", () => {
  it("waits, without a problem, until somebody lets them in", async () => {
    const { waiting, told, db, plan, joins } = await joining();
    expect(await waiting.look()).toBe(false);
    expect(waiting.problem()).toBeNull();
    expect(told).toEqual({ entered: 0, problems: [] });
    expect(findProfile(db)?.profile).toMatchObject({ state: "waiting", waitsFor: "Ada" });
    expect(await joins()).toEqual([plan.join]);
  });

  it("is in once the log holds their computer, with the whole log on disk", async () => {
    const { computer, waiting, told, db, team, letIn } = await joining();
    waiting.begin();
    await letIn();
    computer.pass(1000);
    expect(await waiting.look()).toBe(true);
    expect(told).toEqual({ entered: 1, problems: [] });
    expect(findProfile(db)?.profile).toMatchObject({ state: "joined", waitsFor: null });
    expect(readEntries(db)).toHaveLength(team.state.head.seq + 1);
    expect(pausesOf(computer)).toEqual([]);
  });

  it("posts the message again where it never arrived", async () => {
    const { line, waiting, plan, joins } = await joining((path) => path === "/v1/join");
    expect(await joins()).toEqual([]);
    line.lost = () => false;
    expect(await waiting.look()).toBe(false);
    expect(await joins()).toEqual([plan.join]);
  });

  it("tells that the server is away, and that it is back", async () => {
    const { line, waiting, told, letIn } = await joining();
    line.lost = () => true;
    expect(await waiting.look()).toBe(false);
    line.lost = () => false;
    expect(await waiting.look()).toBe(false);
    expect(told).toEqual({ entered: 0, problems: ["offline", null] });
    await letIn();
    expect(await waiting.look()).toBe(true);
    expect(told).toEqual({ entered: 1, problems: ["offline", null] });
  });

  it.each<[string, object, (made: Joining) => Promise<void>]>([
    ["the invite was cancelled", { code: "invite" }, ({ cancel }) => cancel()],
    [
      "the log holds another invite than the code's",
      { code: "invite", detail: { reason: "other-log" } },
      async ({ letIn, plan }) => {
        await letIn();
        plan.invite = hashText("genesis", "other") as Hash;
      },
    ],
  ])("is not in where %s, and hears why", async (_, failure, change) => {
    const made = await joining();
    await change(made);
    expect(await made.waiting.look()).toBe(false);
    expect(made.waiting.problem()).toMatchObject(failure);
    expect(made.told).toEqual({ entered: 0, problems: ["invite"] });
    expect(findProfile(made.db)?.profile.state).toBe("waiting");
    expect(readEntries(made.db)).toEqual([]);
  });
});
