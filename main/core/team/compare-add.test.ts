/** The last step of a compared invite at the admin's: what the log says of the invite by then decides what they are told. */
import { beforeAll, describe, expect, it } from "vitest";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { compareCommitment, makeCompared, makeCompareReveal } from "../../../shared/protocol/join/compare.ts";
import { comparedCodes } from "../../../shared/protocol/join/compared.ts";
import { act, joinOf, planAdd, planCancel, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, newPerson } from "../../../shared/testing/team.ts";
import { comparedJoins, createComparing } from "./compare-invite.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Ada and somebody invited as a lead have typed each other's code. */
async function bothTyped() {
  const mine = copyOf(scene);
  const { team, ada } = mine;
  const { area, log } = testArea(mine, ada);
  const { plan, guest } = planInvite(team, { role: "lead" });
  act(team, ada, plan);
  const joiner = newPerson(team);
  const shown = { join: joinOf(team, guest, joiner), nonce: randomBytes(32) };
  const [commitment, reveal] = [compareCommitment(shown), makeCompareReveal(shown)];
  const messages = [commitment];
  let answer: Uint8Array = new Uint8Array();
  const call = async (name: string, { put }: { put?: { bytes: Uint8Array } | null }): Promise<Result<unknown>> => {
    if (name === "openCompare") return ok({ slot: 1 });
    if (name !== "linkOld") return fail("not-found");
    answer = put?.bytes ?? answer;
    return ok({ messages });
  };
  area.transport = { call } as never;
  const comparing = createComparing(area);
  must(await comparing.begin({ invite: guest.invite }));
  must(await comparing.state());
  messages.push(reveal);
  must(await comparing.state());
  const said = { commitment, answer, reveal };
  must(await comparing.code(comparedCodes("invite-code", said).fresh));
  messages.push(makeCompared(said, joiner.keys.signKey));
  expect(must(await comparing.state()).state).toBe("ready");
  return { ...mine, area, log, guest, joiner, comparing };
}

describe("letting in who was compared with", () => {
  it("is done once their entry stands, also where its answer was lost before", async () => {
    const { team, cleo, guest, joiner, comparing } = await bothTyped();
    act(team, cleo, planAdd(team, guest, joiner));
    expect(await comparing.add()).toMatchObject({ ok: true, value: { state: "done" } });
  });

  it("is not said to be done where somebody else was let in on the same invite", async () => {
    const { team, cleo, guest, comparing, area } = await bothTyped();
    const thief = newPerson(team);
    act(team, cleo, planAdd(team, guest, thief));
    expect(await comparing.add()).toMatchObject({ ok: false, failure: { code: "invite", detail: { reason: "used" } } });
    expect(comparedJoins(area)).toEqual([]);
  });

  it("is not either where that one took this joiner's id", async () => {
    const { team, cleo, guest, joiner, comparing } = await bothTyped();
    const { keys, device } = newPerson(team);
    act(team, cleo, planAdd(team, guest, { user: joiner.user, device, keys }));
    expect(await comparing.add()).toMatchObject({ ok: false, failure: { code: "invite", detail: { reason: "used" } } });
  });

  it("is not either where that happens as it is signed", async () => {
    const { team, cleo, guest, comparing, log } = await bothTyped();
    const thief = newPerson(team);
    log.meanwhile = () => void act(team, cleo, planAdd(team, guest, thief));
    expect(await comparing.add()).toMatchObject({ ok: false, failure: { code: "invite", detail: { reason: "used" } } });
  });

  it("does not wait for others on an invite that was cancelled", async () => {
    const { team, ada, guest, comparing, area } = await bothTyped();
    area.freshness = () => ({ isFresh: false, waitsFor: [] });
    act(team, ada, planCancel(guest.invite));
    const added = await comparing.add();
    expect(added).toMatchObject({ ok: false, failure: { code: "invite", detail: { reason: "cancelled" } } });
    expect(comparedJoins(area)).toEqual([]);
  });
});
