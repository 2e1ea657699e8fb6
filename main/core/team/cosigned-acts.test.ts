/** A change of the rules that another admin signs: who is asked, what is shown and signed, what ends it; each run is a new start on the same file. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import type { Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import { applyEntry } from "../../../shared/protocol/team-log/verify.ts";
import { act, planPolicy, planVault } from "../../../shared/testing/entries.ts";
import { planRemove, planRole } from "../../../shared/testing/leavers.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { refuseRequest, signRequest } from "./cosign-requests.ts";
import { code, cosignApps, finnsInbox, first, requestsOf, signs } from "./test-cosign-apps.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  for (const who of [scene.cleo, scene.eve, scene.dora])
    act(scene.team, who, planVault(scene.team, who, "personal").plan);
});

const on = { sessions: { asked: true } };

/** Ada, whose change only Eve may sign, has asked; Cleo's would be signed by Ada. */
async function asked() {
  const mine = copyOf(scene);
  const all = cosignApps(mine);
  const answer = await all.ada.open().hold("policy.set", on);
  all.mail();
  return { mine, ...all, answer };
}
describe("an act that another admin has to sign", () => {
  it("waits, asks who may sign and nobody else, and is done once by itself when one of them has", async () => {
    const { mine, ada, cleo, eve, dora, mail, isOn, answer } = await asked();
    expect(answer).toMatchObject({ ok: true, value: { state: "queued", waitsFor: [mine.eve.user] } });
    expect(await Promise.all([ada, cleo, dora].map(requestsOf))).toEqual([[], [], []]);
    expect(await requestsOf(eve)).toMatchObject([
      {
        ...{ user: mine.ada.user, state: "open" },
        change: {
          type: "policy",
          before: { sessions: { asked: false, from: null }, cosigned: [] },
          after: { sessions: { asked: true, from: null }, cosigned: [] },
        },
      },
    ]);
    expect(await ada.open().run()).toEqual(ok(true));
    expect([isOn(), ada.recorded]).toEqual([false, []]);
    const request = await first(eve);
    expect(code(await signRequest(eve.made.area, request))).toBe("ok");
    expect(code(await signRequest(eve.made.area, request))).toBe("not-found");
    mail();
    await ada.open().run();
    expect([isOn(), ada.recorded, await ada.open().list()]).toEqual([true, ["policy.set"], []]);
    expect(await requestsOf(eve)).toEqual([]);
    // The same answer once more, and a new act: it is no signature under that.
    await ada.open().hold("policy.set", { sessions: { asked: false } });
    for (let times = 0; times < 2; times++) await ada.open().run();
    expect([isOn(), (await ada.open().list()).length]).toEqual([true, 1]);
  });

  it("is left to the command where nobody has to sign, nothing changes, or it is another command", async () => {
    const mine = copyOf(scene);
    const { ada } = cosignApps(mine);
    expect(await ada.open().hold("vault.create", {})).toBe(null);
    expect(await ada.open().hold("policy.set", { sessions: { asked: false } })).toBe(null);
    expect(await cosignApps(mine).dora.open().hold("policy.set", on)).toBe(null);
    act(mine.team, mine.cleo, planRemove(mine.team, mine.cleo, mine.eve.user));
    expect(await ada.open().hold("policy.set", on)).toBe(null);
  });

  it("says who refused it, and is done where another signs; one answer for each act", async () => {
    const { mine, ada, eve, mail, isOn } = await asked();
    const request = await first(eve);
    expect(code(await refuseRequest(eve.made.area, request))).toBe("ok");
    expect(code(await refuseRequest(eve.made.area, request))).toBe("not-found");
    expect(code(await signRequest(eve.made.area, request))).toBe("not-found");
    mail();
    await ada.open().run();
    expect(await ada.open().list()).toMatchObject([{ waitsFor: [], refusedBy: [mine.eve.user] }]);
    expect(isOn()).toBe(false);
  });

  it("asks who comes to qualify later, once", async () => {
    const { mine, ada } = await asked();
    const inbox = finnsInbox(mine);
    for (let times = 0; times < 2; times++) await ada.open().run();
    expect(ada.made.post.wrote.filter(({ to }) => to === inbox).map(({ type }) => type)).toEqual(["cosign-request"]);
  });

  it("is taken back by its person, also at those who were asked, and by a later one of theirs", async () => {
    const { ada, eve, mail, isOn } = await asked();
    const [before] = await ada.open().list();
    await ada.open().hold("policy.set", { sessions: { asked: true, from: 1_800_000_000_000 } });
    mail();
    expect(await requestsOf(eve)).toMatchObject([{ change: { after: { sessions: { from: 1_800_000_000_000 } } } }]);
    expect(code(ada.open().cancel(before?.act ?? ""))).toBe("not-found");
    const [now] = await ada.open().list();
    // What was signed before it was taken back comes too late.
    await signs(eve);
    expect(code(ada.open().cancel(now?.act ?? ""))).toBe("ok");
    mail();
    await ada.open().run();
    expect([isOn(), await requestsOf(eve), await ada.open().list()]).toEqual([false, [], []]);
  });

  it("lapses where the rules change meanwhile: it says so, and nobody can sign it", async () => {
    const { mine, ada, eve, mail } = await asked();
    const other = cosignApps(mine);
    await other.cleo.open().hold("policy.set", { sessions: { asked: true, from: 1_800_000_000_000 } });
    other.mail();
    expect(code(await signs(other.ada))).toBe("ok");
    other.mail();
    await other.cleo.open().run();
    expect(mine.team.state.policy.serverTotp.from).toBe(1_800_000_000_000);
    expect(await requestsOf(eve)).toMatchObject([{ state: "lapsed" }]);
    expect(code(await signs(eve))).toBe("cosign");
    mail();
    await ada.open().run();
    expect(await ada.open().list()).toMatchObject([{ problem: "stale-view", waitsFor: [] }]);
  });

  it.each<[string, (mine: SmallTeam) => void]>([
    ["was removed since", (mine) => act(mine.team, mine.cleo, planRemove(mine.team, mine.cleo, mine.eve.user))],
    [
      "is no admin any more",
      (mine) => act(mine.team, mine.cleo, planRole(mine.team, mine.cleo, { user: mine.eve.user, role: "lead" })),
    ],
    [
      "was made one anew by who asks",
      (mine) => {
        act(mine.team, mine.cleo, planRole(mine.team, mine.cleo, { user: mine.eve.user, role: "lead" }));
        act(mine.team, mine.ada, planRole(mine.team, mine.ada, { user: mine.eve.user, role: "admin" }));
      },
    ],
  ])("is not done on the word of somebody who %s, and waits for who is left", async (_name, then) => {
    const { mine, ada, eve, mail, isOn } = await asked();
    finnsInbox(mine);
    expect(code(await signs(eve))).toBe("ok");
    mail();
    then(mine);
    await ada.open().run();
    expect([isOn(), (await ada.open().list())[0]?.waitsFor.length]).toEqual([false, 1]);
  });

  it("is not done by who is no admin any more, and needs nobody where nobody is left", async () => {
    const { mine, ada, eve, mail, isOn } = await asked();
    await signs(eve);
    mail();
    act(mine.team, mine.cleo, planRole(mine.team, mine.cleo, { user: mine.ada.user, role: "lead" }));
    await ada.open().run();
    expect([isOn(), await ada.open().list()]).toMatchObject([false, [{ problem: "role" }]]);
    const alone = await asked();
    act(alone.mine.team, alone.mine.cleo, planRemove(alone.mine.team, alone.mine.cleo, alone.mine.eve.user));
    await alone.ada.open().run();
    expect(alone.isOn()).toBe(true);
  });

  it("is over where it was posted and the answer was lost, and is not done again", async () => {
    const { mine, ada, eve, mail, isOn } = await asked();
    await signs(eve);
    mail();
    ada.made.log.refusal = fail("offline");
    expect(code(await ada.open().run())).toBe("offline");
    ada.made.log.refusal = null;
    const [bytes] = ada.made.log.posts.at(-1)?.entries ?? [];
    mine.team.state = must(applyEntry(mine.team.state, bytes as Uint8Array)).state;
    const { seq } = mine.team.state.head;
    await ada.open().run();
    expect([isOn(), mine.team.state.head.seq, await ada.open().list()]).toEqual([true, seq, []]);
  });

  it("is done though its first place in the log was lost to another entry", async () => {
    const { mine, ada, eve, mail, isOn } = await asked();
    await signs(eve);
    mail();
    ada.made.log.meanwhile = () => void finnsInbox(mine);
    await ada.open().run();
    expect([isOn(), await ada.open().list()]).toEqual([true, []]);
  });

  it("waits for its person where the second factor is asked for, and where its file is older than it was", async () => {
    const { ada, eve, mail, isOn } = await asked();
    await signs(eve);
    mail();
    ada.made.log.refusal = fail("step-up");
    const app = ada.open();
    await app.run();
    expect(await app.list()).toMatchObject([{ problem: "step-up" }]);
    ada.made.log.refusal = fail("offline");
    app.answered("step-up");
    expect(code(await app.run())).toBe("offline");
    ada.made.log.refusal = null;
    const restored = ada.open(true);
    await restored.run();
    expect([isOn(), (await restored.list())[0]?.problem]).toEqual([false, "local-rollback"]);
  });
});

describe("a request for a signature", () => {
  /** Ada's app asks for more than is shown. */
  function hostile(change: (mine: SmallTeam) => { policy?: Partial<Policy>; baseSeq?: number; by?: Person }) {
    const mine = copyOf(scene);
    const all = cosignApps(mine);
    const { policy, baseSeq = mine.team.state.head.seq, by = mine.ada } = change(mine);
    const wanted = { ...mine.team.state.policy, ...policy };
    const payload = { id: planPolicy(mine.team, wanted).payload.id, baseSeq, policy: wanted };
    const to = mine.team.state.personalVaults.get(mine.eve.user) as VaultId;
    const { bytes } = letter(mine.team, by, {
      to,
      type: "cosign-request",
      content: { act: { type: "policy", payload } },
    } as never);
    all.eve.made.post.came.push({ to, bytes });
    return { mine, ...all };
  }
  const asks = { serverTotp: { newSessions: true, from: null } };

  it("that changes more than is shown is not signed", async () => {
    const late = { serverTotp: { newSessions: true, from: (8.64e15 + 1) as EpochMs } };
    for (const more of [{ cosigned: ["user-add"] }, { exports: "all" as const }, { quickUnlock: false }, late]) {
      const { eve } = hostile(() => ({ policy: { ...asks, ...more } }));
      expect(await requestsOf(eve)).toMatchObject([{ state: "newer" }]);
      expect(code(await signs(eve))).toBe("client-too-old");
    }
    const { eve } = hostile(() => ({ policy: asks }));
    expect(code(await signs(eve))).toBe("ok");
  });

  it.each<[string, Parameters<typeof hostile>[0]]>([
    ["by who may not change the rules", ({ dora }) => ({ policy: asks, by: dora })],
    ["by who let the reader in", ({ cleo }) => ({ policy: asks, by: cleo })],
    ["by oneself", ({ eve }) => ({ policy: asks, by: eve })],
    ["of a state that is still to come", ({ team }) => ({ policy: asks, baseSeq: team.state.head.seq + 1 })],
    ["that changes nothing", () => ({})],
  ])("%s is not shown", async (_name, change) => {
    const { eve } = hostile(change);
    expect(await requestsOf(eve)).toEqual([]);
    expect(code(await signRequest(eve.made.area, "x"))).toBe("not-found");
  });
});
