/** `device-add`: a person's own computer brings another one; nobody else does, no key comes twice, and there are at most sixteen. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { act, planAccess, planDevice, planVault, signed } from "../../../testing/entries.ts";
import { planRemove, planRevoke } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { createTestTeam, newComputer, type Person, planOf, takeFirst } from "../../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../../testing/verdicts.ts";
import { makeCertificate } from "../../join/join.ts";
import { isRotationDue, rightOf } from "../state/rules.ts";
import type { Device, TeamState, VaultInLog } from "../state/team-state.ts";
import { applyEntry } from "../verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

/** Another computer of this person, in the log. */
function second(mine: SmallTeam, of: Person, keysOf: readonly VaultId[] = []): Person {
  const computer = newComputer(mine.team, of);
  act(mine.team, of, planDevice(mine.team, of, computer, keysOf));
  return computer;
}
type Name = "ada" | "bob" | "cleo" | "dora" | "aud";
const own =
  (name: Name): Row[2] =>
  (mine) =>
    signed(mine, mine[name], planDevice(mine.team, mine[name], newComputer(mine.team, mine[name])));
/** The same state, with this device as a sheet of paper. */
const withPaper = (state: TeamState, { device }: Person): TeamState => {
  const devices = new Map(state.devices);
  devices.set(device, { ...(devices.get(device) as Device), kind: "paper" });
  return { ...state, devices };
};
const vault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;

describe("another computer", () => {
  check([
    ...(["ada", "bob", "dora", "aud"] as const).map((name): Row => [`of ${name}`, "taken", own(name)]),
    [
      "by a second computer",
      "taken",
      (mine) => signed(mine, second(mine, mine.bob), planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
    ],
    [
      "of somebody else, by an admin",
      "role",
      (mine) => signed(mine, mine.ada, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
    ],
    [
      "of nobody",
      "role",
      (mine) => {
        const nobody = { ...mine.bob, user: newId<UserId>() };
        return signed(mine, mine.bob, planDevice(mine.team, nobody, newComputer(mine.team, nobody)));
      },
    ],
    [
      "by one that was revoked",
      "signature device",
      (mine) => {
        const computer = second(mine, mine.bob);
        act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, computer.device));
        return signed(mine, computer, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob)));
      },
    ],
    [
      "that is revoked, once more",
      "encoding id-repeated",
      (mine) => {
        const computer = second(mine, mine.bob);
        act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, computer.device));
        return signed(mine, mine.bob, planDevice(mine.team, mine.bob, computer));
      },
    ],
    [
      "under keys that somebody else has",
      "encoding key-repeated",
      (mine) => signed(mine, mine.bob, planDevice(mine.team, mine.bob, mine.cleo)),
    ],
    ...(["signPk", "kemPk"] as const).map(
      (half): Row => [
        `with the ${half} of its person's other one`,
        "encoding key-repeated",
        (mine) => {
          const { keys } = newComputer(mine.team, mine.bob);
          // Whoever holds both keys may sign a certificate over one old and one new half.
          const mixed = {
            ...keys,
            [half]: mine.bob.keys[half],
            ...(half === "signPk" && { signKey: mine.bob.keys.signKey }),
          };
          return signed(mine, mine.bob, planDevice(mine.team, mine.bob, { ...mine.bob, keys: mixed }));
        },
      ],
    ),
    [
      "by somebody who was removed",
      "signature device",
      (mine) => {
        act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
        return signed(mine, mine.bob, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob)));
      },
    ],
    [
      "by a sheet of paper of its person",
      "role kind",
      (mine) => [
        withPaper(mine.team.state, mine.bob),
        signed(mine, mine.bob, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob))),
      ],
    ],
    [
      "of another team",
      "unknown-team",
      (mine) => {
        const { team } = createTestTeam().team;
        const plan = planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob));
        const certificate = makeCertificate(newComputer(mine.team, mine.bob).keys, { team, user: mine.bob.user });
        return signed(mine, mine.bob, { ...plan, payload: { ...plan.payload, certificate } });
      },
    ],
    [
      "with a certificate that is none",
      "encoding schema",
      (mine) => {
        const plan = planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob));
        return signed(mine, mine.bob, { ...plan, payload: { ...plan.payload, certificate: new Uint8Array(9) } });
      },
    ],
    [
      "with an heir of nothing",
      "encoding heir",
      (mine) => {
        const plan = planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob));
        const heirs = [{ vault: null, group: null, user: mine.bob.user }];
        return signed(mine, mine.bob, { ...plan, payload: { ...plan.payload, heirs } });
      },
    ],
    [
      "with a key that its signer was not sent",
      "recipient-set sender",
      (mine) => {
        const computer = newComputer(mine.team, mine.bob);
        return signed(mine, mine.bob, planDevice(mine.team, mine.bob, computer, [mine.bobs, mine.due].sort()));
      },
    ],
  ]);

  it("is one of at most sixteen in use; one that was revoked makes way", () => {
    const mine = copyOf(scene);
    const others = Array.from({ length: limits.devicesPerUser - 1 }, () => second(mine, mine.bob));
    const more = () => signed(mine, mine.bob, planDevice(mine.team, mine.bob, newComputer(mine.team, mine.bob)));
    expect(applyEntry(mine.team.state, more())).toMatchObject({
      failure: { code: "limit", detail: { field: "devices" } },
    });
    act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, (others[3] as Person).device));
    expect(verdict(applyEntry(mine.team.state, more()))).toBe("taken");
  });

  it("is sent what its person may open, in one bundle, and gives nobody a right", () => {
    const mine = copyOf(scene);
    const { team, bob } = mine;
    const before = team.state;
    const computer = newComputer(team, bob);
    const certificate = makeCertificate(computer.keys, { team: team.team, user: bob.user });
    // Of what this computer was sent itself all goes.
    const held = [...before.vaults.values()].filter(
      (one) =>
        !one.archived &&
        one.epochs.get(one.epoch)?.sent.has(bob.device) === true &&
        rightOf(before, bob.user, one.vault) !== null,
    );
    const [entry] = planOf(team, bob, { type: "device-add", certificate }).entries;
    expect(entry?.recipients).toHaveLength(1);
    expect(entry?.recipients[0]?.keys.map((key) => key.vault)).toEqual(held.map((one) => one.vault).sort());
    takeFirst(team, bob, { type: "device-add", certificate });
    for (const { vault: id } of held) {
      const now = vault(mine, id);
      expect(now.epochs.get(now.epoch)?.sent.has(computer.device)).toBe(true);
      expect(now.rights).toEqual(before.vaults.get(id)?.rights);
    }
    expect(team.state.devices.get(computer.device)).toMatchObject({ user: bob.user, active: true, kind: "computer" });
  });

  it("takes its keys with it when it is revoked, while its person's other one goes on", () => {
    const mine = copyOf(scene);
    const computer = second(mine, mine.bob, [mine.bobs]);
    act(mine.team, mine.bob, planRevoke(mine.team, mine.bob, computer.device));
    expect(isRotationDue(mine.team.state, vault(mine, mine.bobs))).toBe(true);
    expect(mine.team.state.devices.get(mine.bob.device)?.active).toBe(true);
    expect(rightOf(mine.team.state, mine.bob.user, mine.bobs)).toBe("manage");
  });

  it("keeps a vault its manager, where their first one is revoked", () => {
    const mine = copyOf(scene);
    const changes = [{ user: mine.dora.user, permission: "edit" as const }];
    act(mine.team, mine.bob, planAccess(mine.team, mine.bob, mine.bobs, changes));
    const computer = second(mine, mine.bob, [mine.bobs]);
    act(mine.team, computer, planRevoke(mine.team, computer, mine.bob.device));
    const { access } = vault(mine, mine.bobs);
    expect(access.get(mine.bob.user)?.permission).toBe("manage");
    expect(access.get(mine.dora.user)?.permission).toBe("edit");
  });

  it("signs like the first one, and what it makes is for all computers of its person", () => {
    const mine = copyOf(scene);
    const computer = second(mine, mine.bob);
    const alone = signed(mine, computer, planVault(mine.team, computer).plan);
    expect(verdict(applyEntry(mine.team.state, alone))).toBe("recipient-set exact");
    const made = newId<VaultId>();
    takeFirst(mine.team, computer, { type: "vault-create", vault: made, kind: "shared" });
    const sent = vault(mine, made).epochs.get(1)?.sent;
    expect([...(sent?.keys() ?? [])].sort()).toEqual([mine.bob.device, computer.device].sort());
  });
});
