/** Random logs with groups: what the reducer keeps of everybody's rights is what a slow look at the tables finds, at every entry. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { UserId, VaultId } from "../../../encoding/ids.ts";
import { type Plan, planAccess, planAdd, planInvite, signed } from "../../../testing/entries.ts";
import { planGroup, planGroupAccess, planGroupChange } from "../../../testing/groups.ts";
import { planRemove, planRevoke, planRole } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { stateHash } from "../../../testing/state-hash.ts";
import { newPerson, type Person } from "../../../testing/team.ts";
import { type Permission, permissions, roles } from "../state/parts.ts";
import type { TeamState, VaultInLog } from "../state/team-state.ts";
import { applyEntry } from "../verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let at = seed;
  return (below) => {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((at / 2 ** 32) * below);
  };
}

/** A source of right: what it gives, and until when. */
type Source = { level: number; until: number };
const level = (permission: Permission | null) => (permission === null ? 0 : permissions.indexOf(permission) + 1);

/** From the tables alone, by nothing that the reducer computes with. */
function sources(state: TeamState, user: UserId, vault: VaultInLog): Source[] {
  const member = state.users.get(user);
  if (member?.active !== true || member.role === "auditor") return [];
  return [...vault.access].flatMap(([subject, { permission, end }]) => {
    const has =
      subject === user ||
      [...state.groups.values()].some(({ group, members }) => group === subject && members.has(user));
    return has ? [{ level: level(permission), until: end ?? Number.POSITIVE_INFINITY }] : [];
  });
}
const slowRight = (state: TeamState, user: UserId, vault: VaultInLog) =>
  Math.max(0, ...sources(state, user, vault).map((one) => one.level));
const lasts = (all: readonly Source[], least: number) =>
  Math.max(Number.NEGATIVE_INFINITY, ...all.filter((one) => one.level >= least).map((one) => one.until));
const shared = ({ vaults }: TeamState) => [...vaults.values()].filter(({ kind }) => kind === "shared");

type Turn = { mine: SmallTeam; people: Person[]; pick: <T>(from: readonly T[]) => T; roll(below: number): number };
const some = <T>({ roll }: Turn, from: readonly T[]): T[] => from.filter(() => roll(4) === 0);

/** One random entry, of whoever; null where there is nothing to sign. */
const entries: ((turn: Turn, by: Person) => Plan | null)[] = [
  (turn) =>
    planGroup(turn.mine.team, {
      managers: [turn.pick(turn.people), ...some(turn, turn.people.slice(0, 2))].filter(
        (one, at, all) => all.indexOf(one) === at,
      ),
      members: some(turn, turn.people),
    }).plan,
  changeGroup,
  changeGroup,
  changeGroup,
  ({ mine, pick, roll }, by) => {
    const groups = [...mine.team.state.groups.keys()];
    if (groups.length === 0) return null;
    const permission = pick([...permissions, null]);
    const end = permission !== null && roll(3) === 0 ? mine.team.now + roll(3) : null;
    return planGroupAccess(mine.team, by, pick([mine.ops, mine.bobs, mine.due]), {
      group: pick(groups),
      permission,
      end,
    });
  },
  ({ mine, people, pick }, by) =>
    planAccess(mine.team, by, pick([mine.ops, mine.bobs, mine.due]), [
      { user: pick(people).user, permission: pick([...permissions, null]) },
    ]),
  ({ mine, people, pick, roll }, by) =>
    planRole(mine.team, by, {
      user: pick(people).user,
      role: pick(roles),
      end: roll(4) === 0 ? mine.team.now + roll(9) : null,
    }),
  ({ mine, people, pick, roll }, by) => (roll(3) === 0 ? planRemove(mine.team, by, pick(people).user) : null),
  ({ mine, people, pick, roll }, by) => (roll(3) === 0 ? planRevoke(mine.team, by, pick(people).device) : null),
];

function changeGroup(turn: Turn, by: Person): Plan | null {
  const { mine, people, roll } = turn;
  const groups = [...mine.team.state.groups.values()];
  if (groups.length === 0) return null;
  const group = turn.pick(groups);
  const signer = roll(8) === 0 ? by : (people.find(({ user }) => group.managers.has(user)) ?? by);
  const inside = (set: ReadonlySet<UserId>, has: boolean) =>
    some(
      turn,
      people.filter(({ user }) => set.has(user) === has),
    );
  const plan = planGroupChange(mine.team, signer, group.group, {
    add: inside(group.members, false),
    remove: inside(group.members, true),
    managersAdd: inside(group.managers, false),
    managersRemove: inside(group.managers, true),
  });
  return Object.assign(plan, { signer });
}

/** Somebody comes in by an invite that names groups: two entries. */
function joining({ mine: { team }, people }: Turn): [() => Plan, () => Plan] {
  const person = newPerson(team);
  const groups = [...team.state.groups.keys()].sort().slice(0, 3);
  const { plan, guest } = planInvite(team, { groups });
  const add = () => {
    people.push(person);
    return planAdd(team, guest, person, { groups: groups.slice(1) });
  };
  return [() => plan, add];
}

function check(
  before: TeamState,
  after: TeamState,
  { plan, by }: { plan: Plan; by: UserId },
  users: readonly UserId[],
): void {
  const fell = new Set<VaultId>();
  for (const vault of shared(after)) {
    const was = before.vaults.get(vault.vault) as VaultInLog;
    for (const user of users) {
      const right = slowRight(after, user, vault);
      expect(level(vault.rights.get(user)?.at(-1)?.permission ?? null)).toBe(right);
      if (right < slowRight(before, user, was) && !was.archived) fell.add(vault.vault);
    }
    const mayRise = ["user-remove", "user-role", "device-revoke"].includes(plan.type);
    if (mayRise) continue;
    for (const least of [1, 2, 3])
      expect(lasts(sources(after, by, vault), least)).toBeLessThanOrEqual(lasts(sources(before, by, was), least));
  }
  const cut = new Set(plan.attached.cuts.map(({ vault }) => vault));
  if (plan.type !== "device-revoke")
    for (const vault of shared(after)) expect(cut.has(vault.vault)).toBe(fell.has(vault.vault));
  for (const { members, managers } of after.groups.values())
    for (const user of [...members, ...managers]) expect(after.users.get(user)).toMatchObject({ active: true });
}

describe("random logs with groups", () => {
  const all = new Map<string, number>();
  it.each([...Array(24).keys()])("seed %i", (seed) => {
    const mine = copyOf(scene);
    const roll = numbers(seed + 1);
    const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;
    const turn: Turn = { mine, roll, pick, people: [mine.ada, mine.bob, mine.cleo, mine.dora, mine.eve, mine.aud] };
    const first = mine.team.state;
    const taken: Uint8Array[] = [];
    const post = (plan: Plan, by: Person) => {
      const bytes = signed(mine, by, plan);
      const before = mine.team.state;
      const applied = applyEntry(before, bytes);
      if (!applied.ok) return false;
      mine.team.state = applied.value.state;
      taken.push(bytes);
      all.set(plan.type, (all.get(plan.type) ?? 0) + 1);
      check(
        before,
        applied.value.state,
        { plan, by: by.user },
        turn.people.map(({ user }) => user),
      );
      return true;
    };
    post(planGroup(mine.team, { managers: [mine.bob, mine.cleo], members: [mine.dora] }).plan, mine.ada);
    for (let step = 0; step < 60; step++) {
      const by = roll(3) === 0 ? pick(turn.people) : mine.ada;
      if (roll(12) === 0) {
        const [invite, add] = joining(turn);
        if (post(invite(), by)) post(add(), by);
        continue;
      }
      const plan = pick(entries)(turn, by) as (Plan & { signer?: Person }) | null;
      if (plan !== null) post(plan, plan.signer ?? by);
    }
    // Whoever reads the same bytes says the same.
    let again = first;
    for (const bytes of taken) {
      const applied = applyEntry(again, bytes);
      if (!applied.ok) throw new Error(applied.failure.code);
      again = applied.value.state;
    }
    expect(stateHash(again)).toBe(stateHash(mine.team.state));
  });
  it("took each of these types often enough to say something", () => {
    for (const type of ["group-create", "group-change", "vault-access", "user-role", "user-remove", "user-add"])
      expect([type, all.get(type) ?? 0]).toEqual([type, expect.toSatisfy((count: number) => count >= 10)]);
  });
});
