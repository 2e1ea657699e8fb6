/** The people of a team as screens list them, and the names that the unlock screen shows. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { ok } from "../../../shared/failures.ts";
import { admit, invite, joiner } from "../../../shared/testing/posts.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { findProfile, putProfile } from "../store/profile-row.ts";
import { listMembers } from "./people.ts";
import { rememberNames } from "./tasks/remember-names.ts";
import { directory, type TestArea, testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Names a person in the directory: by their invite, the founder by themselves. */
function name(mine: SmallTeam, { put }: TestArea, person: Person, called: string): void {
  const { user } = person;
  const by = mine.team.state.users.get(user)?.invite ?? null;
  put(directory(mine), by ?? user, {
    kind: "person",
    invite: by,
    user: by === null ? user : null,
    name: called,
    emails: [],
  });
}

describe("the list of people", () => {
  it("is sorted by name, with role, computers and who is oneself", async () => {
    const made = testArea(scene, scene.bob);
    for (const [who, called] of [
      [scene.ada, "Zoë"],
      [scene.bob, "Änne"],
      [scene.cleo, "Mia"],
    ] as const)
      name(scene, made, who, called);
    const listed = must(await listMembers(made.area));
    expect(listed.map((one) => one.name)).toEqual(["", "", "", "Änne", "Mia", "Zoë"]);
    expect(listed[3]).toMatchObject({ user: scene.bob.user, role: "member", devices: 1, state: "active", self: true });
    expect(listed[5]).toMatchObject({ user: scene.ada.user, role: "admin", self: false });
    expect(listed.filter(({ self }) => self)).toHaveLength(1);
  });

  it.each([
    ["one moment before", -1, "active"],
    ["at", 0, "ended"],
    ["after", 1, "ended"],
  ])("shows somebody %s the end of their role as it is then", async (_, ms, state) => {
    const mine = copyOf(scene);
    const end = mine.team.now + 1000;
    const invited = invite(mine.team, mine.ada, { role: "auditor", roleEnd: end });
    const person = joiner(mine.team.team, invited);
    admit(mine.team, mine.ada, person);
    mine.team.now = end + ms;
    const listed = must(await listMembers(testArea(mine, mine.ada).area));
    expect(listed.find(({ user }) => user === person.user)).toMatchObject({ state });
  });

  it("keeps somebody who is no longer active, without computers", async () => {
    const mine = copyOf(scene);
    const { state } = mine.team;
    const [member, device] = [state.users.get(mine.bob.user), state.devices.get(mine.bob.device)];
    mine.team.state = {
      ...state,
      users: new Map([...state.users, [mine.bob.user, { ...member, active: false } as NonNullable<typeof member>]]),
      devices: new Map([
        ...state.devices,
        [mine.bob.device, { ...device, active: false } as NonNullable<typeof device>],
      ]),
    };
    const listed = must(await listMembers(testArea(mine, mine.ada).area));
    expect(listed.find(({ user }) => user === mine.bob.user)).toMatchObject({ state: "removed", devices: 0 });
  });
});

describe("remembering names", () => {
  /** An app whose profile lies in its database, as after joining. */
  function kept(by: Person, mine = copyOf(scene)) {
    const made = testArea(mine, by);
    const { area } = made;
    const none = new Uint8Array(1);
    const header = { suite: 1, ops: 3, mem: 1, salt: none, profileId: area.profile.profile };
    putProfile(area.db, {
      profile: area.profile,
      header,
      sealedMasterKey: none,
      sealedIdentity: none,
      sealedJoin: null,
    });
    return { ...made, mine, shown: () => findProfile(area.db)?.profile };
  }

  it.each(["ada", "bob"] as const)("takes the name that the directory has for %s", async (who) => {
    const made = kept(scene[who]);
    name(made.mine, made, scene[who], "Renamed");
    expect(rememberNames.isDue(made.area)).toBe(true);
    expect(await rememberNames.run(made.area)).toEqual(ok(true));
    expect(made.shown()).toMatchObject({ person: "Renamed", teamName: "Engines" });
    expect(made.area.profile.person).toBe("Renamed");
    expect(made.events).toEqual(["session.changed"]);
  });

  it("takes the team's name", async () => {
    const made = kept(scene.bob);
    made.put(directory(made.mine), "0".repeat(26), { kind: "team", name: "Motors" });
    await rememberNames.run(made.area);
    expect(made.shown()).toMatchObject({ person: "Somebody", teamName: "Motors" });
  });

  it("keeps what is shown, and tells nothing, where the directory says nothing new or does not open yet", async () => {
    const made = kept(scene.bob);
    await rememberNames.run(made.area);
    name(made.mine, made, scene.bob, "Somebody");
    await rememberNames.run(made.area);
    expect(made.shown()).toMatchObject({ person: "Somebody", teamName: "Engines" });
    expect(made.events).toEqual([]);
  });

  it("takes nobody else's name for one's own", async () => {
    const made = kept(scene.bob);
    name(made.mine, made, scene.ada, "Ada");
    await rememberNames.run(made.area);
    expect(made.shown()).toMatchObject({ person: "Somebody" });
  });
});
