/** A new computer that looks whether it was brought: only on the log that the old one named, and not beyond its time. */
import { expect, it } from "vitest";
import { post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { leftUntil } from "../../../shared/deadline.ts";
import type { EpochMs, Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { must, takeFirst } from "../../../shared/testing/team.ts";
import { type Passing, twoClocks } from "../../../shared/testing/two-clocks.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { nodeHttp } from "../../node/http.ts";
import { findProfile } from "../store/profile-row.ts";
import { endOfLink, lookForLink } from "./link-accept.ts";
import { makeProfile } from "./profile-making.ts";
import { newProfile, testComputer } from "./test-account.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

// The table below hashes.
await cryptoReady();

type LinkPlan = Extract<WaitingPlan, { kind: "link" }>;
const another = () => hashText("log-entry", "another") as Hash;

/** A new computer of the founder's, in the log or not, that waits with what the old one named, or with something else. */
async function look(change: Partial<LinkPlan>, isBrought = true) {
  const { server, team, founder } = await testServerWithTeam();
  const computer = testComputer(nodeHttp());
  const { head, hashes } = team.state;
  const plan: LinkPlan = {
    ...{ kind: "link", code: "00000000", slot: 1, token: randomBytes(16), certificate: new Uint8Array(9) },
    ...{ genesis: hashAt(hashes, 0) as Hash, logSeq: head.seq, logHead: head.hash },
    ...{ end: (computer.clock.now + 1) as EpochMs, ...change },
  };
  const { user } = team.founder;
  const shown = { team: team.team, user, origin: server.origin, serverKeys: server.serverKeys };
  const { making, secrets } = newProfile(computer, { plan, shown });
  const { keys } = secrets;
  making.stored.profile.device = deviceIdOf({ team: team.team, user, signPk: keys.signPk, kemPk: keys.kemPk });
  const made = must(await makeProfile(computer.ports, computer.keychain, making));
  const certificate = makeCertificate(keys, { team: team.team, user });
  if (isBrought) await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
  const until = endOfLink(computer.ports.clock, plan);
  const looked = await lookForLink(computer.ports, { ...made, plan }, keys, until);
  return { answer: looked.ok ? looked.value : verdict(looked), state: findProfile(made.db)?.profile.state };
}

it.each<[string, string, Partial<LinkPlan>, boolean]>([
  ["that was brought, on the named log", "joined", {}, true],
  ["that was brought, also when the time is over", "joined", { end: 0 as EpochMs }, true],
  ["that nobody brought yet", "waiting", {}, false],
  ["that nobody brought in time", "sas ended", { end: 0 as EpochMs }, false],
  ["on a log with another first entry", "genesis other-log", { genesis: another() }, true],
  ["on a log with another entry at the named place", "log-fork", { logHead: another() }, true],
  ["on a log that ends before the named place", "log-rollback", { logSeq: 10_000 }, true],
])("a new computer %s: %s", async (_what, expected, change, isBrought) => {
  expect(await look(change, isBrought)).toEqual({
    answer: expected,
    state: expected === "joined" ? "joined" : "waiting",
  });
});

const life = limits.linkLifeMs;
it.each<[string, Passing[], Passing[], number]>([
  ["works", [], [{ kind: "works", ms: life - 1 }], 1],
  ["sleeps", [], [{ kind: "sleeps", ms: life - 1 }], 1],
  [
    "is set back while it waits",
    [],
    [
      { kind: "is set", ms: -life },
      { kind: "works", ms: life },
    ],
    0,
  ],
  ["is set forth while it waits", [], [{ kind: "is set", ms: life }], 0],
  ["is set back before it is opened again", [{ kind: "is set", ms: -1 }], [], 0],
  ["worked before it is opened again", [{ kind: "works", ms: 1000 }], [{ kind: "works", ms: life - 1001 }], 1],
])("the time of a link whose computer %s is no longer than it was", (_what, before, after, left) => {
  const { clock, pass } = twoClocks();
  const end = (clock.now() + life) as EpochMs;
  before.forEach(pass);
  const until = endOfLink(clock, { end });
  after.forEach(pass);
  expect(leftUntil(clock, until)).toBe(left);
});
