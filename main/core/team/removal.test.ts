/** Removing people and changing roles: what is said before, who may, what is refused before anything is signed. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { act, planAccess, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { planVerify, recover } from "../../../shared/testing/verifications.ts";
import { planRemoval, removeMember, setRole } from "./removal.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Bob's vault, which Dora and Eve may edit. */
function shared(mine: SmallTeam): VaultId {
  const changes = [mine.dora, mine.eve].map(({ user }) => ({ user, permission: "edit" as const }));
  act(mine.team, mine.bob, planAccess(mine.team, mine.bob, mine.bobs, changes));
  return mine.bobs;
}

describe("what removing somebody would do", () => {
  it("names their vaults, those that close with them, who goes on and who else could", () => {
    const mine = copyOf(scene);
    const bobs = shared(mine);
    const { area } = testArea(mine, mine.ada);
    expect(planRemoval(area, mine.bob.user)).toEqual(
      ok({
        vaults: [mine.ops, bobs].sort(),
        archived: [],
        groups: [],
        invites: 0,
        seen: 0,
        heirs: [{ vault: bobs, user: mine.eve.user, choices: [mine.eve.user, mine.dora.user] }],
      }),
    );
  });

  it("counts the invites that end, and a vault that nobody else opens", () => {
    const mine = copyOf(scene);
    act(mine.team, mine.cleo, planInvite(mine.team).plan);
    const { area } = testArea(mine, mine.ada);
    expect(must(planRemoval(area, mine.cleo.user))).toMatchObject({ invites: 1, archived: [], heirs: [] });
    expect(must(planRemoval(area, mine.bob.user))).toMatchObject({ archived: [mine.bobs], heirs: [] });
  });

  it("is not found for nobody, and for who is gone", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    expect(verdict(planRemoval(area, newId<UserId>()))).toBe("not-found");
    must(await removeMember(area, { user: mine.bob.user }));
    expect(verdict(planRemoval(area, mine.bob.user))).toBe("not-found");
  });
});

describe("removing somebody", () => {
  it("is one entry, after which the chosen heir manages", async () => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area, log, syncs } = testArea(mine, mine.ada);
    const heirs = [{ vault, user: mine.dora.user }];
    expect(await removeMember(area, { user: mine.bob.user, heirs })).toMatchObject({
      ok: true,
      value: { state: "done" },
    });
    expect(log.posts).toHaveLength(1);
    expect(mine.team.state.vaults.get(vault)?.access.get(mine.dora.user)?.permission).toBe("manage");
    expect(syncs.asked).toBe(1);
  });

  it("gives what they managed to nobody whose keys changed, where somebody else is as fit, unless they are chosen", async () => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area } = testArea(mine, mine.ada);
    act(mine.team, mine.ada, planVerify(mine.team, mine.eve.user));
    recover(mine.team, { person: mine.eve, admin: mine.cleo });
    const { heirs } = must(planRemoval(area, mine.bob.user));
    expect(heirs).toEqual([{ vault, user: mine.dora.user, choices: [mine.dora.user, mine.eve.user] }]);
    const rightOf = ({ user }: Person, { team } = mine) => team.state.vaults.get(vault)?.access.get(user)?.permission;
    const other = copyOf(mine);
    must(await removeMember(area, { user: mine.bob.user }));
    expect([rightOf(mine.dora), rightOf(mine.eve)]).toEqual(["manage", "edit"]);
    must(
      await removeMember(testArea(other, other.ada).area, {
        user: mine.bob.user,
        heirs: [{ vault, user: mine.eve.user }],
      }),
    );
    expect([rightOf(mine.dora, other), rightOf(mine.eve, other)]).toEqual(["edit", "manage"]);
  });

  type Heir = { vault?: VaultId; group?: GroupId; user: UserId };
  it.each<[string, (mine: SmallTeam, vault: VaultId) => Heir]>([
    ["who may not open the vault", ({ aud }, vault) => ({ vault, user: aud.user })],
    ["who is removed", ({ bob }, vault) => ({ vault, user: bob.user })],
    ["whom nobody needs", ({ ops, dora }) => ({ vault: ops, user: dora.user })],
    ["of a group that is not there", ({ dora }) => ({ group: newId<GroupId>(), user: dora.user })],
    ["of nothing", ({ dora }) => ({ user: dora.user })],
  ])("with an heir %s is refused before anything is signed", async (_, heir) => {
    const mine = copyOf(scene);
    const vault = shared(mine);
    const { area, log } = testArea(mine, mine.ada);
    const refused = await removeMember(area, { user: mine.bob.user, heirs: [heir(mine, vault)] });
    expect(refused).toMatchObject({ failure: { code: "invalid-input", detail: { field: "heirs" } } });
    expect(log.posts).toEqual([]);
  });

  it.each<["bob" | "dora" | "aud" | "cleo", string]>([
    ["bob", "role"],
    ["dora", "role"],
    ["aud", "role"],
    ["cleo", "taken"],
  ])("by %s is %s", async (name, expected) => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine[name]);
    expect(verdict(await removeMember(area, { user: mine.eve.user }))).toBe(expected);
  });

  it("who is gone already is no failure, and nothing is signed; nobody is not found", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    must(await removeMember(area, { user: mine.bob.user }));
    must(await removeMember(area, { user: mine.bob.user }));
    expect(log.posts).toHaveLength(1);
    expect(verdict(await removeMember(area, { user: newId<UserId>() }))).toBe("not-found");
  });
});

describe("another role", () => {
  it("is given with an end, and sends what it opens", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const end = mine.team.now + 1000;
    must(await setRole(area, { user: mine.bob.user, role: "lead", end: end as never }));
    expect(mine.team.state.users.get(mine.bob.user)).toMatchObject({ role: "lead", roleEnd: end });
  });

  it.each<[string, Partial<Parameters<typeof setRole>[1]>, string]>([
    ["with an end that has passed", { end: 1 as never }, "invalid-input"],
    ["of nobody", { user: newId<UserId>() }, "not-found"],
  ])("%s is refused", async (_, change, expected) => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    expect(verdict(await setRole(area, { user: mine.bob.user, role: "lead", ...change }))).toBe(expected);
    expect(log.posts).toEqual([]);
  });
});
