/** Rotation, archiving, and the vaults that the team and each person have [protocol: Team log]: each row breaks one rule and must get its name. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { DeviceId, GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import {
  act,
  headAt,
  listDevices,
  type Plan,
  planArchive,
  planKeys,
  planRotate,
  signed,
} from "../../../testing/entries.ts";
import { granted, inLog, ofKind, otherHash, withUser } from "../../../testing/on-small-team.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import type { Person } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import type { VaultKind } from "../state/parts.ts";
import { entitledDevices, isRotationDue, rightAt, rightOf, vaultAt } from "../state/rules.ts";
import type { Device, TeamState } from "../state/team-state.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("vault-rotate", () => {
  type Rotate = Plan<"vault-rotate">;
  type Rotation = Rotate["payload"]["vaults"][number];
  const turning = (
    by: keyof SmallTeam,
    pick: keyof SmallTeam,
    tamper: (rotation: Rotation) => Partial<Rotation> = () => ({}),
  ) =>
    ((mine: SmallTeam) => {
      const plan = planRotate(mine.team, [mine[pick] as VaultId]);
      const vaults = plan.payload.vaults.map((rotation) => ({ ...rotation, ...tamper(rotation) }));
      return signed(mine, mine[by] as Person, { ...plan, payload: { vaults } });
    }) satisfies Row[2];
  const two = (order: (rotations: Rotation[]) => Rotation[]) =>
    ((mine: SmallTeam) => {
      const plan = planRotate(mine.team, [mine.ops, mine.due]);
      return signed(mine, mine.ada, { ...plan, payload: { vaults: order([...plan.payload.vaults]) } });
    }) satisfies Row[2];
  const system = (by: keyof SmallTeam, kind: VaultKind, voids: number) =>
    ((mine: SmallTeam) =>
      signed(mine, mine[by] as Person, planRotate(mine.team, [ofKind(mine, kind)], { voids }))) satisfies Row[2];
  const recipients = (tamper: (bundles: Rotate["attached"]["bundles"]) => Rotate["attached"]["bundles"]) =>
    ((mine: SmallTeam) => {
      const plan = planRotate(mine.team, [mine.ops]);
      return signed(mine, mine.ada, {
        ...plan,
        attached: { ...plan.attached, bundles: tamper(plan.attached.bundles) },
      });
    }) satisfies Row[2];
  check([
    ["by the manager, not due", "taken", turning("ada", "ops")],
    ["by an editor, not due", "role", turning("bob", "ops")],
    ["by an editor, due", "taken", turning("dora", "due")],
    ["by a reader, due", "role", turning("cleo", "due")],
    ["by somebody who lost the right, due", "role", turning("bob", "due")],
    [
      "of an unknown vault",
      "role vault",
      (mine) => {
        const plan = planRotate(mine.team, [mine.ops]);
        return signed(mine, mine.ada, {
          ...plan,
          payload: { vaults: plan.payload.vaults.map((one) => ({ ...one, vault: newId<VaultId>() })) },
        });
      },
    ],
    ["of an archived vault", "role vault", turning("ada", "archived")],
    ["of two", "taken", two((rotations) => rotations)],
    ["of two in reducedVaults order", "encoding rotation-order", two((rotations) => rotations.reverse())],
    ["of one twice", "encoding rotation-order", two(([first]) => [first as Rotation, first as Rotation])],
    ["to the same epoch", "epoch-stale", turning("ada", "ops", ({ epoch }) => ({ epoch: epoch - 1 }))],
    ["over an epoch", "epoch-stale", turning("ada", "ops", ({ epoch }) => ({ epoch: epoch + 1 }))],
    ["that voids, by a manager", "taken", turning("ada", "ops", () => ({ voids: 1 }))],
    ["that voids, by an editor", "role voids", turning("dora", "due", () => ({ voids: 1 }))],
    ["that voids in the audit vault", "role voids", system("cleo", "audit", 1)],
    ["that voids in another system vault", "taken", system("cleo", "tools", 1)],
    ["of the audit vault", "taken", system("cleo", "audit", 0)],
    ["of a system vault by a member", "role", system("bob", "directory", 0)],
    [
      "with a pin beside a cut, by an editor",
      "role pin",
      turning("dora", "due", ({ pin }) => ({ pin: { ...pin, hash: otherHash() } })),
    ],
    [
      "with a pin beside a cut, by a manager",
      "taken",
      turning("ada", "due", ({ pin }) => ({ pin: { ...pin, hash: otherHash() } })),
    ],
    ["with a pin below a cut, by an editor", "role pin", (mine) => [cutHigher(mine), turning("dora", "due")(mine)]],
    ["with a pin below a cut, by a manager", "taken", (mine) => [cutHigher(mine), turning("ada", "due")(mine)]],
    [
      "with a pin below a cut that a manager settled, by an editor",
      "taken",
      (mine) => [settled(mine), turning("dora", "due")(mine)],
    ],
    ["without a bundle for a reader", "recipient-set exact", recipients((bundles) => bundles.slice(1))],
    [
      "with a bundle too many",
      "recipient-set exact",
      recipients((bundles) =>
        [...bundles, ...listDevices([scene.cleo.device]).bundles].sort((left, right) =>
          left.device < right.device ? -1 : 1,
        ),
      ),
    ],
    ["with bundles in reducedVaults order", "recipient-set exact", recipients((bundles) => [...bundles].reverse())],
    [
      "with a bundle that leads to a head",
      "recipient-set exact",
      recipients((bundles) =>
        bundles.map((one, at) => (at === 0 ? { ...one, given: [headAt(scene.team, scene.ops)] } : one)),
      ),
    ],
  ]);

  it("ends what was due, and sends the new key to exactly the readers", () => {
    const mine = copyOf(scene);
    const { team, dora, bob, due } = mine;
    expect(vaultAt(team.state, due, team.state.head.seq)).toMatchObject({ rotationDue: true, epoch: 1 });
    act(team, dora, planRotate(team, [due]));
    const vault = inLog(team.state, due);
    expect(vaultAt(team.state, due, team.state.head.seq)).toMatchObject({ rotationDue: false, epoch: 2 });
    expect([...(vault.epochs.get(2)?.sent.keys() ?? [])].sort()).toEqual(entitledDevices(team.state, vault));
    expect(vault.epochs.get(2)?.sent.has(bob.device)).toBe(false);
    expect(rightOf(team.state, bob.user, due)).toBe(null);
  });
});

/** The vault that is due, with a cut at a head that the scene's chain does not reach. */
function cutHigher({ team, due }: SmallTeam): TeamState {
  const vault = inLog(team.state, due);
  const bindings = vault.bindings.map((binding) => ({ ...binding, seq: 3, hash: otherHash() }));
  return { ...team.state, vaults: new Map(team.state.vaults).set(due, { ...vault, bindings }) };
}

/** The same, and a manager's pin at the empty head behind it. */
function settled(mine: SmallTeam): TeamState {
  const state = cutHigher(mine);
  const vault = inLog(state, mine.due);
  const { seq, hash } = headAt(mine.team, mine.due);
  const settles = { entrySeq: state.head.seq, by: mine.ada.user, seq, hash };
  const pin = { ...settles, kind: "pin" as const, manager: true, root: otherHash(), voids: 3 };
  return { ...state, vaults: new Map(state.vaults).set(mine.due, { ...vault, bindings: [...vault.bindings, pin] }) };
}

describe("vault-archive", () => {
  const archiving = (by: keyof SmallTeam, pick: (mine: SmallTeam) => VaultId) =>
    ((mine: SmallTeam) => signed(mine, mine[by] as Person, planArchive(mine.team, pick(mine)))) satisfies Row[2];
  check([
    ["by its manager", "taken", archiving("ada", ({ ops }) => ops)],
    ["by an editor", "role", archiving("bob", ({ ops }) => ops)],
    ["by an admin who does not manage it", "role", archiving("cleo", ({ ops }) => ops)],
    ["of an unknown vault", "role vault", archiving("ada", () => newId<VaultId>())],
    ["twice", "role vault", archiving("ada", ({ archived }) => archived)],
    ["of a personal vault", "role vault", archiving("bob", ({ bobsPersonal }) => bobsPersonal)],
    ["of a system vault", "role vault", archiving("ada", (mine) => ofKind(mine, "tools"))],
  ]);

  it("is never due for a new key again, and takes none", () => {
    const mine = copyOf(scene);
    act(mine.team, mine.ada, planArchive(mine.team, mine.due));
    expect(inLog(mine.team.state, mine.due)).toMatchObject({ archived: true, rotationDue: false });
    const keys = planKeys(mine.team, mine.due, [mine.dora.device]);
    expect(() => act(mine.team, mine.ada, keys)).toThrow(/recipient-set/);
  });
});

describe("system and personal vaults", () => {
  const rights = (kind: VaultKind) =>
    (["bob", "dora", "ada", "aud"] as const).map((name) =>
      rightOf(scene.team.state, (scene[name] as Person).user, ofKind(scene, kind)),
    );
  it("follow the role: member, lead, admin, auditor", () => {
    expect(rights("directory")).toEqual(["use", "use", "manage", "use"]);
    expect(rights("tools")).toEqual(["use", "edit", "manage", "use"]);
    expect(rights("governance")).toEqual([null, "edit", "manage", "use"]);
    expect(rights("audit")).toEqual([null, null, "manage", "use"]);
  });

  it("a personal vault has one reader, and an auditor reads no shared one", () => {
    const { team, bob, aud, bobsPersonal, ops } = scene;
    const readers = (state: TeamState, vault: VaultId) =>
      [...state.users.keys()].filter((user) => rightOf(state, user, vault) !== null);
    expect(readers(team.state, bobsPersonal)).toEqual([bob.user]);
    expect(rightOf(granted(scene, aud), aud.user, ops)).toBe(null);
  });

  it("somebody who was removed, or never was, has no right anywhere; nor has an unknown computer", () => {
    const { team, ada, ops } = scene;
    const removed = withUser(scene, ada.user, { active: false });
    for (const vault of [ops, ofKind(scene, "directory"), ofKind(scene, "personal")]) {
      expect(rightOf(team.state, ada.user, vault)).toBe("manage");
      expect(rightOf(removed, ada.user, vault)).toBe(null);
      expect(rightOf(team.state, newId<UserId>(), vault)).toBe(null);
    }
    const seq = team.state.head.seq;
    expect(rightAt(team.state, { vault: ops, device: otherHash() as string as DeviceId, seq })).toBe(null);
    expect(rightOf(team.state, ada.user, newId<VaultId>())).toBe(null);
  });

  it("a vault is due for a new key while a computer that has the old one is gone, unknown or without a right", () => {
    const { team, bob, ops } = scene;
    const vault = inLog(team.state, ops);
    const had = team.state.devices.get(bob.device) as Device;
    const without = new Map(team.state.devices);
    without.delete(bob.device);
    expect(isRotationDue(team.state, vault)).toBe(false);
    expect(
      isRotationDue(
        { ...team.state, devices: new Map(team.state.devices).set(bob.device, { ...had, active: false }) },
        vault,
      ),
    ).toBe(true);
    expect(isRotationDue({ ...team.state, devices: without }, vault)).toBe(true);
    expect(isRotationDue(withUser(scene, bob.user, { active: false }), vault)).toBe(true);
    expect(isRotationDue(withUser(scene, bob.user, { active: false }), { ...vault, archived: true })).toBe(false);
  });

  it("the greatest of a direct grant and a group's counts", () => {
    const { team, bob, dora, ops } = scene;
    const group = newId<GroupId>();
    const vault = inLog(team.state, ops);
    const withGroup = (permission: "use" | "manage"): TeamState => ({
      ...team.state,
      groups: new Map([[group, { group, members: new Set([bob.user]), managers: new Set([dora.user]) }]]),
      vaults: new Map(team.state.vaults).set(ops, {
        ...vault,
        access: new Map(vault.access).set(group, { permission, end: null }),
      }),
    });
    expect(rightOf(withGroup("manage"), bob.user, ops)).toBe("manage");
    expect(rightOf(withGroup("use"), bob.user, ops)).toBe("edit");
    // Whoever manages a group is a member only if listed.
    expect(rightOf(withGroup("manage"), dora.user, ops)).toBe("use");
  });
});
