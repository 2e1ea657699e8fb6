/**
 * What of a command gives somebody more than they have [protocol: Freshness]: that part waits until the view of the team is fresh,
 * and what takes something away is done at once. One row for each command that can do either. A command that its person may not
 * give is left to its handler, which says so.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { GroupId, UserId } from "../../../shared/encoding/ids.ts";
import { gainersOf } from "../../../shared/protocol/team-log/known-keys.ts";
import type { Role } from "../../../shared/protocol/team-log/state/parts.ts";
import { isAdmin, lastsUntil, rank, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";

export type HeldCommand = "vault.setAccess" | "member.setRole" | "group.change";
type Parts<Input> = {
  /** What is done at once; null: nothing. */
  now: Input | null;
  /** What waits; null: nothing gives more. */
  held: Input | null;
};
type Widening<Name extends HeldCommand> = {
  split(state: TeamState, self: UserId, input: CommandParsed<Name>): Parts<CommandParsed<Name>>;
  /** Whom the part that waits gives more: nothing waits for somebody whose keys are others than were compared. */
  gainers(state: TeamState, held: CommandParsed<Name>): readonly UserId[];
  /** What it changes, as it is: where that is another by the time that it could be done, somebody decided otherwise meanwhile. */
  before(state: TeamState, input: CommandParsed<Name>): string;
  /** The same once it is done. */
  after(input: CommandParsed<Name>): string;
  /** Asked for again, it takes the place of what waits under this name. */
  name(input: CommandParsed<Name>): string;
};

type Given<Level> = { level: Level; end: number | null };

/** Of a level with an end: at once goes what is not more than there is, in either. */
function splitGiven<Level>(
  had: Given<Level> | null,
  wanted: Given<Level>,
  rankOf: (level: Level) => number,
): { now: Given<Level> | null; isHeld: boolean } {
  if (had === null || rankOf(wanted.level) > rankOf(had.level)) return { now: null, isHeld: true };
  const isLonger = lastsUntil(wanted.end as never) > lastsUntil(had.end as never);
  if (!isLonger) return { now: wanted, isHeld: false };
  const isLower = rankOf(wanted.level) < rankOf(had.level);
  return { now: isLower ? { ...wanted, end: had.end } : null, isHeld: true };
}

/** An auditor reads what no lead does, and the other way round: changing between them gives more in both directions. */
const roleRank: Record<Role, number> = { member: 0, lead: 1, auditor: 1, admin: 2 };

function rankOfRole(had: Role): (role: Role) => number {
  const isSideways = (role: Role) => role !== had && role !== "member" && roleRank[role] === roleRank[had];
  return (role) => roleRank[role] + (isSideways(role) ? 0.5 : 0);
}

const written = (level: string, end: number | null | undefined): string => `${level} ${end ?? "lasting"}`;
const subjectOf = ({ user, group }: CommandParsed<"vault.setAccess">) => (user ?? group) as UserId | GroupId;

const vaultAccess: Widening<"vault.setAccess"> = {
  split(state, self, input) {
    const { vault, permission, end = null } = input;
    const all = { now: input, held: null };
    if (permission === null || rightOf(state, self, vault) !== "manage") return all;
    const had = state.vaults.get(vault)?.access.get(subjectOf(input));
    const stands = had === undefined ? null : { level: had.permission, end: had.end };
    const { now, isHeld } = splitGiven(stands, { level: permission, end }, rank);
    if (!isHeld) return all;
    const { end: _, ...rest } = input;
    return {
      now: now === null ? null : { ...rest, ...(now.end === null ? {} : { end: now.end as never }) },
      held: input,
    };
  },
  gainers: gainersOf,
  before(state, input) {
    const had = state.vaults.get(input.vault)?.access.get(subjectOf(input));
    return had === undefined ? "nothing" : written(had.permission, had.end);
  },
  after: ({ permission, end }) => written(permission ?? "nothing", end),
  name: (input) => `${input.vault}/${subjectOf(input)}`,
};

const memberRole: Widening<"member.setRole"> = {
  split(state, self, input) {
    const { user, role, end = null } = input;
    const had = state.users.get(user);
    const all = { now: input, held: null };
    if (had?.active !== true || !isAdmin(state, self)) return all;
    const stands = { level: had.role, end: had.roleEnd };
    const { now, isHeld } = splitGiven(stands, { level: role, end }, rankOfRole(had.role));
    if (!isHeld) return all;
    const { end: _, ...rest } = input;
    return {
      now: now === null ? null : { ...rest, ...(now.end === null ? {} : { end: now.end as never }) },
      held: input,
    };
  },
  gainers: (_state, { user }) => [user],
  before(state, { user }) {
    const had = state.users.get(user);
    return had?.active === true ? written(had.role, had.roleEnd) : "nothing";
  },
  after: ({ role, end }) => written(role, end),
  name: ({ user }) => user,
};

const groupPlaces: Widening<"group.change"> = {
  split(state, self, input) {
    const { group, add = [], managersAdd = [], ...rest } = input;
    const found = state.groups.get(group);
    const all = { now: input, held: null };
    if (found?.managers.has(self) !== true) return all;
    const isNew = add.some((user) => !found.members.has(user)) || managersAdd.some((user) => !found.managers.has(user));
    if (!isNew) return all;
    const takes = [rest.remove, rest.managersRemove].some((users) => (users?.length ?? 0) > 0);
    return { now: takes ? { group, ...rest } : null, held: { group, add, managersAdd } };
  },
  gainers(state, { group, add = [], managersAdd = [] }) {
    const found = state.groups.get(group);
    const isIn = (users: ReadonlySet<UserId> | undefined, user: UserId) => users?.has(user) === true;
    return [
      ...add.filter((user) => !isIn(found?.members, user)),
      ...managersAdd.filter((user) => !isIn(found?.managers, user)),
    ];
  },
  before(state, { group, add = [], managersAdd = [] }) {
    const found = state.groups.get(group);
    const isIn = (users: ReadonlySet<UserId> | undefined) => (user: UserId) => (users?.has(user) ? "in" : "out");
    return [...add.map(isIn(found?.members)), ...managersAdd.map(isIn(found?.managers))].join(" ");
  },
  after: ({ add = [], managersAdd = [] }) => [...add, ...managersAdd].map(() => "in").join(" "),
  name: ({ group, add = [], managersAdd = [] }) => [group, ...add, "/", ...managersAdd].join(" "),
};

/** Every command of which a part may wait. */
export const widening: { readonly [Name in HeldCommand]: Widening<Name> } = {
  "vault.setAccess": vaultAccess,
  "member.setRole": memberRole,
  "group.change": groupPlaces,
};

/** Whether a command is one of them. */
export function isHeldCommand(name: string): name is HeldCommand {
  return Object.hasOwn(widening, name);
}
