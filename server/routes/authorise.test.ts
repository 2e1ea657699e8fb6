/** Authority on states that no entry of this version makes yet, so that none is forgotten when one does. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { EpochMs, GroupId, Hash, UserId } from "../../shared/encoding/ids.ts";
import type { Identity } from "../../shared/protocol/routes/routes.ts";
import type { Device, Member, TeamState, VaultInLog } from "../../shared/protocol/team-log/state/team-state.ts";
import { admit, build, createVault, invite, joiner } from "../../shared/testing/posts.ts";
import { createTestTeam, type TestTeam } from "../../shared/testing/team.ts";
import { hasPlace, servedRight, servedVaults } from "../authority/authority.ts";
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
  it("is that of an active computer of an active person before the end of their role", () => {
    expect(reason(team.state)).toBe("ok");
    expect(reason(withDevice({ active: false }))).toBe("place");
    expect(reason(withDevice({ kind: "paper" }))).toBe("place");
    expect(reason(withDevice({ user: "another" as never }))).toBe("place");
    expect(reason(withMember({ active: false }))).toBe("place");
    expect(reason({ ...team.state, users: new Map() })).toBe("place");
    expect(reason(withMember({ roleEnd: now as EpochMs }))).toBe("ended");
    expect(reason(withMember({ roleEnd: (now + 1) as EpochMs }))).toBe("ok");
  });

  it("is needed for every route, and a founder has none", () => {
    const founder: Identity = { ...identity, kind: "founder", signPk: new Uint8Array(32) } as Identity;
    for (const route of ["log", "vaults", "bundles", "commits", "push", "envelopes", "joins", "live"] as const) {
      const asked = { route, vault: null, now };
      const gone = { state: withDevice({ active: false }) } as never;
      expect.soft(authorise({ ...asked, identity, team: gone }).ok).toBe(false);
      expect.soft(authorise({ ...asked, identity, team: undefined }).ok).toBe(false);
      expect.soft(authorise({ ...asked, identity: founder, team: { state: team.state } as never }).ok).toBe(false);
    }
    expect(hasPlace(team.state, founder, now).ok).toBe(false);
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
  it("is the greatest that has not ended, direct or by a group", () => {
    const { vault } = createVault(team, team.founder);
    const { user } = team.founder;
    const group = "g".repeat(26) as GroupId;
    const groups = new Map([[group, { group, members: new Set([user]), managers: new Set([user]) }]]);
    const found = team.state.vaults.get(vault) as VaultInLog;
    const right = (access: VaultInLog["access"]) => {
      const state = { ...team.state, groups, vaults: new Map([[vault, { ...found, access }]]) };
      const served = servedRight(state, user, vault, now);
      expect(servedVaults(state, user, now)).toEqual(served === null ? [] : [vault]);
      return served;
    };
    const [past, future] = [now as EpochMs, (now + 1) as EpochMs];
    expect(right(new Map([[user, { permission: "manage", end: future }]]))).toBe("manage");
    expect(right(new Map([[user, { permission: "manage", end: past }]]))).toBeNull();
    expect(right(new Map([[group, { permission: "edit", end: null }]]))).toBe("edit");
    expect(right(new Map([[group, { permission: "edit", end: past }]]))).toBeNull();
    const both = (end: EpochMs) =>
      new Map<typeof user | GroupId, { permission: "manage" | "use"; end: EpochMs | null }>([
        [user, { permission: "manage", end }],
        [group, { permission: "use", end: null }],
      ]);
    expect(right(both(past))).toBe("use");
    expect(right(both(future))).toBe("manage");
  });
});
