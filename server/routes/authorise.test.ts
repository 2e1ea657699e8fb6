/** Authority on states that no entry of this version makes yet, so that none is forgotten when one does. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { EpochMs, GroupId, Hash, UserId } from "../../shared/encoding/ids.ts";
import type { Identity } from "../../shared/protocol/routes/routes.ts";
import { servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import type { Access, Device, Member, TeamState, VaultInLog } from "../../shared/protocol/team-log/state/team-state.ts";
import { admit, build, createVault, invite, joiner } from "../../shared/testing/posts.ts";
import { createTestTeam, type TestTeam } from "../../shared/testing/team.ts";
import { hasPlace, servedVaults } from "../authority/authority.ts";
import { authorise } from "./authorise.ts";

const now = 1_800_000_000_000;
let team: TestTeam;
let identity: Identity;

beforeAll(async () => {
  await cryptoReady();
  team = createTestTeam(now).team;
  identity = { kind: "device", user: team.founder.user, device: team.founder.device };
});

function withDevice(tamper: Partial<Device>): TeamState {
  const device = team.state.devices.get(team.founder.device) as Device;
  return { ...team.state, devices: new Map([[device.device, { ...device, ...tamper }]]) };
}

function withMember(tamper: Partial<Member>): TeamState {
  const member = team.state.users.get(team.founder.user) as Member;
  return { ...team.state, users: new Map([[member.user, { ...member, ...tamper }]]) };
}

const reason = (state: TeamState) => {
  const placed = hasPlace(state, identity, now);
  return placed.ok ? "ok" : placed.failure.detail?.reason;
};

describe("a place in the team", () => {
  it.each<[string, string, () => TeamState]>([
    ["an active computer of an active person", "ok", () => team.state],
    ["a computer that was removed", "place", () => withDevice({ active: false })],
    ["a sheet of paper that says it is a computer", "place", () => withDevice({ kind: "paper" })],
    ["a computer of somebody else", "place", () => withDevice({ user: "another" as never })],
    ["a person who was removed", "place", () => withMember({ active: false })],
    ["nobody", "place", () => ({ ...team.state, users: new Map() })],
    ["a person whose role ends now", "ended", () => withMember({ roleEnd: now as EpochMs })],
    ["a person whose role ends next", "ok", () => withMember({ roleEnd: (now + 1) as EpochMs })],
  ])("is that of %s: %s", (_name, expected, stateOf) => {
    expect(reason(stateOf())).toBe(expected);
  });

  const asPaper = () => ({ ...identity, kind: "paper" as const }) as Identity;
  it.each<[string, boolean, () => TeamState]>([
    ["is that of a sheet of paper", true, () => withDevice({ kind: "paper" })],
    ["is not that of a revoked one", false, () => withDevice({ kind: "paper", active: false })],
    ["is not that of a computer that says it is one", false, () => team.state],
  ])("%s", (_name, expected, stateOf) => {
    expect(hasPlace(stateOf(), asPaper(), now).ok).toBe(expected);
  });

  const founder = (): Identity => ({ ...identity, kind: "founder", signPk: new Uint8Array(32) }) as Identity;
  type Asked = Pick<Parameters<typeof authorise>[0], "identity" | "team">;
  const place = (state: TeamState) => ({ state }) as never;
  const without: [string, () => Asked][] = [
    ["a computer that was removed", () => ({ identity, team: place(withDevice({ active: false })) })],
    ["a computer of no team", () => ({ identity, team: undefined })],
    ["a founder", () => ({ identity: founder(), team: place(team.state) })],
  ];
  const ofVaults = ["commits", "push", "envelopes", "letters", "openInbox", "restoreVault"] as const;
  const ofTeam = [
    "log",
    "vaults",
    "allHeads",
    "bundles",
    "joins",
    "sendLetter",
    "inbox",
    "heads",
    "stateHeads",
    "restoreLog",
    "lacking",
    "live",
  ] as const;
  const inTeam = [...ofVaults, ...ofTeam];
  it.each(without.flatMap(([name, asked]) => inTeam.map((route) => [name, route, asked] as const)))(
    "is what %s lacks for the route %s",
    (_name, route, asked) => {
      expect(authorise({ route, vault: null, now, ...asked() }).ok).toBe(false);
    },
  );

  it.each(ofTeam)("is enough for the route %s", (route) => {
    expect(authorise({ route, vault: null, now, identity, team: place(team.state) }).ok).toBe(true);
  });

  it("is enough for heads of all vaults only with an admin's role, or where one manages a group", () => {
    const { user } = team.founder;
    const users = new Map(team.state.users).set(user, { ...(team.state.users.get(user) as Member), role: "member" });
    const group = "g".repeat(26) as GroupId;
    const asked = (managers: UserId[]) => {
      const groups = new Map([[group, { group, members: new Set([user]), managers: new Set(managers) }]]);
      const state = { ...team.state, users, groups };
      return authorise({ route: "allHeads", vault: null, now, identity, team: place(state) }).ok;
    };
    expect([asked([]), asked([user])]).toEqual([false, true]);
  });

  it("is not a founder's", () => {
    expect(hasPlace(team.state, founder(), now).ok).toBe(false);
  });
});

describe("the place that an invite gives", () => {
  it("does not follow a clock: only what the log says of it, of its signer and of whom it let in", () => {
    const { team: own } = createTestTeam(now);
    const [open, used, cancelled] = [invite(own, own.founder), invite(own, own.founder), invite(own, own.founder)];
    const bob = joiner(own.team, used);
    admit(own, own.founder, bob);
    build(own, own.founder, { type: "invite-cancel", payload: { invite: cancelled.id } });
    const { state } = own;
    const without = (user: UserId, tamper: Partial<Member>): TeamState => ({
      ...state,
      users: new Map([...state.users]).set(user, { ...(state.users.get(user) as Member), ...tamper }),
    });
    const seen = (at: TeamState, of: { invite: Hash }) =>
      [-400, 0, 400].map((days) => {
        const placed = hasPlace(at, { kind: "invite", invite: of.invite }, now + days * 86_400_000);
        return placed.ok ? "ok" : placed.failure.detail?.reason;
      });
    const always = (what: string) => [what, what, what];
    expect(seen(state, open)).toEqual(always("ok"));
    expect(seen(without(own.founder.user, { role: "member" }), open)).toEqual(always("inviter"));
    expect(seen(state, used)).toEqual(always("ok"));
    expect(seen(without(bob.user, { active: false }), used)).toEqual(always("used"));
    expect(seen(state, cancelled)).toEqual(always("cancelled"));
    expect(seen(state, { invite: state.head.hash })).toEqual(always("unknown"));
  });
});

describe("a right that is served", () => {
  const [past, future] = [now as EpochMs, (now + 1) as EpochMs];
  it.each<[string, string | null, { user?: Access; group?: Access }]>([
    ["direct", "manage", { user: { permission: "manage", end: future } }],
    ["direct and ended", null, { user: { permission: "manage", end: past } }],
    ["by a group", "edit", { group: { permission: "edit", end: null } }],
    ["by a group and ended", null, { group: { permission: "edit", end: past } }],
    [
      "direct and ended beside a group's",
      "use",
      { user: { permission: "manage", end: past }, group: { permission: "use", end: null } },
    ],
    [
      "direct beside a group's lesser one",
      "manage",
      { user: { permission: "manage", end: future }, group: { permission: "use", end: null } },
    ],
  ])("that is %s is served as %s", (_name, expected, given) => {
    const { vault } = createVault(team, team.founder);
    const { user } = team.founder;
    const group = "g".repeat(26) as GroupId;
    const groups = new Map([[group, { group, members: new Set([user]), managers: new Set([user]) }]]);
    const found = team.state.vaults.get(vault) as VaultInLog;
    const access = new Map<UserId | GroupId, Access>();
    if (given.user !== undefined) access.set(user, given.user);
    if (given.group !== undefined) access.set(group, given.group);
    const state = { ...team.state, groups, vaults: new Map([[vault, { ...found, access }]]) };
    expect(servedRight(state, user, vault, now)).toBe(expected);
    expect(servedVaults(state, user, now)).toEqual(expected === null ? [] : [vault]);
  });

  it.each<[string, EpochMs | null, boolean]>([
    ["goes on", future, true],
    ["has no end", null, true],
    ["has ended", past, false],
  ])("counts where the role %s", (_name, roleEnd, isServed) => {
    const { user } = team.founder;
    const member = team.state.users.get(user);
    if (member === undefined) throw new Error("nobody");
    const state = { ...team.state, users: new Map(team.state.users).set(user, { ...member, roleEnd }) };
    expect(servedVaults(state, user, now).length > 0).toBe(isServed);
  });
});
