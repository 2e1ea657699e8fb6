/** Every act that the rules may ask a second signature for goes the same way: asked, shown by what would be signed, signed, done; and each way to cheat it. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, VaultId } from "../../../shared/encoding/ids.ts";
import { fail } from "../../../shared/failures.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosign } from "../../../shared/protocol/team-log/cosign.ts";
import {
  type CosignedByPolicy,
  cosignedByPolicy,
  cosignedTypes,
} from "../../../shared/protocol/team-log/cosigned-types.ts";
import { type EntryType, entryRule, entryTypes } from "../../../shared/protocol/team-log/entry-types.ts";
import { act, letIn, planVault } from "../../../shared/testing/entries.ts";
import { planRemove, planRevoke, planRole } from "../../../shared/testing/leavers.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { planVerify, recover } from "../../../shared/testing/verifications.ts";
import { refuseRequest, signRequest } from "./cosign-requests.ts";
import { rulesWanted, teamRules } from "./team-rules.ts";
import { code, cosignApps, finnsInbox, first, requestsOf, signs } from "./test-cosign-apps.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  for (const who of [scene.cleo, scene.eve, scene.dora])
    act(scene.team, who, planVault(scene.team, who, "personal").plan);
});

/** The rules of this team, as two of its admins set them. */
function withCosigned(mine: SmallTeam, ...types: string[]): SmallTeam {
  mine.team.state = { ...mine.team.state, policy: { ...mine.team.state.policy, cosigned: types } };
  return mine;
}

type Kind = {
  command: string;
  input(mine: SmallTeam): unknown;
  isDone(mine: SmallTeam): boolean;
  change(mine: SmallTeam): unknown;
};
/** What Ada does to Bob. */
const kinds: Record<CosignedByPolicy, Kind> = {
  "user-remove": {
    command: "member.remove",
    input: ({ bob }) => ({ user: bob.user }),
    isDone: ({ team, bob }) => team.state.users.get(bob.user)?.active === false,
    change: ({ bob, ops, bobs }) => ({
      ...{ type: "user-remove", user: bob.user },
      ...{ vaults: [bobs, ops].sort(), heirs: [] },
    }),
  },
  "user-role": {
    command: "member.setRole",
    input: ({ bob }) => ({ user: bob.user, role: "lead" }),
    isDone: ({ team, bob }) => team.state.users.get(bob.user)?.role === "lead",
    change: ({ bob }) => ({
      ...{ type: "user-role", user: bob.user, vaults: [], heirs: [] },
      ...{ before: { role: "member", end: null }, after: { role: "lead", end: null } },
    }),
  },
  "device-revoke": {
    command: "device.revoke",
    input: ({ bob }) => ({ device: bob.device }),
    isDone: ({ team, bob }) => team.state.devices.get(bob.device)?.active === false,
    change: ({ bob, ops, bobs }) => ({
      ...{ type: "device-revoke", user: bob.user, device: bob.device, kind: "computer", number: 1 },
      ...{ vaults: [bobs, ops].sort(), heirs: [] },
    }),
  },
};

/** Ada has asked for it, under a rule that names it. */
async function asked(type: CosignedByPolicy, types: string[] = [type]) {
  const mine = withCosigned(copyOf(scene), ...types);
  const all = cosignApps(mine);
  const { command, input } = kinds[type];
  const answer = await all.ada.open().hold(command, input(mine));
  all.mail();
  return { mine, ...all, answer };
}

describe("the table", () => {
  it("holds exactly the types whose rows say that they may need a second signature", () => {
    const able = (Object.keys(entryTypes) as EntryType[]).filter((type) => entryRule(type).cosigned.when !== "never");
    expect([...cosignedTypes].sort()).toEqual(able.sort());
    const byPolicy = able.filter((type) => entryRule(type).cosigned.when === "by-policy");
    expect(cosignedByPolicy).toEqual(byPolicy);
  });
});

describe.each(cosignedByPolicy)("%s", (type) => {
  const { command, input, isDone, change } = kinds[type];

  it("goes on at once where no rule names it", async () => {
    const mine = withCosigned(copyOf(scene), ...cosignedByPolicy.filter((one) => one !== type));
    expect(await cosignApps(mine).ada.open().hold(command, input(mine))).toBe(null);
  });

  it("is shown to whoever may sign as it would be, and done once when they have", async () => {
    const { mine, ada, cleo, eve, dora, mail, answer } = await asked(type);
    expect(answer).toMatchObject({ ok: true, value: { state: "queued", waitsFor: [mine.eve.user] } });
    expect(await Promise.all([cleo, dora].map(requestsOf))).toEqual([[], []]);
    expect(await requestsOf(eve)).toMatchObject([{ user: mine.ada.user, state: "open", change: change(mine) }]);
    expect(await ada.open().list()).toMatchObject([{ command, users: [mine.bob.user], needsSignature: true }]);
    await ada.open().run();
    expect([isDone(mine), ada.recorded]).toEqual([false, []]);
    expect(code(await signs(eve))).toBe("ok");
    mail();
    await ada.open().run();
    expect([isDone(mine), ada.recorded, await ada.open().list()]).toEqual([true, [command], []]);
    const { seq } = mine.team.state.head;
    await ada.open().run();
    expect([mine.team.state.head.seq, await requestsOf(eve)]).toEqual([seq, []]);
  });

  it("is refused, and taken back, without anything done", async () => {
    const { mine, ada, eve, mail } = await asked(type);
    expect(code(await refuseRequest(eve.made.area, await first(eve)))).toBe("ok");
    mail();
    await ada.open().run();
    const [row] = await ada.open().list();
    expect(row).toMatchObject({ refusedBy: [mine.eve.user], waitsFor: [] });
    expect(code(ada.open().cancel(row?.act ?? ""))).toBe("ok");
    mail();
    expect([isDone(mine), await ada.open().list()]).toEqual([false, []]);
  });

  it.each<[string, (mine: SmallTeam) => void]>([
    ["was removed", (mine) => act(mine.team, mine.cleo, planRemove(mine.team, mine.cleo, mine.eve.user))],
    [
      "was lowered",
      (mine) => act(mine.team, mine.cleo, planRole(mine.team, mine.cleo, { user: mine.eve.user, role: "lead" })),
    ],
    ["lost that computer", (mine) => act(mine.team, mine.eve, planRevoke(mine.team, mine.eve, mine.eve.device))],
  ])("is not done on the word of somebody who %s since", async (_name, then) => {
    const { mine, ada, eve, mail } = await asked(type);
    await signs(eve);
    mail();
    withCosigned(mine);
    const inbox = finnsInbox(mine);
    then(mine);
    withCosigned(mine, type);
    await ada.open().run();
    expect([isDone(mine), ada.recorded]).toEqual([false, []]);
    // Whoever is left is asked instead.
    expect(ada.made.post.wrote.at(-1)?.to).toBe(inbox);
  });

  it.each<[string, (mine: SmallTeam) => void]>([
    ["was removed", (mine) => act(mine.team, mine.cleo, planRemove(mine.team, mine.cleo, mine.ada.user))],
    [
      "is no admin any more",
      (mine) => act(mine.team, mine.cleo, planRole(mine.team, mine.cleo, { user: mine.ada.user, role: "lead" })),
    ],
    [
      "lost the computer that asks",
      (mine) => act(mine.team, mine.cleo, planRevoke(mine.team, mine.cleo, mine.ada.device)),
    ],
  ])("is not shown of somebody who %s", async (_name, then) => {
    const { mine, eve } = await asked(type);
    const request = await first(eve);
    withCosigned(mine);
    then(mine);
    withCosigned(mine, type);
    expect(await requestsOf(eve)).toEqual([]);
    expect(code(await signRequest(eve.made.area, request))).toBe("not-found");
  });

  it("lapses with new rules, and after two weeks by either clock", async () => {
    const { mine, ada, eve } = await asked(type);
    mine.team.state = { ...mine.team.state, policySeq: mine.team.state.head.seq + 1 };
    expect(await requestsOf(eve)).toMatchObject([{ state: "lapsed" }]);
    expect(code(await signs(eve))).toBe("cosign");
    await ada.open().run();
    expect(await ada.open().list()).toMatchObject([{ problem: "stale-view" }]);
    const late = await asked(type);
    late.mine.team.now += 15 * 86_400_000;
    expect(await requestsOf(late.eve)).toMatchObject([{ state: "lapsed" }]);
    expect(code(await signs(late.eve))).toBe("cosign");
    await late.ada.open().run();
    expect(await late.ada.open().list()).toMatchObject([{ problem: "stale-view" }]);
  });

  it.each(["before", "after"])("is done once where its app is killed %s it is posted", async (when) => {
    const { mine, ada, eve, mail } = await asked(type);
    await signs(eve);
    mail();
    const { log } = ada.made.area;
    const { append } = log;
    log.append = async (build) => {
      if (when === "after") await append(build);
      throw new Error("killed");
    };
    await expect(ada.open().run()).rejects.toThrow("killed");
    log.append = append;
    expect(isDone(mine)).toBe(when === "after");
    await ada.open().run();
    const { seq } = mine.team.state.head;
    await ada.open().run();
    expect([isDone(mine), mine.team.state.head.seq, await ada.open().list()]).toEqual([true, seq, []]);
  });

  it("is neither kept nor asked for where no letter can be written", async () => {
    const mine = withCosigned(copyOf(scene), type);
    const { ada } = cosignApps(mine);
    ada.made.post.refusal = fail("limit");
    expect(code((await ada.open().hold(command, input(mine))) ?? fail("bug"))).toBe("limit");
    ada.made.post.refusal = null;
    expect([await ada.open().list(), ada.made.post.wrote]).toEqual([[], []]);
  });

  it("is asked for once, however often it is wanted", async () => {
    const { mine, ada } = await asked(type);
    const again = await ada.open().hold(command, input(mine));
    const [row] = await ada.open().list();
    expect(again).toMatchObject({ ok: true, value: { act: row?.act } });
    expect(ada.made.post.wrote.length).toBe(1);
  });

  it("is not asked of whom it is about", async () => {
    const mine = withCosigned(copyOf(scene), type);
    const all = cosignApps(mine);
    const about = { user: mine.eve.user, device: mine.eve.device, role: "lead" as const };
    const wanted = {
      "user-remove": { user: about.user },
      "user-role": { user: about.user, role: about.role },
      "device-revoke": { device: about.device },
    }[type];
    expect(await all.ada.open().hold(command, wanted)).toBe(null);
    all.mail();
    expect(await requestsOf(all.eve)).toEqual([]);
  });

  it("is not done by a signature over other bytes, one's own, or one for another act", async () => {
    const { mine, ada, mail } = await asked(type);
    const { ada: author, eve, bob } = mine;
    const [row] = ada.made.post.wrote;
    const sent = row?.type === "cosign-request" ? row.content.act : null;
    if (sent === null) throw new Error("nothing was asked");
    const { payload } = sent;
    const actor = { user: author.user, device: author.device };
    const time = mine.team.now as EpochMs;
    const body = (over: object) =>
      bodyOn(mine.team.state, { type: sent.type, payload: { ...payload, ...over } as never, actor, time });
    const to = mine.team.state.personalVaults.get(author.user) as VaultId;
    const answers = [
      { by: eve, ...cosign(body({ baseSeq: payload.baseSeq - 1 }), eve.device, eve.keys.signKey) },
      { by: eve, ...cosign(body({ id: newId() }), eve.device, eve.keys.signKey) },
      { by: author, ...cosign(body({}), author.device, author.keys.signKey) },
      { by: bob, ...cosign(body({}), bob.device, bob.keys.signKey) },
    ];
    for (const { by, sig } of answers) {
      mine.team.now += 1;
      const { bytes } = letter(mine.team, by, { to, type: "cosign-answer", content: { id: payload.id, sig } });
      ada.made.post.came.push({ to, bytes });
    }
    await ada.open().run();
    expect([isDone(mine), ada.recorded]).toEqual([false, []]);
    // The twin: over what was asked, by whom it was asked of.
    const { sig } = cosign(body({}), eve.device, eve.keys.signKey);
    mine.team.now += 1;
    const { bytes } = letter(mine.team, eve, { to, type: "cosign-answer", content: { id: payload.id, sig } });
    ada.made.post.came.push({ to, bytes });
    mail();
    await ada.open().run();
    expect(isDone(mine)).toBe(true);
  });
});

describe("several acts that wait", () => {
  it("are each done when signed, and taking one back leaves the others asked for", async () => {
    const { mine, ada, eve, mail } = await asked("user-remove", [...cosignedByPolicy]);
    await ada.open().hold("member.setRole", { user: mine.dora.user, role: "member" });
    await ada.open().hold("policy.set", { sessions: { asked: true } });
    mail();
    expect((await requestsOf(eve)).map(({ change }) => change.type).sort()).toEqual([
      ...["policy", "user-remove", "user-role"],
    ]);
    const [removal] = await ada.open().list();
    ada.open().cancel(removal?.act ?? "");
    mail();
    const left = await requestsOf(eve);
    expect(left.map(({ change }) => change.type).sort()).toEqual(["policy", "user-role"]);
    const role = left.find(({ change }) => change.type === "user-role");
    expect(code(await signRequest(eve.made.area, role?.request ?? ""))).toBe("ok");
    mail();
    await ada.open().run();
    expect(mine.team.state.users.get(mine.dora.user)?.role).toBe("member");
    expect((await ada.open().list()).map(({ command }) => command)).toEqual(["policy.set"]);
  });

  it("are at most sixteen, and what fits into no letter is not asked for", async () => {
    const mine = withCosigned(copyOf(scene), "user-remove", "user-role");
    for (let times = 0; times < 12; times++) letIn(mine.team, mine.ada);
    const acts = cosignApps(mine).ada.open();
    const others = [...mine.team.state.users.keys()].filter((user) => user !== mine.ada.user && user !== mine.eve.user);
    const answers: (string | undefined)[] = [];
    for (const user of others) answers.push(code((await acts.hold("member.remove", { user })) ?? fail("bug")));
    for (const user of others.slice(0, 2))
      answers.push(code((await acts.hold("member.setRole", { user, role: "auditor" })) ?? fail("bug")));
    expect(answers).toEqual([...Array.from({ length: 16 }, () => "ok"), ...answers.slice(16).map(() => "limit")]);
    expect(answers.length).toBeGreaterThan(16);
    const heirs = Array.from({ length: 1200 }, () => ({ vault: newId<VaultId>(), user: mine.ada.user }));
    const { ada } = cosignApps(mine);
    const long = await ada.open().hold("member.setRole", { user: mine.bob.user, role: "lead", heirs });
    expect(code(long ?? fail("bug"))).toBe("limit");
    expect(ada.made.post.wrote).toEqual([]);
  });
});

describe("an act that gives somebody more", () => {
  it("waits for a fresh view too once it is signed", async () => {
    const { mine, ada, eve, mail } = await asked("user-role");
    await signs(eve);
    mail();
    const fresh = ada.made.area.freshness;
    ada.made.area.freshness = () => ({ isFresh: false, waitsFor: [mine.dora.user] });
    const acts = ada.open();
    await acts.run();
    expect([kinds["user-role"].isDone(mine), acts.isWaiting()]).toEqual([false, true]);
    expect((await acts.list())[0]).toMatchObject({ waitsFor: [mine.dora.user] });
    expect((await acts.list())[0]?.needsSignature).toBe(undefined);
    ada.made.area.freshness = fresh;
    await ada.open().run();
    expect(kinds["user-role"].isDone(mine)).toBe(true);
  });

  it("is not signed by who compared other keys of whom it gives it to", async () => {
    const mine = copyOf(scene);
    act(mine.team, mine.eve, planVerify(mine.team, mine.bob.user));
    recover(mine.team, { person: mine.bob, admin: mine.ada });
    withCosigned(mine, "user-remove", "user-role");
    const { ada, eve, mail } = cosignApps(mine);
    await ada.open().hold("member.setRole", { user: mine.bob.user, role: "lead" });
    mail();
    expect(code(await signs(eve))).toBe("key-changed");
    // Taking them out gives nobody anything.
    ada.open().cancel((await ada.open().list())[0]?.act ?? "");
    await ada.open().hold("member.remove", { user: mine.bob.user });
    mail();
    expect(code(await signs(eve))).toBe("ok");
  });
});

describe("a rule that asks for second signatures", () => {
  const named = { cosigned: ["user-remove" as const] };

  it("is refused where there are no two of whom one could sign for the other", () => {
    const mine = copyOf(scene);
    const { area } = cosignApps(mine).ada.made;
    expect([teamRules(area).canCosign, code(rulesWanted(area, named))]).toEqual([true, "ok"]);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.eve.user));
    // Cleo, whom Ada let in, would ask Ada.
    expect([teamRules(area).canCosign, code(rulesWanted(area, named))]).toEqual([true, "ok"]);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user));
    expect([teamRules(area).canCosign, code(rulesWanted(area, named))]).toEqual([false, "cosign"]);
    // What is so already may be taken away.
    withCosigned(mine, "device-revoke", "user-remove");
    expect(code(rulesWanted(area, named))).toBe("ok");
  });

  it("leaves the others as they are, and types that this version does not know", () => {
    const mine = withCosigned(copyOf(scene), "device-add", "user-role");
    const wanted = rulesWanted(cosignApps(mine).ada.made.area, named);
    const { policy } = mine.team.state;
    expect(wanted).toMatchObject({
      ok: true,
      value: { policy: { ...policy, cosigned: ["device-add", "user-remove"] } },
    });
  });
});
