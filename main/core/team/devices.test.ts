/** Computers: who sees which names, what revoking one would do, who may, what is refused before anything is signed. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { DeviceId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { act, planAccess } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { listDevices, planRevocation, renameDevice, revokeDevice } from "./devices.ts";
import { rememberNames } from "./people.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Bob's vault, which Dora and Eve may edit. */
function shared(mine: SmallTeam): VaultId {
  const changes = [mine.dora, mine.eve].map(({ user }) => ({ user, permission: "edit" as const }));
  act(mine.team, mine.bob, planAccess(mine.team, mine.bob, mine.bobs, changes));
  return mine.bobs;
}

const nobodys = zeroHash as string as DeviceId;

describe("the list", () => {
  it("has everybody's, by number; the name of one's own alone", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.bob);
    const listed = must(await listDevices(area));
    expect(listed).toHaveLength(mine.team.state.devices.size);
    expect(listed.find(({ device }) => device === mine.bob.device)).toMatchObject({
      ...{
        user: mine.bob.user,
        name: "a computer",
        number: 1,
        kind: "computer",
        own: true,
        isThis: true,
        active: true,
      },
      addedAt: mine.team.state.users.get(mine.bob.user)?.addedAt,
    });
    expect(listed.filter(({ own }) => !own).every(({ name, isThis }) => name === "" && !isThis)).toBe(true);
  });

  it("shows the name that its person gave it, also where the profile is still called otherwise", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.bob);
    must(await renameDevice(area, { device: mine.bob.device, name: "Attic" }));
    expect(must(await listDevices(area)).find(({ isThis }) => isThis)).toMatchObject({ name: "Attic" });
  });

  it("keeps one that was revoked, as not in use", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    must(await revokeDevice(area, { device: mine.bob.device }));
    expect(must(await listDevices(area)).find(({ device }) => device === mine.bob.device)).toMatchObject({
      active: false,
    });
  });
});

describe("another name", () => {
  it("replaces the one before, leaves what else the person chose, and comes to the unlock screen", async () => {
    const mine = copyOf(scene);
    const { area, put } = testArea(mine, mine.bob);
    const favourites = [newId<never>()];
    const chosen = { kind: "preferences" as const, favourites, lastUse: [] };
    const before = [
      { device: mine.bob.device, name: "Old" },
      { device: nobodys, name: "Gone" },
    ];
    put(mine.bobsPersonal, mine.bob.user, { ...chosen, deviceNames: before });
    must(await renameDevice(area, { device: mine.bob.device, name: "New" }));
    const [own] = await area.records.of.preferences.list();
    expect(own?.body).toEqual({ ...chosen, deviceNames: [{ device: mine.bob.device, name: "New" }] });
    Object.assign(area, { profile: { ...area.profile, deviceName: "Old" } });
    must(await rememberNames(area));
    expect(area.profile.deviceName).toBe("New");
  });

  it.each<[string, (mine: SmallTeam) => DeviceId]>([
    ["somebody else's", ({ ada }) => ada.device],
    ["nobody's", () => nobodys],
  ])("of %s is not found", async (_, device) => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.bob);
    expect(verdict(await renameDevice(area, { device: device(mine), name: "Mine" }))).toBe("not-found");
  });
});

describe("what revoking one would do", () => {
  it("names the vaults whose keys change, that it is the last one, and who goes on", () => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area } = testArea(mine, mine.ada);
    expect(planRevocation(area, mine.bob.device)).toEqual(
      ok({
        vaults: [mine.ops, vault].sort(),
        isLast: true,
        heirs: [{ vault, user: mine.eve.user, choices: [mine.eve.user, mine.dora.user] }],
      }),
    );
  });

  it("is not found for nobody's, and for one that is not in use", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    expect(verdict(planRevocation(area, nobodys))).toBe("not-found");
    must(await revokeDevice(area, { device: mine.bob.device }));
    expect(verdict(planRevocation(area, mine.bob.device))).toBe("not-found");
  });
});

describe("revoking one", () => {
  it("is one entry, after which the chosen heir manages and its person stays", async () => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area, log, syncs } = testArea(mine, mine.ada);
    must(await revokeDevice(area, { device: mine.bob.device, heirs: [{ vault, user: mine.dora.user }] }));
    expect(log.posts).toHaveLength(1);
    const { state } = mine.team;
    expect(state.devices.get(mine.bob.device)?.active).toBe(false);
    expect(state.users.get(mine.bob.user)?.active).toBe(true);
    expect(state.vaults.get(vault)?.access.get(mine.dora.user)?.permission).toBe("manage");
    expect(syncs.asked).toBe(1);
  });

  it("that is revoked already is no failure, and nothing is signed; nobody's is not found", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    must(await revokeDevice(area, { device: mine.bob.device }));
    must(await revokeDevice(area, { device: mine.bob.device }));
    expect(log.posts).toHaveLength(1);
    expect(verdict(await revokeDevice(area, { device: nobodys }))).toBe("not-found");
  });

  it("with an heir who cannot be one is refused before anything is signed", async () => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area, log } = testArea(mine, mine.ada);
    const heirs = [{ vault, user: mine.bob.user as UserId }];
    expect(await revokeDevice(area, { device: mine.bob.device, heirs })).toMatchObject({
      failure: { code: "invalid-input", detail: { field: "heirs" } },
    });
    expect(log.posts).toEqual([]);
  });

  it.each<[string, (mine: SmallTeam) => [Person, Person], string]>([
    ["a member, of somebody else", ({ bob, dora }) => [bob, dora], "role"],
    ["a lead, of somebody else", ({ bob, dora }) => [dora, bob], "role"],
    ["an auditor, of an admin", ({ aud, ada }) => [aud, ada], "role"],
    ["a member, their own", ({ bob }) => [bob, bob], "taken"],
    ["an admin, another admin's", ({ ada, cleo }) => [ada, cleo], "taken"],
  ])("by %s is %3$s", async (_, who, expected) => {
    const mine = copyOf(scene);
    const [by, of] = who(mine);
    const { area } = testArea(mine, by);
    expect(verdict(await revokeDevice(area, { device: of.device }))).toBe(expected);
  });
});
