/** What changed for a person, read from the log: whose doing, since when, and what is no news to them. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { act, planAccess, planArchive, planDevice, planVault } from "../../../shared/testing/entries.ts";
import { makeGroup, planGroupAccess } from "../../../shared/testing/groups.ts";
import { planRevoke, planRole } from "../../../shared/testing/leavers.ts";
import { makePaper, openRecovery, planConfirm, planUse } from "../../../shared/testing/recoveries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { newComputer, type Person } from "../../../shared/testing/team.ts";
import { addEntries } from "../store/log-rows.ts";
import { createNotices } from "./notices.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";

/** The app of this person on their first computer, which has read everything so far; `by` signs, and all apps hold it. */
function reading(mine: SmallTeam, name: Name) {
  const { area } = testArea(mine, mine[name]);
  const notices = createNotices(area);
  notices.seen(mine.team.state.head.seq);
  return {
    ...{ area, notices },
    by(signer: Person, plan: Parameters<typeof act>[2]): Entry {
      const entry = act(mine.team, signer, plan as never);
      const { seq, hash } = mine.team.state.head;
      addEntries(area.db, [{ seq, hash, bytes: entry.bytes }]);
      return entry;
    },
  };
}
const access = ({ team }: SmallTeam, signer: Person, vault: VaultId, user: Person, permission: "use" | "edit" | null) =>
  planAccess(team, signer, vault, [{ user: user.user, permission }]);

describe("a notice of rights", () => {
  it("says what somebody gave, changed and took, by whom and when", () => {
    const mine = copyOf(scene);
    const { notices, by } = reading(mine, "dora");
    const given = by(mine.bob, access(mine, mine.bob, mine.bobs, mine.dora, "use"));
    const raised = by(mine.ada, access(mine, mine.ada, mine.ops, mine.dora, "edit"));
    expect(notices.list()).toEqual([
      {
        ...{ kind: "access", vault: mine.ops, permission: "edit", had: "use" },
        ...{ notice: raised.body.seq, by: mine.ada.user, at: raised.body.time },
      },
      {
        ...{ kind: "access", vault: mine.bobs, permission: "use", had: null },
        ...{ notice: given.body.seq, by: mine.bob.user, at: given.body.time },
      },
    ]);
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.dora, null));
    expect(notices.list()[0]).toMatchObject({ vault: mine.ops, permission: null, had: "use" });
  });

  it("is none where all is as it was, for others, for what they did themselves and for a vault that they made", () => {
    const mine = copyOf(scene);
    const { notices, by } = reading(mine, "bob");
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.bob, null));
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.bob, "edit"));
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.dora, "edit"));
    by(mine.bob, planVault(mine.team, mine.bob, "shared").plan);
    expect(notices.list()).toEqual([]);
    by(mine.bob, access(mine, mine.bob, mine.ops, mine.bob, null));
    expect(notices.list()).toEqual([]);
  });

  it("counts a group's vaults, a vault that was archived and a role, which is one notice", () => {
    const mine = copyOf(scene);
    const { notices, by } = reading(mine, "bob");
    const made = planVault(mine.team, mine.ada, "shared");
    by(mine.ada, made.plan);
    const group = makeGroup(mine.team, mine.ada, { managers: [mine.ada], members: [mine.bob] });
    by(mine.ada, planGroupAccess(mine.team, mine.ada, made.vault, { group, permission: "use" }));
    by(mine.ada, planArchive(mine.team, mine.ops));
    by(mine.ada, planRole(mine.team, mine.ada, { user: mine.bob.user, role: "lead" }));
    expect(notices.list()).toMatchObject([
      { kind: "role", role: "lead", by: mine.ada.user },
      { kind: "archived", vault: mine.ops },
      { kind: "access", vault: made.vault, permission: "use" },
    ]);
  });
});

describe("a notice of a computer", () => {
  it.each<[Name, boolean]>([
    ["ada", true],
    ["dora", false],
    ["bob", false],
  ])("that somebody else brings in tells %s: %s", (name, isTold) => {
    const mine = copyOf(scene);
    const { notices, by } = reading(mine, name);
    const second = newComputer(mine.team, mine.bob);
    by(mine.bob, planDevice(mine.team, mine.bob, second));
    const told = { kind: "computer", device: second.device, user: mine.bob.user, by: mine.bob.user };
    expect(notices.list()).toMatchObject(isTold ? [told] : []);
  });

  it("tells on every computer of a person what another one of theirs did: a computer, a sheet, a revocation", () => {
    const mine = copyOf(scene);
    const second = newComputer(mine.team, mine.bob);
    act(mine.team, mine.bob, planDevice(mine.team, mine.bob, second));
    const third = newComputer(mine.team, mine.bob);
    act(mine.team, mine.bob, planDevice(mine.team, mine.bob, third));
    const { notices, by } = reading(mine, "bob");
    const fourth = newComputer(mine.team, mine.bob);
    by(second, planDevice(mine.team, second, fourth));
    by(second, planRevoke(mine.team, second, third.device));
    const paper = makePaper(mine.team, second);
    expect(notices.list()).toMatchObject([
      { kind: "sheet", device: paper.device },
      { kind: "computer-gone", device: third.device, by: mine.bob.user },
      { kind: "computer", device: fourth.device, by: mine.bob.user },
    ]);
  });

  it("tells also of a computer of theirs that came and is gone by now, but where it was revoked on this one", () => {
    const mine = copyOf(scene);
    const second = newComputer(mine.team, mine.bob);
    act(mine.team, mine.bob, planDevice(mine.team, mine.bob, second));
    const { notices, by } = reading(mine, "bob");
    const [third, fourth] = [newComputer(mine.team, mine.bob), newComputer(mine.team, mine.bob)];
    by(second, planDevice(mine.team, second, third));
    by(second, planRevoke(mine.team, second, third.device));
    by(second, planDevice(mine.team, second, fourth));
    by(mine.bob, planRevoke(mine.team, mine.bob, fourth.device));
    expect(notices.list()).toMatchObject([
      { kind: "computer-gone", device: third.device, by: mine.bob.user },
      { kind: "computer", device: third.device, by: mine.bob.user },
    ]);
  });

  it.each(["bob", "cleo"] as const)("says to %s that it came by a sheet of paper", (name) => {
    const mine = copyOf(scene);
    const paper = makePaper(mine.team, mine.bob);
    const fresh = newComputer(mine.team, mine.bob);
    const { notices, by } = reading(mine, name);
    const open = openRecovery(mine.team, paper, fresh);
    by(mine.ada, planConfirm(mine.team, open));
    by(paper, planUse(mine.team, open, fresh));
    expect(notices.list()).toMatchObject([{ kind: "recovered", device: fresh.device, user: mine.bob.user }]);
  });
});

describe("what was seen", () => {
  it("is gone, what came since stays; it never goes back, nor beyond the log", () => {
    const mine = copyOf(scene);
    const { notices, by, area } = reading(mine, "dora");
    const first = by(mine.bob, access(mine, mine.bob, mine.bobs, mine.dora, "use"));
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.dora, "edit"));
    notices.seen(first.body.seq);
    expect(notices.list()).toMatchObject([{ vault: mine.ops }]);
    expect(createNotices(area).list()).toMatchObject([{ vault: mine.ops }]);
    notices.seen(0);
    expect(notices.list()).toHaveLength(1);
    notices.seen(Number.MAX_SAFE_INTEGER);
    expect(notices.list()).toEqual([]);
    by(mine.ada, access(mine, mine.ada, mine.ops, mine.dora, "use"));
    expect(notices.list()).toHaveLength(1);
  });

  it("hides nothing where its record was changed on this disk, and begins where this computer came", () => {
    const mine = copyOf(scene);
    const { notices, area } = reading(mine, "dora");
    expect(notices.list()).toEqual([]);
    area.db.prepare("UPDATE settings SET sealed = zeroblob(80) WHERE name = 'notices-seen'").run();
    expect(createNotices(area).list()).toMatchObject([{ kind: "access", vault: mine.due }, { vault: mine.ops }]);
  });
});
