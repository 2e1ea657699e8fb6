/**
 * The same table as in `state-writes.test.ts`, where access is written: what a grant, its end and the keys sent with it may say, and who may
 * sign them [protocol: State and signers].
 */
import { beforeAll, describe, expect, it } from "vitest";
import { bundleHash } from "../../crypto/key-bundle.ts";
import { randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { EpochMs, VaultId } from "../../encoding/ids.ts";
import { act, headAt, type Plan, planAccess, planInvite, planKeys, signed } from "../../testing/entries.ts";
import { makeGroup, planGroupAccess } from "../../testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { vaultOfKind } from "../../testing/team.ts";
import { checkEntries, type Row } from "../../testing/verdicts.ts";
import type { AccessChange, Permission } from "./state/parts.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
const by =
  (name: Name, make: (mine: SmallTeam) => Plan): Row[2] =>
  (mine) =>
    signed(mine, mine[name], make(mine));
const system = ({ team }: SmallTeam, kind: "directory" | "tools" | "audit") => vaultOfKind(team.state, kind).vault;

describe("access", () => {
  const change =
    (vault: (mine: SmallTeam) => VaultId, made: (mine: SmallTeam) => Partial<AccessChange>) => (mine: SmallTeam) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]);
      const one: AccessChange = { user: null, group: null, permission: "use", end: null, ...made(mine) };
      const payload = { vault: vault(mine), changes: [one] };
      const heads = [headAt(mine.team, payload.vault)];
      return { ...plan, payload, attached: { ...plan.attached, heads, bundles: [] } };
    };
  const onOps = (made: (mine: SmallTeam) => Partial<AccessChange>) => change(({ ops }) => ops, made);
  const forSelf = (name: Name, permission: Permission) => onOps((mine) => ({ user: mine[name].user, permission }));
  check([
    ["an editor does not make themselves a manager", "role own", by("bob", forSelf("bob", "manage"))],
    ["a reader does not make themselves an editor", "role own", by("dora", forSelf("dora", "edit"))],
    ["an admin does not give themselves a vault", "role", by("cleo", forSelf("cleo", "use"))],
    [
      "who manages through a group does not give themselves a right of their own",
      "role own",
      (mine) => {
        const { team, ada, cleo, ops } = mine;
        const group = makeGroup(team, ada, { managers: [ada], members: [cleo] });
        act(team, ada, planGroupAccess(team, ada, ops, { group, permission: "manage" }));
        return [team.state, by("cleo", forSelf("cleo", "manage"))(mine) as Uint8Array];
      },
    ],
    [
      "an editor does not take a right from the manager",
      "role",
      by(
        "bob",
        onOps(({ ada }) => ({ user: ada.user, permission: null })),
      ),
    ],
    ...(["directory", "tools", "audit"] as const).map(
      (kind): Row => [
        `nobody has a grant on ${kind}`,
        "role vault",
        by(
          "ada",
          change(
            (mine) => system(mine, kind),
            ({ bob }) => ({ user: bob.user, permission: "manage" }),
          ),
        ),
      ],
    ),
    [
      "nobody has a grant on another's personal vault",
      "role vault",
      by(
        "ada",
        change(
          ({ bobsPersonal }) => bobsPersonal,
          ({ ada }) => ({ user: ada.user }),
        ),
      ),
    ],
  ]);
});

describe("a manager's own grant", () => {
  const until = 2_000_000_000_000 as EpochMs;
  /** Ada's vault, which Bob manages until an end, beside Ada. */
  function managedUntil(mine: SmallTeam, end: EpochMs | null): void {
    const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "manage" }]);
    const changes = plan.payload.changes.map((one) => ({ ...one, end }));
    act(mine.team, mine.ada, { ...plan, payload: { ...plan.payload, changes } });
  }
  const own =
    (name: "ada" | "bob", had: EpochMs | null, to: { permission: Permission | null; end?: number | null }): Row[2] =>
    (mine) => {
      managedUntil(mine, had);
      const { team, ops } = mine;
      const { user } = mine[name];
      const plan = planAccess(team, mine[name], ops, [{ user, permission: to.permission }]);
      const end = (to.end ?? null) as EpochMs | null;
      const changes = plan.payload.changes.map((one) => ({ ...one, end }));
      plan.attached.cuts = to.permission === "manage" ? [] : [headAt(team, ops)];
      return [team.state, signed(mine, mine[name], { ...plan, payload: { ...plan.payload, changes } })];
    };
  check([
    ["keeps its end", "role own", own("bob", until, { permission: "manage", end: null })],
    ["is not made longer", "role own", own("bob", until, { permission: "manage", end: until + 1 })],
    ["is not said again", "role own", own("bob", until, { permission: "manage", end: until })],
    ["is not exchanged for a lower one without an end", "role own", own("bob", until, { permission: "edit" })],
    ["is not exchanged for a lower, longer one", "role own", own("bob", until, { permission: "use", end: until + 1 })],
    ["ends earlier", "taken", own("bob", until, { permission: "manage", end: until - 1 })],
    ["is given an end", "taken", own("bob", null, { permission: "manage", end: until })],
    ["is lowered", "taken", own("bob", null, { permission: "use" })],
    ["is lowered, with its end", "taken", own("bob", until, { permission: "use", end: until })],
    ["is given up", "taken", own("bob", until, { permission: null })],
    ["is given up by the last whose right does not end", "role last-manager", own("ada", until, { permission: null })],
    [
      "is given an end by the last whose right does not end",
      "role last-manager",
      own("ada", until, { permission: "manage", end: until }),
    ],
  ]);
});

describe("keys that were sent", () => {
  const listing = (vault: (mine: SmallTeam) => VaultId, to: Name) => (mine: SmallTeam) =>
    planKeys(mine.team, vault(mine), [mine[to].device]);
  check([
    [
      "no admin without the key lists",
      "recipient-set sender",
      by(
        "cleo",
        listing(({ ops }) => ops, "bob"),
      ),
    ],
    [
      "nobody who lost the right lists",
      "recipient-set sender",
      by(
        "bob",
        listing(({ due }) => due, "dora"),
      ),
    ],
    [
      "nobody lists a device without a right",
      "recipient-set entitled",
      by(
        "bob",
        listing(({ ops }) => ops, "cleo"),
      ),
    ],
    [
      "nobody lists in an archived vault",
      "recipient-set sender",
      by(
        "ada",
        listing(({ archived }) => archived, "ada"),
      ),
    ],
    [
      "nobody's entry about something else carries keys",
      "recipient-set bundles",
      by("ada", (mine) => ({
        ...planInvite(mine.team).plan,
        attached: planKeys(mine.team, mine.ops, [mine.bob.device]).attached,
      })),
    ],
  ]);

  it("stay as they are, whatever entry lists them again", () => {
    const mine = copyOf(scene);
    const { team, ada, dora, bob, ops } = mine;
    const first = () => team.state.vaults.get(ops)?.epochs.get(1)?.sent.get(bob.device)?.[0];
    const before = first();
    act(team, dora, planKeys(team, ops, [bob.device]));
    const granted = planAccess(team, ada, ops, [{ user: mine.cleo.user, permission: "use" }]);
    const { bundles } = planKeys(team, ops, [bob.device, mine.cleo.device]).attached;
    const again = bundles.map((one) => ({ ...one, hash: bundleHash(randomBytes(64)) }));
    act(team, ada, { ...granted, attached: { ...granted.attached, bundles: again } });
    expect(before).not.toBe(undefined);
    expect(first()).toEqual(before);
  });
});
