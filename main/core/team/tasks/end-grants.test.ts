/** Grants that have ended are removed by a manager's app: by whose, when, and what is left alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import type { EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { ok } from "../../../../shared/failures.ts";
import type { Permission } from "../../../../shared/protocol/team-log/state/parts.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { act, planAccess, planArchive } from "../../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../../shared/testing/small-team.ts";
import { testArea } from "../test-area.ts";
import { endGrants } from "./end-grants.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Name = "ada" | "bob" | "cleo" | "dora";
/** Ada's vault, in which somebody has a right until then. */
function giveUntil(mine: SmallTeam, user: UserId, end: number | null, permission: Permission = "edit"): void {
  const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user, permission }]);
  const changes = plan.payload.changes.map((one) => ({ ...one, end: end as EpochMs | null }));
  act(mine.team, mine.ada, { ...plan, payload: { ...plan.payload, changes } });
}
const inLog = ({ team, ops }: SmallTeam) => team.state.vaults.get(ops) as VaultInLog;
const withEnd = (after: number, permission?: Permission) => {
  const mine = copyOf(scene);
  giveUntil(mine, mine.bob.user, mine.team.now + after, permission);
  return mine;
};

describe("ending grants", () => {
  it.each<[string, Name, number, boolean]>([
    ["for a manager, where the end has come", "ada", 0, true],
    ["for nobody before it", "ada", 1, false],
    ["not for a reader", "dora", 0, false],
    ["not for the person themselves", "bob", 0, false],
    ["not for an admin who does not manage the vault", "cleo", 0, false],
  ])("is due %s", (_, name, after, isDue) => {
    const mine = withEnd(after);
    expect(endGrants.isDue(testArea(mine, mine[name]).area)).toBe(isDue);
  });

  it("is not due for a manager whose own right has ended, nor in an archived vault", () => {
    const mine = withEnd(0, "manage");
    expect(endGrants.isDue(testArea(mine, mine.bob).area)).toBe(false);
    act(mine.team, mine.ada, planArchive(mine.team, mine.ops));
    expect(endGrants.isDue(testArea(mine, mine.ada).area)).toBe(false);
  });

  it("goes by a time on which the server agrees: a clock that was set forth takes nothing away", () => {
    const mine = withEnd(1000);
    const { area } = testArea(mine, mine.ada);
    mine.team.now += 86_400_000;
    expect(endGrants.isDue(area)).toBe(true);
    expect(endGrants.isDue({ ...area, agreedTime: () => mine.team.now - 86_400_000 })).toBe(false);
    expect(endGrants.isDue({ ...area, agreedTime: () => null })).toBe(false);
  });

  it("removes all of a vault in one entry, with its new key in the same post, and leaves everybody else", async () => {
    const mine = withEnd(-5);
    giveUntil(mine, mine.cleo.user, mine.team.now, "use");
    giveUntil(mine, mine.eve.user, mine.team.now + 5, "use");
    const { area, log } = testArea(mine, mine.ada);
    expect(await endGrants.run(area)).toEqual(ok(true));
    expect([...inLog(mine).access.keys()].sort()).toEqual(
      [mine.ada, mine.dora, mine.eve].map(({ user }) => user).sort(),
    );
    expect(inLog(mine)).toMatchObject({ rotationDue: false, epoch: 2 });
    expect(log.posts.map(({ entries }) => entries.length)).toEqual([2]);
    expect(endGrants.isDue(area)).toBe(false);
  });

  it("removes nobody who was given more time meanwhile, and leaves it to who was faster", async () => {
    const mine = withEnd(0);
    const { area, log } = testArea(mine, mine.ada);
    log.meanwhile = () => giveUntil(mine, mine.bob.user, mine.team.now + 5000);
    expect(await endGrants.run(area)).toEqual(ok(true));
    expect(inLog(mine).access.get(mine.bob.user)?.permission).toBe("edit");
    expect(log.posts).toHaveLength(1);
  });
});
