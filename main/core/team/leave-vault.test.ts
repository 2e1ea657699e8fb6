/** Leaving a vault, and handing it over: who can, what is posted, what stands afterwards. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { managementOf, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { leaveVault } from "../vaults/vault-access.ts";
import type { VaultActs } from "../vaults/vault-acts.ts";
import { listVaults } from "../vaults/vault-list.ts";
import { rotateDueKeys } from "./tasks/rotate-due-keys.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Name = "ada" | "bob" | "cleo" | "dora" | "aud";
/** The acts on vaults of this person, in a team of their own. */
function actsOf(name: Name) {
  const mine = copyOf(scene);
  const { area, log } = testArea(mine, mine[name]);
  return { mine, log, acts: { ...area, absentIn: () => 0, titleOf: () => null } as VaultActs };
}
const done = { ok: true, value: { state: "done" } };
const refused = (code: string, reason?: string) => ({
  ok: false,
  failure: { code, ...(reason === undefined ? {} : { detail: { reason } }) },
});
const inLog = ({ team }: SmallTeam, vault: VaultId) => team.state.vaults.get(vault) as VaultInLog;

describe("whether a vault can be left", () => {
  it.each<[string, Name, keyof SmallTeam, string]>([
    ["a reader", "dora", "ops", "freely"],
    ["an editor", "bob", "ops", "freely"],
    ["the last manager", "ada", "ops", "successor"],
    ["the manager of an archived vault", "ada", "archived", "no"],
    ["whose personal one it is", "bob", "bobsPersonal", "no"],
  ])("is told to %s", async (_, name, vault, leave) => {
    const { acts, mine } = actsOf(name);
    const listed = await listVaults(acts);
    const found = listed.ok ? listed.value.find((one) => one.vault === mine[vault]) : undefined;
    expect(found?.leave).toBe(leave);
  });
});

describe("leaving", () => {
  it.each<Name>(["bob", "dora"])(
    "takes the own right and nothing else, and leaves the new key to a manager: %s",
    async (name) => {
      const { acts, mine, log } = actsOf(name);
      expect(await leaveVault(acts, { vault: mine.ops })).toMatchObject(done);
      expect(rightOf(mine.team.state, mine[name].user, mine.ops)).toBe(null);
      expect(inLog(mine, mine.ops).rotationDue).toBe(true);
      expect(log.posts.map(({ entries }) => entries.length)).toEqual([1]);
      const { area } = testArea(mine, mine.ada);
      await rotateDueKeys.run(area);
      expect(inLog(mine, mine.ops).rotationDue).toBe(false);
      // Asked for again it is done already.
      expect(await leaveVault(acts, { vault: mine.ops })).toMatchObject(done);
      expect(log.posts).toHaveLength(1);
    },
  );

  it("is refused to the last manager who names nobody", async () => {
    const { acts, mine } = actsOf("ada");
    expect(await leaveVault(acts, { vault: mine.ops })).toMatchObject(refused("role", "last-manager"));
    expect(rightOf(mine.team.state, mine.ada.user, mine.ops)).toBe("manage");
  });

  it.each<Name>(["bob", "dora", "cleo"])("hands the vault over to %s in the same entry, all or none", async (name) => {
    const { acts, mine, log } = actsOf("ada");
    expect(await leaveVault(acts, { vault: mine.ops, successor: mine[name].user })).toMatchObject(done);
    const { team, ada, ops } = mine;
    expect(rightOf(team.state, mine[name].user, ops)).toBe("manage");
    expect(rightOf(team.state, ada.user, ops)).toBe(null);
    expect(managementOf(team.state, inLog(mine, ops))).toBe(2);
    expect(log.posts.map(({ entries }) => entries.length)).toEqual([1]);
    // Whoever goes on was sent the key, and makes the new one.
    const { area } = testArea(mine, mine[name]);
    await rotateDueKeys.run(area);
    expect(inLog(mine, ops)).toMatchObject({ epoch: 2, rotationDue: false });
  });

  it.each<[string, (mine: SmallTeam) => object, object]>([
    ["an auditor", ({ ops, aud }) => ({ vault: ops, successor: aud.user }), refused("role", "subject")],
    ["themselves", ({ ops, ada }) => ({ vault: ops, successor: ada.user }), refused("invalid-input")],
    ["nobody known", ({ ops }) => ({ vault: ops, successor: ops }), refused("not-found")],
  ])("names %s in vain", async (_, input, failure) => {
    const { acts, mine, log } = actsOf("ada");
    expect(await leaveVault(acts, input(mine) as never)).toMatchObject(failure);
    expect(log.posts).toEqual([]);
  });

  it("is nothing that somebody else's successor can be made by: only a manager names one", async () => {
    const { acts, mine, log } = actsOf("dora");
    expect(await leaveVault(acts, { vault: mine.ops, successor: mine.bob.user })).toMatchObject(refused("role"));
    expect(log.posts).toEqual([]);
  });

  it("is refused where there is no grant of one's own", async () => {
    const { acts, mine } = actsOf("bob");
    expect(await leaveVault(acts, { vault: mine.bobsPersonal })).toMatchObject(refused("role", "own"));
  });
});
