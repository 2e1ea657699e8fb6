/** Choosing people of whom any two bring one back: whose letter is believed, what a broken choice leaves, and what the next one ends. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { DeviceId, EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail } from "../../../shared/failures.ts";
import type { LetterContent } from "../../../shared/protocol/letters/letter-types.ts";
import { combineShares, type Share } from "../../../shared/protocol/recovery/shares.ts";
import { act, planDevice, planVault } from "../../../shared/testing/entries.ts";
import { planRemove, planRevoke, planRole } from "../../../shared/testing/leavers.ts";
import { letter } from "../../../shared/testing/letters.ts";
import { makePaper } from "../../../shared/testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, newComputer, type Person } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { planVerify, recover } from "../../../shared/testing/verifications.ts";
import { choosePeople, mustSettle, recoveryPeople, settleChoice } from "./chosen-people.ts";
import { heldShares, ownChoices, ownSheets } from "./held-shares.ts";
import { testArea } from "./test-area.ts";

type Scene = SmallTeam & { inboxes: Record<"ada" | "cleo" | "dora", VaultId> };
let scene: Scene;
beforeAll(async () => {
  await cryptoReady();
  const made = smallTeam();
  const inboxOf = (name: "ada" | "cleo" | "dora"): VaultId => {
    const planned = planVault(made.team, made[name], "personal");
    act(made.team, made[name], planned.plan);
    return planned.vault;
  };
  // The founder's is there from the first entries on.
  const ada = made.team.state.personalVaults.get(made.ada.user) ?? inboxOf("ada");
  scene = { ...made, inboxes: { ada, cleo: inboxOf("cleo"), dora: inboxOf("dora") } };
});
const fresh = (): Scene => ({ ...copyOf(scene), inboxes: scene.inboxes });

/** Bob's app. */
function bobs(mine: Scene) {
  const { area, post, log } = testArea(mine, mine.bob);
  const holders = [mine.cleo.user, mine.dora.user];
  return { area, post, log, holders, choose: (users: UserId[] = holders) => choosePeople(area, users) };
}
const papersOf = ({ team, bob }: Scene): DeviceId[] =>
  [...team.state.devices.values()]
    .filter(({ user, kind, active }) => user === bob.user && kind === "paper" && active)
    .map(({ device }) => device);

/** The share that Bob's app sent to this inbox last. */
const shareTo = (post: ReturnType<typeof bobs>["post"], to: VaultId): Share =>
  post.wrote.filter((one) => one.to === to && one.type === "recovery-share").at(-1)?.content as Share;

describe("a choice", () => {
  it("puts a sheet into the log whose seed any two of its shares give, and tells oneself only who they are", async () => {
    const mine = fresh();
    const { area, post, choose } = bobs(mine);
    must(await choose());
    const [sheet] = papersOf(mine) as [DeviceId];
    const held = [
      { holder: mine.cleo.user, share: shareTo(post, mine.inboxes.cleo) },
      { holder: mine.dora.user, share: shareTo(post, mine.inboxes.dora) },
    ];
    expect(held.map(({ share }) => share.sheet)).toEqual([sheet, sheet]);
    const owner = { team: mine.team.team, user: mine.bob.user };
    expect(combineShares(owner, held).ok).toBe(true);
    const own = post.wrote.filter(({ to }) => to === mine.bobsPersonal);
    expect(own.map(({ type, content }) => [type, Object.keys(content)])).toEqual([
      ["recovery-choice", ["sheet", "holders"]],
    ]);
    expect(await recoveryPeople(area)).toMatchObject({ chosen: { users: [mine.cleo.user, mine.dora.user].sort() } });
    expect(await ownSheets(area)).toEqual([]);
    expect(mustSettle(area)).toBe(false);
  });

  it("stands beside a sheet on paper", async () => {
    const mine = fresh();
    const { area, choose } = bobs(mine);
    const paper = makePaper(mine.team, mine.bob);
    must(await choose());
    expect((await ownSheets(area)).map(({ device }) => device)).toEqual([paper.device]);
    expect(papersOf(mine).length).toBe(2);
  });

  it("ends the one before, and whoever was chosen only then", async () => {
    const mine = fresh();
    const { area, choose } = bobs(mine);
    must(await choose([mine.cleo.user, mine.dora.user]));
    const [first] = papersOf(mine);
    must(await choose([mine.ada.user, mine.dora.user]));
    expect(papersOf(mine).length).toBe(1);
    expect(papersOf(mine)).not.toContain(first);
    expect((await recoveryPeople(area)).chosen?.users).toEqual([mine.ada.user, mine.dora.user].sort());
  });

  it("is told with another that is in force too, made at another computer at the same time, until the next ends both", async () => {
    const mine = fresh();
    const { area, post, choose } = bobs(mine);
    must(await choose([mine.cleo.user, mine.dora.user]));
    const other = makePaper(mine.team, mine.bob).device;
    const content = { sheet: other, holders: [mine.ada.user, mine.dora.user].sort() };
    const { bytes } = letter(mine.team, mine.bob, { to: mine.bobsPersonal, type: "recovery-choice", content });
    post.came.push({ to: mine.bobsPersonal, bytes });
    const all = [mine.ada.user, mine.cleo.user, mine.dora.user].sort();
    expect((await recoveryPeople(area)).chosen?.users).toEqual(all);
    must(await choose([mine.cleo.user, mine.dora.user]));
    expect(papersOf(mine).length).toBe(1);
    expect((await recoveryPeople(area)).chosen?.users).toEqual([mine.cleo.user, mine.dora.user].sort());
  });

  it.each<[string, string, (mine: Scene) => UserId[]]>([
    ["one", "count", ({ cleo }) => [cleo.user]],
    ["one twice", "repeated", ({ cleo }) => [cleo.user, cleo.user]],
    ["oneself", "subject", ({ bob, cleo }) => [bob.user, cleo.user]],
    ["whoever has no personal vault yet", "subject", ({ aud, cleo }) => [aud.user, cleo.user]],
    ["whoever was removed", "subject", ({ dora, cleo }) => [dora.user, cleo.user]],
    ["whoever has no computer", "subject", ({ ada, cleo }) => [ada.user, cleo.user]],
  ])("of %s is refused, and nothing is written", async (_who, reason, users) => {
    const mine = fresh();
    const { post, choose, area } = bobs(mine);
    act(mine.team, mine.cleo, planRemove(mine.team, mine.cleo, mine.dora.user));
    act(mine.team, mine.cleo, planRevoke(mine.team, mine.cleo, mine.ada.device));
    expect(verdict(await choose(users(mine)))).toBe(`invalid-input ${reason}`);
    expect([post.wrote, papersOf(mine), mustSettle(area)]).toEqual([[], [], false]);
  });

  it.each<[string, (mine: Scene) => void]>([
    ["was removed", (mine) => act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.dora.user))],
    ["has no computer", (mine) => act(mine.team, mine.ada, planRevoke(mine.team, mine.ada, mine.dora.device))],
    [
      "has a role that ended",
      (mine) =>
        act(
          mine.team,
          mine.ada,
          planRole(mine.team, mine.ada, { user: mine.dora.user, role: "member", end: (mine.team.now - 1) as EpochMs }),
        ),
    ],
  ])("tells that one of the chosen %s, and takes them no second time", async (_how, end) => {
    const mine = fresh();
    const { area, choose } = bobs(mine);
    must(await choose());
    end(mine);
    expect((await recoveryPeople(area)).chosen?.gone).toEqual([mine.dora.user]);
    expect(verdict(await choose())).toBe("invalid-input subject");
  });
});

describe("somebody whose keys are others than were compared", () => {
  it("is not chosen: nothing is written, until they are compared again", async () => {
    const mine = fresh();
    const { area, post, choose } = bobs(mine);
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user));
    recover(mine.team, { person: mine.dora, admin: mine.ada });
    expect(verdict(await choose())).toBe("key-changed person");
    expect([post.wrote, papersOf(mine), mustSettle(area)]).toEqual([[], [], false]);
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user));
    must(await choose());
  });

  it("is told where they were chosen before: whoever came back as them holds their share", async () => {
    const mine = fresh();
    const { area, choose } = bobs(mine);
    must(await choose());
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user));
    expect((await recoveryPeople(area)).chosen).toMatchObject({ gone: [], changed: [] });
    recover(mine.team, { person: mine.dora, admin: mine.ada });
    expect((await recoveryPeople(area)).chosen).toMatchObject({ gone: [], changed: [mine.dora.user] });
  });

  it("is sent no share of a choice that was broken off before they came back", async () => {
    const mine = fresh();
    const { area, post, choose } = bobs(mine);
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user));
    post.refusal = fail("limit");
    expect(verdict(await choose())).toBe("limit");
    recover(mine.team, { person: mine.dora, admin: mine.ada });
    post.refusal = null;
    must(await settleChoice(area));
    const to = post.wrote.filter(({ type }) => type === "recovery-share").map((one) => one.to);
    expect(to).toEqual([mine.inboxes.cleo]);
    expect((await recoveryPeople(area)).chosen).toMatchObject({ changed: [mine.dora.user] });
  });
});

describe("a choice that was broken off", () => {
  it("before the log took it leaves nothing, and the one before in force", async () => {
    const mine = fresh();
    const { area, post, log, choose } = bobs(mine);
    must(await choose());
    const [first] = papersOf(mine);
    const wrote = post.wrote.length;
    log.refusal = fail("offline");
    expect(verdict(await choose([mine.ada.user, mine.dora.user]))).toBe("offline");
    expect([post.wrote.length, papersOf(mine), mustSettle(area)]).toEqual([wrote, [first], false]);
    expect((await recoveryPeople(area)).chosen?.users).toContain(mine.cleo.user);
  });

  it("after that is finished by the next round: each letter once, and the one before ends", async () => {
    const mine = fresh();
    const { area, post, choose } = bobs(mine);
    must(await choose());
    const [first] = papersOf(mine);
    const wrote = post.wrote.length;
    post.refusal = fail("limit");
    expect(verdict(await choose([mine.ada.user, mine.dora.user]))).toBe("limit");
    // Until its letters are written the one before brings their person back.
    expect(papersOf(mine)).toContain(first);
    expect(mustSettle(area)).toBe(true);
    post.refusal = null;
    must(await settleChoice(area));
    must(await settleChoice(area));
    expect(post.wrote.length).toBe(wrote + 3);
    expect(papersOf(mine)).not.toContain(first);
    expect(mustSettle(area)).toBe(false);
    expect((await recoveryPeople(area)).chosen?.users).toContain(mine.ada.user);
  });
});

/** Cleo's app, to which Bob's share came as a letter. */
async function cleos(mine: Scene, after: (mine: Scene) => void = () => {}) {
  const { post, choose } = bobs(mine);
  must(await choose());
  const share = shareTo(post, mine.inboxes.cleo);
  const { area, post: inbox } = testArea(mine, mine.cleo);
  const send = (by: Person, content: LetterContent<"recovery-share">, tamper = {}) => {
    const { bytes } = letter(mine.team, by, { to: mine.inboxes.cleo, type: "recovery-share", content, tamper });
    inbox.came.push({ to: mine.inboxes.cleo, bytes });
  };
  after(mine);
  return { area, share, send, helps: async () => (await heldShares(area)).map(({ user }) => user) };
}

describe("a share that came", () => {
  it("is held for whose sheet it is", async () => {
    const mine = fresh();
    const { area, share, send, helps } = await cleos(mine);
    expect(await helps()).toEqual([]);
    send(mine.bob, share);
    expect(await helps()).toEqual([mine.bob.user]);
    expect((await recoveryPeople(area)).helps).toMatchObject([{ user: mine.bob.user }]);
  });

  it("is held also once the computer that wrote it is gone: then it is needed", async () => {
    const mine = fresh();
    const { share, send, helps } = await cleos(mine);
    send(mine.bob, share);
    const other = newComputer(mine.team, mine.bob);
    act(mine.team, mine.bob, planDevice(mine.team, mine.bob, other));
    act(mine.team, mine.ada, planRevoke(mine.team, mine.ada, mine.bob.device));
    expect(await helps()).toEqual([mine.bob.user]);
  });

  it("is offered also once its person has no computer left: then it is needed most", async () => {
    const mine = fresh();
    const { area, share, send } = await cleos(mine);
    send(mine.bob, share);
    act(mine.team, mine.ada, planRevoke(mine.team, mine.ada, mine.bob.device));
    expect((await recoveryPeople(area)).helps.map(({ user }) => user)).toEqual([mine.bob.user]);
  });

  it("counts where it came first of two for one sheet", async () => {
    const mine = fresh();
    const { area, share, send } = await cleos(mine);
    send(mine.bob, share);
    const other = { ...share, halves: share.halves.map((half) => ({ ...half, half: new Uint8Array(32) })) };
    send(mine.bob, other);
    expect((await heldShares(area)).map((held) => held.share)).toEqual([share]);
  });

  it.each<[string, (mine: Scene, share: Share) => [Person, Share, object?]]>([
    ["by somebody else for Bob's sheet", ({ dora }, share) => [dora, share]],
    ["by oneself", ({ cleo }, share) => [cleo, share]],
    ["of a sheet that is none", ({ bob, cleo }, share) => [bob, { ...share, sheet: cleo.device }]],
    ["of a computer in the place of a sheet", ({ bob }, share) => [bob, { ...share, sheet: bob.device }]],
    [
      "that names its holder as another",
      ({ bob, cleo }, share) => [bob, { ...share, halves: share.halves.map((half) => ({ ...half, with: cleo.user })) }],
    ],
    ["that is signed by nobody of the team", ({ bob, dora }, share) => [{ ...bob, keys: dora.keys }, share]],
    ["of a position that the log does not have", ({ bob }, share) => [bob, share, { logHead: "0".repeat(52) }]],
  ])("%s is not", async (_what, sent) => {
    const mine = fresh();
    const { share, send, helps } = await cleos(mine);
    const [by, content, tamper] = sent(mine, share);
    send(by, content, tamper ?? {});
    expect(await helps()).toEqual([]);
    send(mine.bob, share);
    expect(await helps()).toEqual([mine.bob.user]);
  });

  it("ends with its sheet, and with its person", async () => {
    for (const end of [
      (mine: Scene) => act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, papersOf(mine)[0] as DeviceId)),
      (mine: Scene) => act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user)),
    ]) {
      const mine = fresh();
      const { share, send, helps } = await cleos(mine);
      send(mine.bob, share);
      expect(await helps()).toEqual([mine.bob.user]);
      end(mine);
      expect(await helps()).toEqual([]);
    }
  });
});

describe("a letter that says that a sheet is held in shares", () => {
  it("is believed of oneself alone, and of a sheet in force", async () => {
    const mine = fresh();
    const { area, post, holders } = bobs(mine);
    const sheet = makePaper(mine.team, mine.bob).device;
    const tell = (by: Person) => {
      const content = { sheet, holders };
      const { bytes } = letter(mine.team, by, { to: mine.bobsPersonal, type: "recovery-choice", content });
      post.came.push({ to: mine.bobsPersonal, bytes });
    };
    tell(mine.cleo);
    expect([(await ownChoices(area)).length, (await ownSheets(area)).length]).toEqual([0, 1]);
    tell(mine.bob);
    expect([(await ownChoices(area)).length, (await ownSheets(area)).length]).toEqual([1, 0]);
    act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, sheet));
    expect([(await ownChoices(area)).length, (await ownSheets(area)).length]).toEqual([0, 0]);
  });
});
