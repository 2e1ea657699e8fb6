/** People whose role has ended are taken out by an admin's app: by whose, when, and who is left alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import type { EpochMs } from "../../../../shared/encoding/ids.ts";
import { ok } from "../../../../shared/failures.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../../shared/testing/small-team.ts";
import { testArea } from "../test-area.ts";
import { endRoles } from "./end-roles.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Name = "ada" | "bob" | "cleo" | "dora";

/** The team in which somebody's role ends so many milliseconds from now. */
function withEnd(after: number | null, who: Name = "bob", mine = copyOf(scene)): SmallTeam {
  const { team } = mine;
  const member = team.state.users.get(mine[who].user);
  if (member === undefined) throw new Error("nobody");
  const users = new Map(team.state.users);
  users.set(member.user, { ...member, roleEnd: after === null ? null : ((team.now + after) as EpochMs) });
  team.state = { ...team.state, users };
  return mine;
}
const isIn = ({ team, bob }: SmallTeam) => team.state.users.get(bob.user)?.active;

describe("ending roles", () => {
  it.each<[string, Name, number | null, boolean]>([
    ["for an admin, where the end has come", "ada", 0, true],
    ["for every other admin", "cleo", -5, true],
    ["for nobody before it", "ada", 1, false],
    ["for nobody without one", "ada", null, false],
    ["not for a lead", "dora", 0, false],
    ["not for the person themselves", "bob", 0, false],
  ])("is due %s", (_, name, after, isDue) => {
    const mine = withEnd(after);
    expect(endRoles.isDue(testArea(mine, mine[name]).area)).toBe(isDue);
  });

  it("is not due for an admin whose own role has ended, nor where two people sign a removal", () => {
    const mine = withEnd(0, "cleo", withEnd(0));
    expect(endRoles.isDue(testArea(mine, mine.cleo).area)).toBe(false);
    const policy = { ...mine.team.state.policy, cosigned: ["user-remove" as const] };
    mine.team.state = { ...mine.team.state, policy };
    expect(endRoles.isDue(testArea(mine, mine.ada).area)).toBe(false);
  });

  it("goes by a time on which the server agrees: a clock that was set forth takes nobody out", () => {
    const mine = withEnd(1000);
    const { area } = testArea(mine, mine.ada);
    mine.team.now += 86_400_000;
    expect(endRoles.isDue(area)).toBe(true);
    expect(endRoles.isDue({ ...area, agreedTime: () => mine.team.now - 86_400_000 })).toBe(false);
    expect(endRoles.isDue({ ...area, agreedTime: () => null })).toBe(false);
  });

  it("takes them out, with cuts and heirs, and leaves everybody else", async () => {
    const mine = withEnd(0);
    const { area, log } = testArea(mine, mine.ada);
    expect(await endRoles.run(area)).toEqual(ok(true));
    expect(isIn(mine)).toBe(false);
    expect([...mine.team.state.users.values()].filter(({ active }) => !active)).toHaveLength(1);
    expect(log.posts).toHaveLength(1);
    expect(endRoles.isDue(area)).toBe(false);
  });

  it("takes nobody out who was given more time meanwhile, and leaves it to who was faster", async () => {
    const mine = withEnd(0);
    const { area, log } = testArea(mine, mine.ada);
    log.meanwhile = () => void withEnd(5000, "bob", mine);
    expect(await endRoles.run(area)).toEqual(ok(true));
    expect(isIn(mine)).toBe(true);
  });
});
