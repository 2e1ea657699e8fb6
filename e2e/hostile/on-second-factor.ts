/** Attacks with a stolen device key on an account with a second factor, over real sockets, by the clock of the server. */
import { connectPerson } from "../../server/testing/callers.ts";
import { pathOf, readAnswer, requestBody, send, signedHeaders, type TestClient } from "../../server/testing/client.ts";
import { answer, type Enrolled, enrol } from "../../server/testing/second-factors.ts";
import { addPerson, type TestServer, testServerWithTeam } from "../../server/testing/test-server.ts";
import { newId } from "../../shared/crypto/random.ts";
import type { FailureCode, Result } from "../../shared/failures.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import { planPolicy, signed } from "../../shared/testing/entries.ts";
import { admit, createVault, invite, joiner } from "../../shared/testing/posts.ts";
import { type Built, must, newComputer, takeFirst } from "../../shared/testing/team.ts";
import { type Attack, codeOf } from "./attack.ts";

const periodMs = factorRules.periodS * 1000;
const dayMs = 24 * 3_600_000;

type Scene = TestServer & { factor: Enrolled; clock: { at: number; now(): number } };

async function scene(): Promise<Scene> {
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const fixture = await testServerWithTeam({ clock });
  const factor = await enrol(fixture.founder, clock.at);
  clock.at += factorRules.answerMs;
  return { ...fixture, factor, clock };
}

const session = ({ server, team }: Scene): Promise<TestClient> => connectPerson(server, team, team.founder);

type Try = (mine: Scene) => Promise<Result<unknown>>;

/** The attack and its twin, each on a server of its own. */
function tried(changes: string, code: FailureCode, attack: Try, twin: Try): Attack {
  const run = async () => ({
    attack: codeOf(await attack(await scene())),
    twin: codeOf(await twin(await scene())),
  });
  return { changes, code, run };
}

const rightNow: Try = (mine) => answer(mine.founder, mine.factor.codeAt(mine.clock.at));
const codeOff = (steps: number): Try => {
  return (mine) => answer(mine.founder, mine.factor.codeAt(mine.clock.at, steps));
};

/** The code of now was taken; it is sent again so much later, in another session. */
const again = (laterMs: number): Try => {
  return async (mine) => {
    const code = mine.factor.codeAt(mine.clock.at);
    must(await answer(mine.founder, code));
    mine.clock.at += laterMs;
    return answer(await session(mine), code);
  };
};

/** A hundred at once; how many were taken beyond one, as a code. */
const atOnce: Try = async (mine) => {
  const code = mine.factor.codeAt(mine.clock.at);
  const clients = await Promise.all(Array.from({ length: 10 }, () => session(mine)));
  const said = await Promise.all(clients.flatMap((client) => Array.from({ length: 10 }, () => answer(client, code))));
  const taken = said.filter(({ ok }) => ok).length;
  if (taken !== 1) throw new Error(`${taken} of a hundred were taken`);
  return said.find(({ ok }) => !ok) as Result<unknown>;
};

/** Guesses through new sessions, four a day for thirty days, each after the wait; then the right code. */
const guessed: Try = async (mine) => {
  let looked = 0;
  for (let day = 0; day < 30; day++) {
    const client = await session(mine);
    for (let at = 0; at < 4; at++) {
      const near = [mine.factor.codeAt(mine.clock.at), mine.factor.codeAt(mine.clock.at, -1)];
      const guess = ["000000", "000001", "000002"].find((code) => !near.includes(code)) as string;
      if (codeOf(await answer(client, guess)) === "step-up") looked++;
    }
    mine.clock.at += dayMs;
  }
  if (looked > factorRules.failuresMost) throw new Error(`${looked} guesses were looked at`);
  return answer(await session(mine), mine.factor.codeAt(mine.clock.at));
};

function computer({ team }: Scene): Built {
  const other = newComputer(team, team.founder);
  const certificate = makeCertificate(other.keys, { team: team.team, user: other.user });
  return takeFirst(team, team.founder, { type: "device-add", certificate });
}
const append = (client: TestClient, built: Built) => client.call("append", { ...built, setup: null });

/** A computer is added by a session that did not answer; `first` comes before. */
const sneaked = (how: (client: TestClient, mine: Scene) => Promise<Result<unknown>>): Try => {
  return async (mine) => how(await session(mine), mine);
};
const answered: Try = async (mine) => {
  must(await rightNow(mine));
  return append(mine.founder, computer(mine));
};

export const replayedCodes: Attack[] = [
  tried("a code again at once, from another session", "step-up", again(0), rightNow),
  tried("a code again in the next step, from another session", "step-up", again(periodMs), rightNow),
  tried("a code a hundred times at once", "step-up", atOnce, rightNow),
];

export const guessedCodes: Attack[] = [
  tried("guesses through new sessions, for thirty days", "throttled", guessed, rightNow),
];

export const otherClocks: Attack[] = [
  ...[-3, -2, 1, 3, 20].map((steps) =>
    tried(`the code of ${steps} steps from now`, "step-up", codeOff(steps), codeOff(-1)),
  ),
];

/** As `tried`, where the team's rule asks every session. */
const ruled = (changes: string, attack: Try, twin: Try): Attack => {
  const afterRule =
    (then: Try): Try =>
    async (mine) => {
      must(await rightNow(mine));
      must(await append(mine.founder, rule(mine, true)));
      return then(mine);
    };
  return tried(changes, "step-up", afterRule(attack), afterRule(twin));
};

function rule({ team }: Scene, newSessions: boolean): Built {
  const serverTotp = { newSessions, from: null };
  return takeFirst(team, team.founder, { type: "policy", id: newId<string>(), policy: { ...firstPolicy, serverTotp } });
}

/** An admin who comes in by an invite that was made with an answer; `later`: the answer is old by then. */
const letIn = (laterMs: number): Try => {
  return async (mine) => {
    const { team, founder, clock } = mine;
    must(await rightNow(mine));
    const invited = invite(team, team.founder, { role: "admin" });
    must(await append(founder, invited.built));
    clock.at += laterMs;
    return append(founder, admit(team, team.founder, joiner(team.team, invited)));
  };
};

const byNewSession =
  (ask: (client: TestClient) => Promise<Result<unknown>>): Try =>
  async (mine) =>
    ask(await session(mine));
const byFounder =
  (ask: (client: TestClient) => Promise<Result<unknown>>): Try =>
  (mine) =>
    ask(mine.founder);

const asksOfSession = {
  "where the vaults stand": (client) => client.call("vaults", {}),
  "keys that were handed to it": (client) => client.call("bundles", { from: 0 }),
  "who has a second factor": (client) => client.call("secondFactors", {}),
} satisfies Record<string, (client: TestClient) => Promise<Result<unknown>>>;

export const sideRoutes: Attack[] = [
  tried("an admin is let in, by an old answer", "step-up", letIn(factorRules.answerMs), letIn(0)),
  ...Object.entries(asksOfSession).map(([what, ask]) =>
    ruled(`by the team's rule a session without an answer asks ${what}`, byNewSession(ask), byFounder(ask)),
  ),
  ruled(
    "by the team's rule a session without an answer takes the rule back",
    async (mine) => append(await session(mine), rule(mine, false)),
    (mine) => append(mine.founder, rule(mine, false)),
  ),
  tried(
    "the rule of every session, by an admin without a second factor",
    "step-up",
    async (mine) => {
      must(await rightNow(mine));
      const { client, person } = await addPerson(mine, { role: "admin" });
      const planned = planPolicy(mine.team, { ...firstPolicy, serverTotp: { newSessions: true, from: null } });
      return append(client, { entries: [signed(mine, person, planned)], blobs: [] });
    },
    async (mine) => {
      must(await rightNow(mine));
      return append(mine.founder, rule(mine, true));
    },
  ),
  tried(
    "a computer, by a plain session",
    "step-up",
    sneaked((client, mine) => append(client, computer(mine))),
    answered,
  ),
  tried("a computer, by an old answer", "step-up", (mine) => append(mine.founder, computer(mine)), answered),
  tried(
    "a computer, by somebody else's answer",
    "step-up",
    async (mine) => {
      const eve = await addPerson(mine);
      await enrol(eve.client, mine.clock.at);
      return append(mine.founder, computer(mine));
    },
    answered,
  ),
  tried(
    "a computer, behind another entry",
    "step-up",
    sneaked((client, mine) => {
      const vault = createVault(mine.team, mine.team.founder).built;
      const added = computer(mine);
      const entries = [...vault.entries, ...added.entries];
      return append(client, { entries, blobs: [...vault.blobs, ...added.blobs] });
    }),
    answered,
  ),
  tried(
    "a computer, as one that a restored server lost",
    "step-up",
    sneaked((client, mine) => client.call("restoreLog", { ...computer(mine), statements: [] })),
    answered,
  ),
  tried(
    "a computer, by a path in capitals",
    "not-found",
    sneaked(async (client, { server, ...mine }) => {
      const path = pathOf("append", {} as never).toUpperCase();
      const body = requestBody("append", { ...computer({ server, ...mine }), setup: null });
      const type = { "content-type": "application/cbor" };
      const headers = { ...type, ...signedHeaders(client.session, { method: "POST", path, body }) };
      return readAnswer("append", await send(server.url, { method: "POST", path, headers, body }));
    }),
    answered,
  ),
  tried(
    "another seed",
    "step-up",
    sneaked((client) => client.call("enrolSecondFactor", {})),
    async (mine) => {
      must(await rightNow(mine));
      return mine.founder.call("enrolSecondFactor", {});
    },
  ),
];
