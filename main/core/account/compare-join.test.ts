/** Whom a joiner above member believes that they are in: the log of the admin with whom codes were compared, and no other. */
import { expect, it } from "vitest";
import { post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { makeCertificate, makeJoin } from "../../../shared/protocol/join/join.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { admit, invite } from "../../../shared/testing/posts.ts";
import { must } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { nodeHttp } from "../../node/http.ts";
import { findProfile } from "../store/profile-row.ts";
import { lookForAdmission } from "./join-team.ts";
import { makeProfile } from "./profile-making.ts";
import { newProfile, testComputer } from "./test-account.ts";
import { openPlan, sealPlan, type WaitingPlan } from "./waiting-plan.ts";

await cryptoReady();

type Compared = Extract<WaitingPlan, { kind: "compare" }>["compared"];
type Heads = { before: NonNullable<Compared>; after: NonNullable<Compared> };
const another = hashText("log-entry", "another") as Hash;

/** A joiner whom the log holds by now, or not, and who compared with somebody who stated this head. */
async function look(compared: (heads: Heads) => Compared, isAdded = true) {
  const { server, team, founder } = await testServerWithTeam();
  const invited = invite(team, team.founder, { role: "lead" });
  await post(founder, invited.built);
  const head = () => ({ logSeq: team.state.head.seq, logHead: hashAt(team.state.hashes, team.state.head.seq) as Hash });
  const before = head();
  const computer = testComputer(nodeHttp());
  const shown = { team: team.team, origin: server.origin, serverKeys: server.serverKeys, waitsFor: "Ada" };
  const plan = { kind: "found" as const, setup: new Uint8Array(16), blobs: [], person: "", team: "" };
  const { making, secrets } = newProfile(computer, { plan, shown });
  const { profile } = making.stored;
  const { keys } = secrets;
  profile.device = deviceIdOf({ team: team.team, user: profile.user, signPk: keys.signPk, kemPk: keys.kemPk });
  const certificate = makeCertificate(keys, { team: team.team, user: profile.user });
  const asked = { certificate, invite: invited.invite, inviteKey: invited.signKey, deviceKey: keys.signKey };
  const join = makeJoin(asked);
  const made = must(await makeProfile(computer.ports, computer.keychain, making));
  if (isAdded) await post(founder, admit(team, team.founder, { ...profile, keys, join } as never));
  const waits: WaitingPlan = {
    ...{ kind: "compare", seed: invited.seed, invite: invited.invite, join, role: "lead" },
    compared: compared({ before, after: head() }),
  };
  // It comes back from the disk as it was written.
  const sealed = sealPlan(keys.localStateKey, profile.profile, waits);
  const read = must(openPlan(keys.localStateKey, profile.profile, sealed)) as typeof waits;
  const looked = await lookForAdmission(computer.ports, { ...made, plan: read as never }, keys);
  return { answer: looked.ok ? looked.value : verdict(looked), state: findProfile(made.db)?.profile.state };
}

it.each<[string, string, (heads: Heads) => Compared, boolean]>([
  ["whom an admin let in after the head that they stated", "joined", ({ before }) => before, true],
  ["whom nobody let in yet", "waiting", ({ before }) => before, false],
  ["who compared with nobody", "sas not-compared", () => null, true],
  ["in a log with another entry at that head", "log-fork", ({ before }) => ({ ...before, logHead: another }), true],
  ["in a log that ends before that head", "log-rollback", ({ before }) => ({ ...before, logSeq: 10_000 }), true],
  ["who was in before that head", "sas added-before", ({ after }) => after, true],
])("a joiner above member %s: %s", async (_what, expected, compared, isAdded) => {
  expect(await look(compared, isAdded)).toEqual({
    answer: expected,
    state: expected === "joined" ? "joined" : "waiting",
  });
});
