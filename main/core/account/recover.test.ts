/** A new computer that its person's sheet brings: opened once, used once it was confirmed, and over where it was stopped. */
import { describe, expect, it } from "vitest";
import { addPerson, post, testServerWithTeam } from "../../../server/testing/test-server.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash, TeamId, UserId } from "../../../shared/encoding/ids.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import { firstHashes } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { recoverySheetKeys } from "../../../shared/protocol/transfer-code/recovery-sheet.ts";
import { writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { must, takeFirst } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { nodeHttp } from "../../node/http.ts";
import type { Ports } from "../ports.ts";
import { findProfile } from "../store/profile-row.ts";
import { verifyPage } from "../sync/team-log.ts";
import { makeProfile } from "./profile-making.ts";
import { beginRecovery, holdsHead, recoverySteps } from "./recover.ts";
import { newProfile, passphrase, testComputer } from "./test-account.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

await cryptoReady();
type RecoverPlan = Extract<WaitingPlan, { kind: "recover" }>;

/** Ada's team with Bob in it, and a new computer that waits with a recovery sheet of one of them. */
async function recovering(whose: "ada" | "bob") {
  const testServer = await testServerWithTeam();
  const { server, team, founder } = testServer;
  const bob = await addPerson(testServer);
  const owner = whose === "ada" ? { person: team.founder, client: founder } : bob;
  const { user } = owner.person;
  const [seed, of] = [randomBytes(32), { team: team.team, user }];
  const paper = recoverySheetKeys({ ...of, seed });
  const sheet = makeCertificate(paper.keys, of, "paper");
  await post(owner.client, takeFirst(team, owner.person, { type: "device-add", certificate: sheet }));
  const computer = testComputer(nodeHttp());
  const shown = { ...of, origin: server.origin, serverKeys: server.serverKeys };
  const { making, secrets } = newProfile(computer, { shown });
  const { keys } = secrets;
  const plan: RecoverPlan = { kind: "recover", seed, certificate: makeCertificate(keys, of) };
  Object.assign(making.stored.profile, { device: deviceIdOf({ ...of, ...keys }), state: "waiting" });
  const made = must(await makeProfile(computer.ports, computer.keychain, making));
  /** As after a restart: nothing is remembered but the plan. */
  const restarted = () => recoverySteps(computer.ports, { ...made, plan, keys });
  const look = async (steps = restarted()) => {
    const looked = await steps();
    const page = must(await founder.call("log", { from: team.state.head.seq + 1 }));
    if (page.entries.length > 0) team.state = must(verifyPage(team.state, team.team, page.entries)).state;
    return looked.ok ? looked.value : verdict(looked);
  };
  const open = () => [...team.state.recoveries.keys()][0] as Hash;
  const byAda = (intent: Parameters<typeof takeFirst>[2]) => post(founder, takeFirst(team, team.founder, intent));
  return { team, paper, look, open, byAda, restarted, state: () => findProfile(made.db)?.profile.state };
}

describe("a recovery on a new computer", () => {
  it("is used at once where nobody else is an admin", async () => {
    const { look, restarted, state } = await recovering("ada");
    const steps = restarted();
    expect([await look(steps), await look(steps), state()]).toEqual(["waiting", "joined", "joined"]);
  });

  it("is opened once, through restarts, and used once an admin confirmed it", async () => {
    const { team, look, open, byAda, state } = await recovering("bob");
    expect([await look(), await look(), await look()]).toEqual(["waiting", "waiting", "waiting"]);
    expect([team.state.recoveries.size, state()]).toEqual([1, "waiting"]);
    await byAda({ type: "recovery-confirm", open: open() });
    expect([await look(), state()]).toEqual(["joined", "joined"]);
  });

  it("is over where it was stopped, also after a restart", async () => {
    const { team, look, open, byAda } = await recovering("bob");
    await look();
    await byAda({ type: "recovery-cancel", open: open() });
    expect([await look(), await look(), team.state.recoveries.size]).toEqual(["role recovery", "role recovery", 0]);
  });

  it("is over where its sheet was revoked", async () => {
    const { look, paper, byAda } = await recovering("bob");
    await look();
    await byAda({ type: "device-revoke", id: newId<string>(), device: paper.device });
    expect(await look()).toBe("role sheet");
  });

  it("reads for itself the log that the sheet read", () => {
    const [first, another] = [hashText("log-entry", "first") as Hash, hashText("log-entry", "another") as Hash];
    const log = { hashes: firstHashes(first) };
    expect(verdict(holdsHead(log, { seq: 0, hash: first }))).toBe("taken");
    expect(verdict(holdsHead(log, { seq: 0, hash: another }))).toBe("log-fork");
  });

  it.each(["http://latchkey.example", "latchkey.example", "ftp://latchkey.example"])(
    "asks no server at %s",
    async (address) => {
      const fields = {
        team: hashText("genesis", "team") as string as TeamId,
        user: newId<UserId>(),
        seed: randomBytes(32),
      };
      const input = { address, sheet: writeTransferCode("paper", fields), passphrase };
      expect(verdict(await beginRecovery({} as Ports, input))).toBe("pin address");
    },
  );
});
