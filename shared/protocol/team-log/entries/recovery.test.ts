/** Recovery with a sheet of paper: what the sheet signs, who confirms and who stops it, what is opened and what ends with it. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { Hash, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import {
  act,
  letIn,
  type Plan,
  planAccess,
  planArchive,
  planDevice,
  planInvite,
  planKeys,
  planPolicy,
  planRotate,
  planVault,
  signed,
} from "../../../testing/entries.ts";
import { makeGroup, planGroup, planGroupChange } from "../../../testing/groups.ts";
import { planRemove, planRevoke, planRole } from "../../../testing/leavers.ts";
import {
  makePaper,
  openRecovery,
  planConfirm,
  planOpen,
  planPaper,
  planStop,
  planUse,
} from "../../../testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { createTestTeam, newComputer, type Person, takeFirst } from "../../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../../testing/verdicts.ts";
import { makeCertificate } from "../../join/join.ts";
import { confirmersOf } from "../state/recovery.ts";
import { isRotationDue, rightAt, rightOf } from "../state/rules.ts";
import type { Device, VaultInLog } from "../state/team-state.ts";
import { applyEntry } from "../verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);
type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
type Opened = SmallTeam & { paper: Person; computer: Person; open: Hash };

/** Bob's sheet, with the keys of two vaults, has opened a recovery. */
function opened(mine: SmallTeam): Opened {
  const paper = makePaper(mine.team, mine.bob, [mine.bobs, mine.bobsPersonal]);
  const computer = newComputer(mine.team, mine.bob);
  return { ...mine, paper, computer, open: openRecovery(mine.team, paper, computer) };
}
const inVault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;
const using = (mine: Opened) => signed(mine, mine.paper, planUse(mine.team, mine.open, mine.computer));
const onOpened =
  (make: (mine: Opened) => Uint8Array): Row[2] =>
  (mine) =>
    make(opened(mine));

describe("a sheet of paper", () => {
  const asPaper =
    (make: (mine: SmallTeam, paper: Person) => Plan): Row[2] =>
    (mine) => {
      const paper = makePaper(mine.team, mine.ada, [mine.ops]);
      return signed(mine, paper, make(mine, paper));
    };
  const invited = (mine: SmallTeam) => planInvite(mine.team).plan;
  check([
    [
      "is added by its person",
      "taken",
      (mine) => signed(mine, mine.bob, planPaper(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
    ],
    [
      "is not added by an admin",
      "role",
      (mine) => signed(mine, mine.ada, planPaper(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
    ],
    // Of an admin, who might sign all of it with a computer.
    ["signs no invite", "role kind", asPaper(invited)],
    [
      "signs no device",
      "role kind",
      asPaper((mine) => planDevice(mine.team, mine.ada, newComputer(mine.team, mine.ada))),
    ],
    [
      "signs no other sheet",
      "role kind",
      asPaper((mine) => planPaper(mine.team, mine.ada, newComputer(mine.team, mine.ada))),
    ],
    ["revokes no device", "role kind", asPaper((mine, paper) => planRevoke(mine.team, paper, mine.bob.device))],
    [
      "revokes not its person's computer",
      "role kind",
      asPaper((mine, paper) => planRevoke(mine.team, paper, mine.ada.device)),
    ],
    ["removes nobody", "role kind", asPaper((mine, paper) => planRemove(mine.team, paper, mine.bob.user))],
    [
      "changes no role",
      "role kind",
      asPaper((mine, paper) => planRole(mine.team, paper, { user: mine.bob.user, role: "lead" })),
    ],
    ["makes no group", "role kind", asPaper((mine) => planGroup(mine.team, { managers: [mine.ada] }).plan)],
    [
      "changes no group",
      "role kind",
      asPaper((mine, paper) => {
        const group = makeGroup(mine.team, mine.ada, { managers: [mine.ada] });
        return planGroupChange(mine.team, paper, group, { add: [mine.bob] });
      }),
    ],
    ["makes no vault", "role kind", asPaper((mine, paper) => planVault(mine.team, paper).plan)],
    [
      "gives nobody access",
      "role kind",
      asPaper((mine, paper) => planAccess(mine.team, paper, mine.ops, [{ user: mine.cleo.user, permission: "use" }])),
    ],
    ["supplies nobody with keys", "role kind", asPaper((mine) => planKeys(mine.team, mine.ops, [mine.bob.device]))],
    ["changes no key", "role kind", asPaper((mine) => planRotate(mine.team, [mine.ops]))],
    ["archives nothing", "role kind", asPaper((mine) => planArchive(mine.team, mine.ops))],
    [
      "changes no policy",
      "role kind",
      (mine) => {
        const state = {
          ...mine.team.state,
          users: new Map([...mine.team.state.users].filter(([user]) => user === mine.ada.user)),
        };
        const paper = makePaper({ ...mine.team, state }, mine.ada);
        const device: Device = {
          ...(state.devices.get(mine.ada.device) as Device),
          device: paper.device,
          kind: "paper",
          signPk: paper.keys.signPk,
        };
        const before = { ...state, devices: new Map(state.devices).set(paper.device, device) };
        return [
          before,
          signed(
            { team: { ...mine.team, state: before } },
            paper,
            planPolicy({ ...mine.team, state: before }, { ...state.policy, exports: "all" }),
          ),
        ];
      },
    ],
    [
      "confirms not its own recovery",
      "role kind",
      onOpened((mine) => signed(mine, mine.paper, planConfirm(mine.team, mine.open))),
    ],
    ["stops no recovery", "role kind", onOpened((mine) => signed(mine, mine.paper, planStop(mine.team, mine.open)))],
  ]);

  it("is sent every new key of its person, and writes nothing", () => {
    const mine = copyOf(scene);
    const paper = makePaper(mine.team, mine.bob);
    takeFirst(mine.team, mine.bob, { type: "vault-rotate", vaults: [{ vault: mine.bobs }], only: "all" });
    const { epochs, epoch } = inVault(mine, mine.bobs);
    expect(epochs.get(epoch)?.sent.has(paper.device)).toBe(true);
    const at = { vault: mine.bobs, device: paper.device, seq: mine.team.state.head.seq };
    expect(rightAt(mine.team.state, at)).toBe(null);
  });

  it("is sent nothing more once it is revoked", () => {
    const mine = copyOf(scene);
    const paper = makePaper(mine.team, mine.bob, [mine.bobs]);
    act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, paper.device));
    expect(isRotationDue(mine.team.state, inVault(mine, mine.bobs))).toBe(true);
    expect(
      verdict(applyEntry(mine.team.state, signed(mine, paper, planOpen(mine.team, newComputer(mine.team, mine.bob))))),
    ).toBe("signature device");
  });
});

describe("opening", () => {
  const open =
    (tamper: (mine: SmallTeam, plan: Plan<"recovery-open">) => Plan): Row[2] =>
    (mine) => {
      const paper = makePaper(mine.team, mine.bob);
      return signed(mine, paper, tamper(mine, planOpen(mine.team, newComputer(mine.team, mine.bob))));
    };
  const withCertificate = (certificate: Uint8Array): Plan<"recovery-open"> => ({
    ...{ type: "recovery-open", blobs: [], payload: { certificate } },
    attached: { cuts: [], heads: [], bundles: [] },
  });
  check([
    ["is taken", "taken", open((_mine, plan) => plan)],
    [
      "by a computer",
      "role kind",
      (mine) => signed(mine, mine.bob, planOpen(mine.team, newComputer(mine.team, mine.bob))),
    ],
    ["for a computer of somebody else", "role", open((mine) => planOpen(mine.team, newComputer(mine.team, mine.ada)))],
    [
      "for another sheet",
      "encoding kind",
      open((mine) =>
        withCertificate(
          makeCertificate(
            newComputer(mine.team, mine.bob).keys,
            { team: mine.team.team, user: mine.bob.user },
            "paper",
          ),
        ),
      ),
    ],
    [
      "in another team",
      "unknown-team",
      open((mine) =>
        withCertificate(
          makeCertificate(newComputer(mine.team, mine.bob).keys, {
            team: createTestTeam().team.team,
            user: mine.bob.user,
          }),
        ),
      ),
    ],
    ["for a computer that is there", "encoding id-repeated", open((mine) => planOpen(mine.team, mine.bob))],
    [
      "under keys of somebody else",
      "encoding key-repeated",
      open((mine) => planOpen(mine.team, { ...mine.cleo, user: mine.bob.user })),
    ],
    ["with a certificate that is none", "encoding schema", open(() => withCertificate(new Uint8Array(9)))],
    [
      "of the same computer, by another sheet",
      "role unchanged",
      onOpened((mine) => signed(mine, makePaper(mine.team, mine.bob), planOpen(mine.team, mine.computer))),
    ],
    [
      "by the sheet of somebody who was removed",
      "signature device",
      (mine) => {
        const paper = makePaper(mine.team, mine.bob);
        act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
        return signed(mine, paper, planOpen(mine.team, newComputer(mine.team, mine.bob)));
      },
    ],
  ]);

  it("gives nobody anything", () => {
    const mine = opened(copyOf(scene));
    expect(mine.team.state.devices.has(mine.computer.device)).toBe(false);
    expect(
      verdict(applyEntry(mine.team.state, signed(mine, mine.computer, planVault(mine.team, mine.computer).plan))),
    ).toBe("signature device");
  });
});

it("another computer takes the place of the one before, and nobody's word counts for it", () => {
  const mine = opened(copyOf(scene));
  act(mine.team, mine.ada, planConfirm(mine.team, mine.open));
  const other = newComputer(mine.team, mine.bob);
  const open = openRecovery(mine.team, mine.paper, other);
  expect([...mine.team.state.recoveries.keys()]).toEqual([open]);
  const taken = (plan: Plan) => verdict(applyEntry(mine.team.state, signed(mine, mine.paper, plan)));
  expect(taken(planUse(mine.team, open, other))).toBe("cosign missing");
  expect(taken(planUse(mine.team, mine.open, mine.computer))).toBe("role recovery");
});

describe("confirming", () => {
  const confirm = (name: Name) => onOpened((mine) => signed(mine, mine[name], planConfirm(mine.team, mine.open)));
  check([
    ...(["ada", "cleo", "eve"] as const).map((name): Row => [`by ${name}, an admin`, "taken", confirm(name)]),
    ...(["bob", "dora", "aud"] as const).map((name): Row => [`by ${name}, who is none`, "role", confirm(name)]),
    ["of none", "role recovery", (mine) => signed(mine, mine.ada, planConfirm(mine.team, mine.team.state.head.hash))],
    [
      "one that was stopped",
      "role recovery",
      onOpened((mine) => {
        act(mine.team, mine.bob, planStop(mine.team, mine.open));
        return signed(mine, mine.ada, planConfirm(mine.team, mine.open));
      }),
    ],
    [
      "an admin's own",
      "role",
      (mine) => {
        const open = openRecovery(mine.team, makePaper(mine.team, mine.ada), newComputer(mine.team, mine.ada));
        return signed(mine, mine.ada, planConfirm(mine.team, open));
      },
    ],
    // Ada let everybody in: they are still those whom the holder of the sheet has to convince.
    ...(["cleo", "eve"] as const).map(
      (name): Row => [
        `the founder's, by ${name}`,
        "taken",
        (mine) => {
          const open = openRecovery(mine.team, makePaper(mine.team, mine.ada), newComputer(mine.team, mine.ada));
          return signed(mine, mine[name], planConfirm(mine.team, open));
        },
      ],
    ),
  ]);
});

describe("stopping", () => {
  const stop = (name: Name) => onOpened((mine) => signed(mine, mine[name], planStop(mine.team, mine.open)));
  check([
    ...(["bob", "ada", "cleo", "eve"] as const).map((name): Row => [`by ${name}`, "taken", stop(name)]),
    ...(["dora", "aud"] as const).map((name): Row => [`by ${name}, who is no admin`, "role", stop(name)]),
    [
      "by another computer of theirs",
      "taken",
      onOpened((mine) => {
        const second = newComputer(mine.team, mine.bob);
        act(mine.team, mine.bob, planDevice(mine.team, mine.bob, second));
        return signed(mine, second, planStop(mine.team, mine.open));
      }),
    ],
    [
      "by the computer that recovers",
      "signature device",
      onOpened((mine) => signed(mine, mine.computer, planStop(mine.team, mine.open))),
    ],
  ]);

  it.each<[string, (mine: Opened) => void]>([
    [
      "its sheet is revoked",
      (mine) => void act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, mine.paper.device)),
    ],
    ["its person is removed", (mine) => void act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user))],
  ])("it is over where %s", (_what, end) => {
    const mine = opened(copyOf(scene));
    end(mine);
    expect(mine.team.state.recoveries.size).toBe(0);
    expect(verdict(applyEntry(mine.team.state, signed(mine, mine.ada, planConfirm(mine.team, mine.open))))).toBe(
      "role recovery",
    );
  });
});

describe("using", () => {
  const confirmed = (mine: SmallTeam, by: Name = "ada"): Opened => {
    const made = opened(mine);
    act(made.team, made[by], planConfirm(made.team, made.open));
    return made;
  };
  check([
    [
      "the founder's, unconfirmed, where they let all admins in",
      "cosign missing",
      (mine) => {
        const [paper, computer] = [makePaper(mine.team, mine.ada), newComputer(mine.team, mine.ada)];
        const open = openRecovery(mine.team, paper, computer);
        return signed(mine, paper, planUse(mine.team, open, computer));
      },
    ],
    ["unconfirmed", "cosign missing", onOpened(using)],
    ["confirmed", "taken", (mine) => using(confirmed(mine))],
    [
      "without opening",
      "role recovery",
      (mine) =>
        signed(
          mine,
          makePaper(mine.team, mine.bob),
          planUse(mine.team, mine.team.state.head.hash, newComputer(mine.team, mine.bob)),
        ),
    ],
    [
      "once it was stopped",
      "role recovery",
      (mine) => {
        const made = confirmed(mine);
        act(made.team, made.bob, planStop(made.team, made.open));
        return using(made);
      },
    ],
    [
      "opened anew after it was stopped, on the first word",
      "cosign missing",
      (mine) => {
        const made = confirmed(mine);
        act(made.team, made.bob, planStop(made.team, made.open));
        return using({ ...made, open: openRecovery(made.team, made.paper, made.computer) });
      },
    ],
    [
      "by a computer",
      "role kind",
      (mine) => {
        const made = confirmed(mine);
        return signed(made, made.bob, planUse(made.team, made.open, made.computer));
      },
    ],
    [
      "by another sheet of theirs",
      "role",
      (mine) => {
        const made = confirmed(mine);
        return signed(made, makePaper(made.team, made.bob), planUse(made.team, made.open, made.computer));
      },
    ],
    [
      "by the sheet of somebody else",
      "role",
      (mine) => {
        const made = confirmed(mine);
        return signed(made, makePaper(made.team, made.dora), planUse(made.team, made.open, made.computer));
      },
    ],
    [
      "where who confirmed is no admin any more",
      "cosign missing",
      (mine) => {
        const made = confirmed(mine, "eve");
        act(made.team, made.ada, planRole(made.team, made.ada, { user: made.eve.user, role: "member" }));
        return using(made);
      },
    ],
    [
      "with a key that the sheet was not sent",
      "recipient-set sender",
      (mine) => {
        const made = confirmed(mine);
        return signed(made, made.paper, planUse(made.team, made.open, made.computer, [made.ops]));
      },
    ],
    [
      "for keys that came into the log meanwhile",
      "encoding key-repeated",
      (mine) => {
        const made = confirmed(mine);
        // Whoever holds both halves may put them under another person too.
        act(made.team, made.dora, planDevice(made.team, made.dora, { ...made.computer, user: made.dora.user }));
        return using(made);
      },
    ],
  ]);

  it("brings the computer with the keys of all, ends the sheet, and has its keys changed", () => {
    const mine = confirmed(copyOf(scene));
    const { team, bob, computer, paper, open } = mine;
    act(team, paper, planUse(team, open, computer, [mine.bobs, mine.bobsPersonal].sort()));
    expect(team.state.devices.get(computer.device)).toMatchObject({ user: bob.user, active: true, kind: "computer" });
    expect(team.state.devices.get(paper.device)?.active).toBe(false);
    expect(team.state.recoveries.size).toBe(0);
    for (const vault of [mine.bobs, mine.bobsPersonal]) {
      const { epochs, epoch, rotationDue } = inVault(mine, vault);
      expect(epochs.get(epoch)?.sent.has(computer.device)).toBe(true);
      expect(rotationDue).toBe(true);
      expect(rightOf(team.state, bob.user, vault)).toBe("manage");
    }
    const again = signed(mine, paper, planOpen(team, newComputer(team, bob)));
    expect(verdict(applyEntry(team.state, again))).toBe("signature device");
  });

  it("has its whole way planned by the composer, with the person's own vault first", () => {
    const mine = copyOf(scene);
    const { team, bob, ada } = mine;
    const [paper, computer] = [newComputer(team, bob), newComputer(team, bob)];
    const of = { team: team.team, user: bob.user };
    takeFirst(team, bob, { type: "device-add", certificate: makeCertificate(paper.keys, of, "paper") });
    takeFirst(team, paper, { type: "recovery-open", certificate: makeCertificate(computer.keys, of) });
    const open = team.state.head.hash;
    takeFirst(team, ada, { type: "recovery-confirm", open });
    takeFirst(team, paper, { type: "recovery-use", open });
    const { epochs, epoch } = inVault(mine, mine.bobsPersonal);
    expect(epochs.get(epoch)?.sent.has(computer.device)).toBe(true);
  });

  it("needs nobody's word where there is no other admin: whoever has the sheet is in", () => {
    const { team } = createTestTeam();
    const [ada, paper] = [team.founder, makePaper(team, team.founder)];
    const computer = newComputer(team, ada);
    const open = openRecovery(team, paper, computer);
    expect(confirmersOf(team.state, ada.user)).toEqual([]);
    expect(verdict(applyEntry(team.state, signed({ team }, paper, planUse(team, open, computer))))).toBe("taken");
  });

  it("needs it as soon as there is one, and not from an admin without a computer", () => {
    const { team } = createTestTeam();
    const ada = team.founder;
    const bob = letIn(team, ada);
    const [paper, computer] = [makePaper(team, bob), newComputer(team, bob)];
    const open = openRecovery(team, paper, computer);
    const use = () => verdict(applyEntry(team.state, signed({ team }, paper, planUse(team, open, computer))));
    expect(use()).toBe("cosign missing");
    const state = { ...team.state, devices: new Map(team.state.devices) };
    state.devices.set(ada.device, { ...(state.devices.get(ada.device) as Device), kind: "paper" });
    expect(confirmersOf(state, bob.user)).toEqual([]);
  });

  it("wakes what nobody with a computer could open, with its old right where another manages it", () => {
    const mine = confirmed(copyOf(scene));
    const { team, ada, bob, paper, computer, open } = mine;
    act(team, ada, planRevoke(team, ada, bob.device));
    act(team, paper, planUse(team, open, computer));
    expect(rightOf(team.state, bob.user, mine.bobs)).toBe("manage");
    expect(inVault(mine, mine.bobs).access.get(bob.user)?.end).toBe(null);
    expect(rightOf(team.state, bob.user, mine.ops)).toBe("edit");
  });

  it("takes the place of its sheet among the sixteen", () => {
    const mine = confirmed(copyOf(scene));
    while (
      [...mine.team.state.devices.values()].filter(({ user, active }) => user === mine.bob.user && active).length <
      limits.devicesPerUser
    )
      act(mine.team, mine.bob, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob)));
    expect(verdict(applyEntry(mine.team.state, using(mine)))).toBe("taken");
  });
});
