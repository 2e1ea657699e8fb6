/** Comparing safety numbers: who may say so of whom, what a number covers, and what is held back once it is another. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId, randomBytes } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import { zeroHash } from "../../../encoding/fields.ts";
import type { GroupId, Hash, UserId, VaultId } from "../../../encoding/ids.ts";
import { act, planDevice, planVault, signed } from "../../../testing/entries.ts";
import { makeGroup, planGroupAccess } from "../../../testing/groups.ts";
import { planRemove, planRevoke, planRole } from "../../../testing/leavers.ts";
import { makePaper, openRecovery } from "../../../testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { circumstancesOf, newComputer, type Person } from "../../../testing/team.ts";
import { checkEntries, type Row, verdict } from "../../../testing/verdicts.ts";
import { numberOf, planVerify, recover } from "../../../testing/verifications.ts";
import { base32Text } from "../../../text.ts";
import { type Intent, waitingFor } from "../compose-intents.ts";
import { plan } from "../compose-plan.ts";
import { comparisonOf, safetyDigits, verifiersOf } from "../state/safety.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("that somebody compared a number", () => {
  check([
    ...(["ada", "bob", "dora", "aud"] as const).map(
      (name): Row => [
        `is said by ${name}`,
        "taken",
        (mine) => signed(mine, mine[name], planVerify(mine.team, mine.eve.user)),
      ],
    ),
    [
      "is not said twice of one number",
      "role unchanged",
      (mine) => {
        act(mine.team, mine.bob, planVerify(mine.team, mine.ada.user));
        return signed(mine, mine.bob, planVerify(mine.team, mine.ada.user));
      },
    ],
    ["is not said of oneself", "role own", (mine) => signed(mine, mine.bob, planVerify(mine.team, mine.bob.user))],
    [
      "is not said of another number",
      "role number",
      (mine) => signed(mine, mine.bob, planVerify(mine.team, mine.ada.user, numberOf(mine.team, mine.eve.user))),
    ],
    [
      "is not said of nobody",
      "role subject",
      (mine) => signed(mine, mine.bob, planVerify(mine.team, newId<UserId>(), zeroHash)),
    ],
    [
      "is not said of somebody who is gone",
      "role subject",
      (mine) => {
        const verify = planVerify(mine.team, mine.bob.user);
        act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
        return signed(mine, mine.cleo, verify);
      },
    ],
    [
      "is not said by a sheet of paper",
      "role kind",
      (mine) => signed(mine, makePaper(mine.team, mine.bob), planVerify(mine.team, mine.ada.user)),
    ],
  ]);

  it("does not spoil a second signature that was given before", () => {
    const mine = copyOf(scene);
    const { touched } = mine.team.state;
    act(mine.team, mine.bob, planVerify(mine.team, mine.dora.user));
    expect([...mine.team.state.touched]).toEqual([...touched]);
  });

  it("counts for whoever said it, and while they are in the team", () => {
    const { team, ada, bob, cleo, dora } = copyOf(scene);
    act(team, bob, planVerify(team, dora.user));
    act(team, cleo, planVerify(team, dora.user));
    expect(verifiersOf(team.state, dora.user)).toEqual([bob.user, cleo.user]);
    expect(comparisonOf(team.state, ada.user, dora.user)).toEqual({ state: "none" });
    expect(comparisonOf(team.state, dora.user, bob.user)).toEqual({ state: "none" });
    act(team, ada, planRemove(team, ada, bob.user));
    expect(verifiersOf(team.state, dora.user)).toEqual([cleo.user]);
  });
});

describe("a safety number", () => {
  it("is 60 digits, whatever the hash", () => {
    const digits = (bytes: Uint8Array) => safetyDigits(base32Text(bytes) as Hash);
    expect(digits(new Uint8Array(32))).toBe("0".repeat(60));
    expect(digits(new Uint8Array(32).with(31, 255))).toBe("255".padStart(60, "0"));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(digits(bytes)).toMatch(/^\d{60}$/);
      }),
    );
  });

  it("is another for every person, and for the same keys in another team", () => {
    const { team } = scene;
    const numbers = [...team.state.users.keys()].map((user) => numberOf(team, user));
    expect(new Set(numbers).size).toBe(numbers.length);
    const other = { ...team, state: { ...team.state, team: base32Text(randomBytes(32)) as typeof team.team } };
    expect(numbers).not.toContain(numberOf(other, scene.bob.user));
  });

  const stays: [what: string, change: (mine: SmallTeam) => void][] = [
    [
      "another computer that one of theirs signed",
      ({ team, bob }) => void act(team, bob, planDevice(team, bob, newComputer(team, bob))),
    ],
    [
      "the end of the first computer, while another is there",
      ({ team, ada, bob }) => {
        act(team, bob, planDevice(team, bob, newComputer(team, bob)));
        act(team, ada, planRevoke(team, ada, bob.device));
      },
    ],
    [
      "another role",
      ({ team, ada, bob }) => void act(team, ada, planRole(team, ada, { user: bob.user, role: "lead" })),
    ],
    [
      "a sheet of paper, and a recovery that is only open",
      ({ team, bob }) => void openRecovery(team, makePaper(team, bob), newComputer(team, bob)),
    ],
  ];
  it.each(stays)("stays the same with %s", (_what, change) => {
    const mine = copyOf(scene);
    act(mine.team, mine.dora, planVerify(mine.team, mine.bob.user));
    const before = numberOf(mine.team, mine.bob.user);
    change(mine);
    expect(numberOf(mine.team, mine.bob.user)).toBe(before);
    expect(comparisonOf(mine.team.state, mine.dora.user, mine.bob.user).state).toBe("same");
  });

  it("is another after a recovery, until it is compared again", () => {
    const { team, ada, bob, dora } = copyOf(scene);
    act(team, dora, planVerify(team, bob.user));
    recover(team, { person: bob, admin: ada });
    expect(comparisonOf(team.state, dora.user, bob.user).state).toBe("changed");
    expect(verifiersOf(team.state, bob.user)).toEqual([]);
    act(team, dora, planVerify(team, bob.user));
    expect(comparisonOf(team.state, dora.user, bob.user).state).toBe("same");
  });
});

type Changed = SmallTeam & { group: GroupId; fresh: VaultId; computer: Person };

/** Ada and Cleo compared Bob's number; Bob came back with a sheet of paper. They are in a group that has nothing yet. */
function changed(): Changed {
  const mine = copyOf(scene);
  const { team, ada, cleo, bob, dora } = mine;
  const group = makeGroup(team, ada, { managers: [ada], members: [bob, dora] });
  const { plan: made, vault: fresh } = planVault(team, ada);
  act(team, ada, made);
  for (const by of [ada, cleo]) act(team, by, planVerify(team, bob.user));
  return { ...mine, group, fresh, computer: recover(team, { person: bob, admin: ada }) };
}

const giving = (
  vault: VaultId,
  to: { user?: UserId; group?: GroupId },
  permission: "use" | "edit" | "manage" | null,
): Intent => ({
  type: "vault-access",
  vault,
  changes: [{ user: to.user ?? null, group: to.group ?? null, permission, end: null }],
});
const places = (group: GroupId, more: object): Intent => ({ type: "group-change", group, ...more });

describe("what would give more to somebody whose keys are others than the signer compared", () => {
  const roleOf = ({ bob }: Changed, role: "member" | "lead" | "admin", end: number | null = null): Intent => ({
    ...{ type: "user-role", id: newId<string>(), user: bob.user, role, end: end as never },
  });
  const held: [what: string, intent: (mine: Changed) => Intent][] = [
    ["a vault", ({ fresh, bob }) => giving(fresh, bob, "use")],
    ["a higher right", ({ ops, bob }) => giving(ops, bob, "manage")],
    ["a vault for their group", ({ fresh, group }) => giving(fresh, { group }, "use")],
    [
      "a new group with them",
      ({ ada, bob }) => ({ type: "group-create", group: newId(), managers: [ada.user], members: [bob.user] }),
    ],
    ["managing a group", ({ group, bob }) => places(group, { managersAdd: [bob.user] })],
    ["a higher role", (mine) => roleOf(mine, "lead")],
  ];
  it.each(held)("%s is not signed", (_what, intent) => {
    const mine = changed();
    const planned = plan(circumstancesOf(mine.team, mine.ada), intent(mine));
    expect(planned).toMatchObject({
      failure: { code: "key-changed", detail: { reason: "person", user: mine.bob.user } },
    });
    // Compared again, it is.
    act(mine.team, mine.ada, planVerify(mine.team, mine.bob.user));
    expect(verdict(plan(circumstancesOf(mine.team, mine.ada), intent(mine)))).toBe("taken");
  });

  it("is signed by whoever compared nothing", () => {
    const mine = changed();
    const by = circumstancesOf(mine.team, mine.eve);
    expect(verdict(plan(by, roleOf(mine, "lead")))).toBe("taken");
  });

  const free: [what: string, intent: (mine: Changed) => Intent][] = [
    ["a right taken from them", ({ ops, bob }) => giving(ops, bob, null)],
    ["a lower right", ({ ops, bob }) => giving(ops, bob, "use")],
    ["a place taken from them", ({ group, bob }) => places(group, { remove: [bob.user] })],
    ["their removal", ({ bob }) => ({ type: "user-remove", id: newId<string>(), user: bob.user })],
    [
      "the end of their new computer",
      ({ computer }) => ({ type: "device-revoke", id: newId<string>(), device: computer.device }),
    ],
    ["something for somebody else", ({ fresh, dora }) => giving(fresh, dora, "use")],
  ];
  it.each(free)("but %s is", (_what, intent) => {
    const mine = changed();
    expect(verdict(plan(circumstancesOf(mine.team, mine.ada), intent(mine)))).toBe("taken");
  });

  it("no key is sent to their computers before it is compared again", () => {
    const { team, ada, bob, ops } = changed();
    const waiting = (by: Person) =>
      waitingFor(circumstancesOf(team, by)).filter(({ device }) => team.state.devices.get(device)?.user === bob.user);
    expect(waiting(ada)).toEqual([]);
    act(team, ada, planVerify(team, bob.user));
    expect(waiting(ada).flatMap(({ vaults }) => vaults)).toContain(ops);
  });

  it("nor where their computer asks for one", () => {
    const { team, ada, dora, ops, computer } = changed();
    const asked = [computer, dora].map(({ device }) => ({ device, vaults: [ops] }));
    const to = asked.sort((one, other) => (one.device < other.device ? -1 : 1));
    const planned = plan(circumstancesOf(team, ada), { type: "vault-keys", to });
    const sent = planned.ok ? planned.value?.entries.flatMap(({ recipients }) => recipients) : [];
    expect(sent?.map(({ device }) => device)).toEqual([dora.device]);
  });

  it("nor where an entry gave it that another program signed", () => {
    const { team, ada, group, fresh } = changed();
    // Signed by a program that asks nothing: the log takes it, and this app hands no key on.
    act(team, ada, planGroupAccess(team, ada, fresh, { group, permission: "use" }));
    const planned = plan(circumstancesOf(team, ada), { type: "vault-keys", to: "everyone-waiting" });
    const to = planned.ok
      ? (planned.value?.entries.flatMap(({ recipients }) => recipients.map(({ device }) => device)) ?? [])
      : [];
    expect(to.map((device) => team.state.devices.get(device)?.user)).not.toContain(scene.bob.user);
  });
});
