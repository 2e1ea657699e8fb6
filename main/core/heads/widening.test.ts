/** What of an act gives more and has to wait, and what takes away and never does: of each command, by a table. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, GroupId, UserId } from "../../../shared/encoding/ids.ts";
import type { Permission, Role } from "../../../shared/protocol/team-log/state/parts.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act } from "../../../shared/testing/entries.ts";
import { planRole } from "../../../shared/testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { widening } from "./widening.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const soon = 1_800_000_000_000 as EpochMs;
const later = 1_900_000_000_000 as EpochMs;

/** Cleo's grant on Ops as it may stand: an entry could have made it so. */
function withGrant(permission: Permission | null, end: EpochMs | null): TeamState {
  const { team, cleo, ops } = scene;
  const vault = team.state.vaults.get(ops) as VaultInLog;
  const access = new Map(vault.access);
  if (permission !== null) access.set(cleo.user, { permission, end });
  return { ...team.state, vaults: new Map([...team.state.vaults]).set(ops, { ...vault, access }) };
}

type Level = [Permission | null, EpochMs?];
const access: [string, Level, Level, "waits" | "at once" | Level][] = [
  ["given to somebody who has none", [null], ["use"], "waits"],
  ["raised", ["use"], ["edit"], "waits"],
  ["given for longer", ["use", soon], ["use", later], "waits"],
  ["given without an end", ["use", soon], ["use"], "waits"],
  ["raised for a shorter time", ["use"], ["manage", soon], "waits"],
  ["lowered", ["manage"], ["use"], "at once"],
  ["given an end", ["edit"], ["edit", soon], "at once"],
  ["taken", ["manage"], [null], "at once"],
  ["as it is", ["use"], ["use"], "at once"],
  ["lowered, and for longer", ["manage", soon], ["use"], ["use", soon]],
];

describe("access to a vault", () => {
  it.each(access)("that is %s", (_name, [had, hadEnd], [permission, end], expected) => {
    const { ada, cleo, ops } = scene;
    const { user } = cleo;
    const input = { vault: ops, user, permission, ...(end === undefined ? {} : { end }) };
    const { now, held } = widening["vault.setAccess"].split(withGrant(had, hadEnd ?? null), ada.user, input);
    expect(held).toEqual(expected === "at once" ? null : input);
    if (expected === "at once") expect(now).toEqual(input);
    else if (expected === "waits") expect(now).toBe(null);
    else expect(now).toEqual({ vault: ops, user, permission: expected[0], end: expected[1] });
  });

  it("is left to its handler where its person does not manage the vault", () => {
    const { team, bob, cleo, ops } = scene;
    const input = { vault: ops, user: cleo.user, permission: "use" as const };
    expect(widening["vault.setAccess"].split(team.state, bob.user, input)).toEqual({ now: input, held: null });
  });
});

const roles: [Role, EpochMs | null, Role, EpochMs | null, "waits" | "at once" | "a part"][] = [
  ["member", null, "lead", null, "waits"],
  ["member", null, "auditor", null, "waits"],
  ["lead", null, "auditor", null, "waits"],
  ["auditor", null, "lead", null, "waits"],
  ["lead", null, "admin", null, "waits"],
  ["member", soon, "member", null, "waits"],
  ["admin", null, "member", null, "at once"],
  ["admin", null, "auditor", null, "at once"],
  ["lead", null, "member", soon, "at once"],
  ["member", null, "member", soon, "at once"],
  ["admin", soon, "lead", null, "a part"],
];

describe("a role", () => {
  it.each(roles)("%s (%s) to %s (%s): %s", (had, hadEnd, role, end, expected) => {
    const { team, ada, bob } = copyOf(scene);
    const { user } = bob;
    if (had !== "member" || hadEnd !== null) act(team, ada, planRole(team, ada, { user, role: had, end: hadEnd }));
    const input = { user, role, ...(end === null ? {} : { end }) };
    const { now, held } = widening["member.setRole"].split(team.state, ada.user, input);
    expect(held).toEqual(expected === "at once" ? null : input);
    expect(now).toEqual(expected === "at once" ? input : expected === "waits" ? null : { user, role, end: hadEnd });
  });

  it("is left to its handler where its person is no admin", () => {
    const { team, bob, dora } = scene;
    const input = { user: dora.user, role: "admin" as const };
    expect(widening["member.setRole"].split(team.state, bob.user, input)).toEqual({ now: input, held: null });
  });
});

describe("a change of a group", () => {
  const group = "g".repeat(26) as GroupId;
  /** Ada manages it, and Bob is in it. */
  function grouped(): TeamState {
    const { team, ada, bob } = scene;
    const made = { group, members: new Set([bob.user]), managers: new Set([ada.user]) };
    return { ...team.state, groups: new Map([[group, made]]) };
  }
  const split = (input: object) =>
    widening["group.change"].split(grouped(), scene.ada.user, { group, ...input } as never);

  it("waits where somebody comes in or manages it, and takes out at once", () => {
    const [bob, cleo] = [scene.bob.user, scene.cleo.user];
    expect(split({ add: [cleo] })).toEqual({ now: null, held: { group, add: [cleo], managersAdd: [] } });
    expect(split({ managersAdd: [cleo] })).toEqual({ now: null, held: { group, add: [], managersAdd: [cleo] } });
    expect(split({ remove: [bob] })).toEqual({ now: { group, remove: [bob] }, held: null });
    expect(split({ add: [cleo], remove: [bob] })).toEqual({
      now: { group, remove: [bob] },
      held: { group, add: [cleo], managersAdd: [] },
    });
    expect(split({ add: [bob] }).held).toBe(null);
  });

  it("is left to its handler where its person does not manage it", () => {
    const input = { group, add: [scene.cleo.user] };
    expect(widening["group.change"].split(grouped(), scene.bob.user as UserId, input).held).toBe(null);
  });
});

describe("an act that waited", () => {
  it("knows what it changes as it was, and when it is done", () => {
    const { cleo, ops } = scene;
    const input = { vault: ops, user: cleo.user, permission: "edit" as const, end: soon };
    const rule = widening["vault.setAccess"];
    const before = rule.before(withGrant(null, null), input);
    expect(before).not.toBe(rule.after(input));
    expect(rule.before(withGrant("use", null), input)).not.toBe(before);
    expect(rule.before(withGrant("edit", null), input)).not.toBe(rule.after(input));
    expect(rule.before(withGrant("edit", soon), input)).toBe(rule.after(input));
  });
});
