import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../crypto/hash.ts";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { signBytes } from "../../crypto/sign.ts";
import type { DeviceId, GroupId, Hash, TeamId, UserId, VaultId } from "../../encoding/ids.ts";
import {
  bodyOf,
  headAt,
  listDevices,
  type Plan,
  planAccess,
  planArchive,
  planCancel,
  planInvite,
  planKeys,
  signBody,
  signShapeless,
} from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must } from "../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../testing/verdicts.ts";
import { base32Bytes } from "../../text.ts";
import { type EntryBody, encodeBody, encodeEntry } from "./entry.ts";
import { hashAt } from "./state/log-hashes.ts";
import { nothingAttached } from "./state/parts.ts";
import type { Device, TeamState } from "./state/team-state.ts";
import { applyEntry } from "./verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

/** A good entry of Ada's, tampered before Ada signs it. */
function tampered(
  mine: SmallTeam,
  tamper: (body: EntryBody) => EntryBody,
  plan: Plan = planInvite(mine.team).plan,
): Uint8Array {
  return signBody(tamper(bodyOf(mine.team, mine.ada, plan)), mine.ada);
}

/** The value on the wire of a good entry of Ada's: byte strings and maps, to be put out of shape. */
function shapeOf({ team, ada }: SmallTeam) {
  const { seq, hash } = team.state.head;
  return {
    suite: 1,
    team: base32Bytes(team.team) as Uint8Array,
    seq: seq + 1,
    prev: base32Bytes(hash) as Uint8Array,
    type: "invite-cancel",
    actor: { user: base32Bytes(ada.user) as Uint8Array, device: base32Bytes(ada.device) as Uint8Array },
    time: team.now,
    payload: { invite: new Uint8Array(16) },
    attached: { cuts: [], heads: [], bundles: [] },
  };
}

const otherHash = () => hashText("text", newId());

describe("place and signature of an entry", () => {
  check([
    [
      "another team's",
      "unknown-team",
      (mine) => tampered(mine, (body) => ({ ...body, team: otherHash() as string as TeamId })),
    ],
    ["a number left out", "log-gap", (mine) => tampered(mine, (body) => ({ ...body, seq: body.seq + 1 }))],
    ["my head's number again", "log-gap", (mine) => tampered(mine, (body) => ({ ...body, seq: body.seq - 1 }))],
    ["built on another entry", "log-gap", (mine) => tampered(mine, (body) => ({ ...body, prev: otherHash() }))],
    [
      "an unknown computer",
      "signature device",
      (mine) =>
        tampered(mine, (body) => ({ ...body, actor: { ...body.actor, device: otherHash() as string as DeviceId } })),
    ],
    [
      "Ada's computer in Bob's name",
      "signature device",
      (mine) => tampered(mine, (body) => ({ ...body, actor: { ...body.actor, user: mine.bob.user } })),
    ],
    [
      "a computer that was taken away",
      "signature device",
      (mine) => [
        withDevice(mine.team.state, mine.ada.device, { active: false, endedSeq: 1 }),
        tampered(mine, (body) => body),
      ],
    ],
    [
      "a person who was removed",
      "signature device",
      (mine) => {
        const { state } = mine.team;
        const ada = state.users.get(mine.ada.user);
        const users = new Map(state.users).set(mine.ada.user, { ...(ada as NonNullable<typeof ada>), active: false });
        return [{ ...state, users }, tampered(mine, (body) => body)];
      },
    ],
    [
      "signed by another computer",
      "signature",
      ({ team, ada, bob }) => signBody(bodyOf(team, ada, planInvite(team).plan), bob),
    ],
    [
      "signed for another purpose",
      "signature",
      (mine) => {
        const body = encodeBody(bodyOf(mine.team, mine.ada, planInvite(mine.team).plan));
        return encodeEntry(body, signBytes(mine.ada.keys.signKey, "join", body), []);
      },
    ],
    [
      "a cosignature where none is due",
      "cosign superfluous",
      ({ team, ada, eve }) => {
        const sig = new Uint8Array(64);
        return signBody(bodyOf(team, ada, planInvite(team).plan), ada, [{ device: eve.device, sig }]);
      },
    ],
  ]);

  it("checks in the order of [protocol: Team log]: each row breaks two neighbours, the first is named", () => {
    const { team, ada, bob, eve } = scene;
    const good = bodyOf(team, ada, planInvite(team).plan);
    const strange = otherHash() as string as TeamId;
    const superfluous = [{ device: eve.device, sig: new Uint8Array(64) }];
    const asBob = bodyOf(team, bob, planInvite(team).plan);
    const late = bodyOf(team, bob, planCancel(newId()));
    const verdictOf = (bytes: Uint8Array) => verdict(applyEntry(team.state, bytes));
    expect(verdictOf(signShapeless({ ...shapeOf(scene), more: 1, team: new Uint8Array(32) }, ada))).toBe(
      "encoding schema",
    );
    expect(verdictOf(signBody({ ...good, team: strange, seq: 99 }, ada))).toBe("unknown-team");
    expect(verdictOf(signBody({ ...good, seq: 99 }, bob))).toBe("log-gap");
    expect(verdictOf(signBody(good, bob, superfluous))).toBe("signature");
    expect(verdictOf(signBody(asBob, bob, superfluous))).toBe("cosign superfluous");
    expect(verdictOf(signBody(late, bob))).toBe("role");
    const archive = bodyOf(team, bob, planArchive(team, scene.ops));
    expect(verdictOf(signBody({ ...archive, attached: nothingAttached }, bob))).toBe("role");
  });
});

function withDevice(state: TeamState, device: DeviceId, change: Partial<Device>): TeamState {
  const had = state.devices.get(device) as Device;
  return { ...state, devices: new Map(state.devices).set(device, { ...had, ...change }) };
}

describe("what rides along with an entry", () => {
  const bundlesOf = (mine: SmallTeam) => ({
    bundles: listDevices([mine.bob.device], [headAt(mine.team, mine.ops)]).bundles,
  });
  const attach = (plan: Plan, attached: Partial<Plan["attached"]>): Plan => ({
    ...plan,
    attached: { ...plan.attached, ...attached },
  });
  check([
    [
      "bundles with an invite",
      "recipient-set bundles",
      (mine) => tampered(mine, (body) => body, attach(planInvite(mine.team).plan, bundlesOf(mine))),
    ],
    [
      "bundles with an archive",
      "recipient-set bundles",
      (mine) => tampered(mine, (body) => body, attach(planArchive(mine.team, mine.ops), bundlesOf(mine))),
    ],
    [
      "heads with an archive",
      "recipient-set heads",
      (mine) =>
        tampered(
          mine,
          (body) => body,
          attach(planArchive(mine.team, mine.ops), { heads: [headAt(mine.team, mine.ops)] }),
        ),
    ],
    [
      "heads with keys",
      "recipient-set heads",
      (mine) =>
        tampered(
          mine,
          (body) => body,
          attach(planKeys(mine.team, mine.ops, [mine.bob.device]), { heads: [headAt(mine.team, mine.ops)] }),
        ),
    ],
    [
      "a cut where no right falls",
      "recipient-set cuts",
      (mine) =>
        tampered(mine, (body) => body, attach(planInvite(mine.team).plan, { cuts: [headAt(mine.team, mine.ops)] })),
    ],
    [
      "no cut where a right falls",
      "recipient-set cuts",
      (mine) => tampered(mine, (body) => body, attach(lower(mine), { cuts: [] })),
    ],
    [
      "no cut where a vault is archived",
      "recipient-set cuts",
      (mine) => tampered(mine, (body) => body, attach(planArchive(mine.team, mine.ops), { cuts: [] })),
    ],
    [
      "the cut of another vault",
      "recipient-set cuts",
      (mine) => tampered(mine, (body) => body, attach(lower(mine), { cuts: [headAt(mine.team, mine.bobs)] })),
    ],
    [
      "the same cut twice",
      "recipient-set cuts",
      (mine) =>
        tampered(
          mine,
          (body) => body,
          attach(lower(mine), { cuts: [headAt(mine.team, mine.ops), headAt(mine.team, mine.ops)] }),
        ),
    ],
    ["the cut that is due", "taken", (mine) => tampered(mine, (body) => body, lower(mine))],
    [
      "a right that rises needs none",
      "taken",
      (mine) =>
        tampered(
          mine,
          (body) => body,
          planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "manage" }]),
        ),
    ],
  ]);
  const lower = ({ team, ada, ops, bob }: SmallTeam) =>
    planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]);
});

describe("keys that an entry hands over", () => {
  type Bundles = Plan["attached"]["bundles"];
  const keys = (mine: SmallTeam, by: SmallTeam["ada"], bundles: Bundles) => {
    const plan = planKeys(mine.team, mine.ops, []);
    return signBody(bodyOf(mine.team, by, { ...plan, attached: { ...nothingAttached, bundles } }), by);
  };
  const one = (device: DeviceId, ...given: Bundles[number]["given"]): Bundles[number] => ({
    device,
    given,
    hash: otherHash(),
  });
  check([
    [
      "a reader serves a reader",
      "taken",
      (mine) => keys(mine, mine.dora, [one(mine.bob.device, headAt(mine.team, mine.ops))]),
    ],
    ["an entry that hands over nothing", "recipient-set empty", (mine) => keys(mine, mine.ada, [])],
    ["a bundle without a vault", "recipient-set order", (mine) => keys(mine, mine.ada, [one(mine.bob.device)])],
    [
      "one computer twice",
      "recipient-set order",
      (mine) => {
        const bundle = one(mine.bob.device, headAt(mine.team, mine.ops));
        return keys(mine, mine.ada, [bundle, bundle]);
      },
    ],
    [
      "computers in reducedVaults order",
      "recipient-set order",
      (mine) => {
        const both = [mine.bob.device, mine.dora.device].sort().reverse();
        return keys(
          mine,
          mine.ada,
          both.map((device) => one(device, headAt(mine.team, mine.ops))),
        );
      },
    ],
    [
      "one vault twice",
      "recipient-set order",
      (mine) => {
        const head = headAt(mine.team, mine.ops);
        return keys(mine, mine.ada, [one(mine.bob.device, head, head)]);
      },
    ],
    [
      "an unknown vault",
      "recipient-set sender",
      (mine) =>
        keys(mine, mine.ada, [one(mine.bob.device, { ...headAt(mine.team, mine.ops), vault: newId<VaultId>() })]),
    ],
    [
      "an archived vault",
      "recipient-set sender",
      (mine) => keys(mine, mine.ada, [one(mine.ada.device, headAt(mine.team, mine.archived))]),
    ],
    [
      "a key that the signer was never sent",
      "recipient-set sender",
      (mine) => keys(mine, mine.cleo, [one(mine.bob.device, headAt(mine.team, mine.ops))]),
    ],
    [
      "a signer who lost the right, before the key was rotated",
      "recipient-set sender",
      (mine) => keys(mine, mine.bob, [one(mine.dora.device, headAt(mine.team, mine.due))]),
    ],
    [
      "to an unknown computer",
      "recipient-set entitled",
      (mine) => keys(mine, mine.ada, [one(otherHash() as string as DeviceId, headAt(mine.team, mine.ops))]),
    ],
    [
      "to a computer that was taken away",
      "recipient-set entitled",
      (mine) => [
        withDevice(mine.team.state, mine.bob.device, { active: false, endedSeq: 1 }),
        keys(mine, mine.ada, [one(mine.bob.device, headAt(mine.team, mine.ops))]),
      ],
    ],
    [
      "to somebody without a right",
      "recipient-set entitled",
      (mine) => keys(mine, mine.ada, [one(mine.cleo.device, headAt(mine.team, mine.ops))]),
    ],
  ]);
});

describe("a vault keeps a manager with a computer", () => {
  const leave = (mine: SmallTeam) => {
    const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.ada.user, permission: "edit" }]);
    return signBody(bodyOf(mine.team, mine.ada, plan), mine.ada);
  };
  const withGroup = ({ team, ops }: SmallTeam, members: UserId[]): TeamState => {
    const group = newId<GroupId>();
    const vault = team.state.vaults.get(ops) as NonNullable<ReturnType<TeamState["vaults"]["get"]>>;
    const access = new Map(vault.access).set(group, { permission: "manage", end: null });
    const groups = new Map([[group, { group, members: new Set(members), managers: new Set(members) }]]);
    return { ...team.state, groups, vaults: new Map(team.state.vaults).set(ops, { ...vault, access }) };
  };
  check([
    ["the last one leaves", "role last-manager", leave],
    [
      "the last one leaves by nothing left",
      "role last-manager",
      (mine) => {
        const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.ada.user, permission: null }]);
        return signBody(bodyOf(mine.team, mine.ada, plan), mine.ada);
      },
    ],
    ["a group manages on", "taken", (mine) => [withGroup(mine, [mine.bob.user]), leave(mine)]],
    ["an empty group is nobody", "role last-manager", (mine) => [withGroup(mine, []), leave(mine)]],
    [
      "a manager whose computer is gone is none",
      "role last-manager",
      (mine) => [
        withDevice(withGroup(mine, [mine.bob.user]), mine.bob.device, { active: false, endedSeq: 1 }),
        leave(mine),
      ],
    ],
    [
      "a sheet of paper is no computer",
      "role last-manager",
      (mine) => [withDevice(withGroup(mine, [mine.bob.user]), mine.bob.device, { kind: "paper" }), leave(mine)],
    ],
  ]);
});

describe("two branches on one state", () => {
  it("do not disturb each other: each keeps its own hashes", () => {
    const { team, ada } = copyOf(scene);
    const heads = [planInvite(team).plan, planInvite(team).plan].map((plan) =>
      must(applyEntry(team.state, signBody(bodyOf(team, ada, plan), ada))),
    );
    for (const { state } of heads) expect(hashAt(state.hashes, state.head.seq)).toBe(state.head.hash as Hash);
    expect(heads[0]?.state.head.seq).toBe(heads[1]?.state.head.seq);
  });
});
