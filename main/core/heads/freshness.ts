/**
 * Whether enough of the others confirmed lately what this computer knows of the team [protocol: Freshness]: asked before somebody
 * is added or gets more access, never before anything is taken away.
 */
import type { UserId } from "../../../shared/encoding/ids.ts";
import { lastRemoval } from "../../../shared/protocol/heads/statement.ts";
import { devicesOf, hasRoleEnded } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Stated } from "./stated-book.ts";

export type Freshness = {
  isFresh: boolean;
  /** Whose app would help; empty where it is fresh. */
  waitsFor: UserId[];
};
type Asked = { state: TeamState; self: UserId; stated: readonly Stated[]; now: number };

const dayMs = 86_400_000;
/** From so many people up, two of the others are asked, one of them an admin where there is another one. */
const largeTeam = 4;

const isWithinADay = (time: number, now: number): boolean => Math.abs(now - time) < dayMs;

/** People, computers and removals by the log; how old a statement is by `now`, the time of this computer. */
export function freshness({ state, self, stated, now }: Asked): Freshness {
  const others = [...state.users.values()].filter(
    (member) =>
      member.active &&
      member.user !== self &&
      !hasRoleEnded(state, member.user, now) &&
      devicesOf(state, member.user).some(({ kind }) => kind === "computer"),
  );
  const removal = lastRemoval(state);
  const fresh = new Set(
    stated.filter(({ time, logSeq }) => isWithinADay(time, now) && logSeq >= removal).map(({ user }) => user),
  );
  const isLarge = others.length + 1 >= largeTeam;
  const missing = (isLarge ? 2 : Math.min(1, others.length)) - others.filter(({ user }) => fresh.has(user)).length;
  const admins = isLarge ? others.filter(({ role }) => role === "admin") : [];
  const lacksAdmin = admins.length > 0 && !admins.some(({ user }) => fresh.has(user));
  if (missing <= 0 && !lacksAdmin) return { isFresh: true, waitsFor: [] };
  const helping = lacksAdmin && missing <= 1 ? admins : others;
  return { isFresh: false, waitsFor: helping.map(({ user }) => user).filter((user) => !fresh.has(user)) };
}

/** Others whose app said within a day that it holds the same history, every removal included, and when the last of them did. */
export function sameHistory({ state, self, stated, now }: Asked): { people: number; at: number | null } {
  const removal = lastRemoval(state);
  const recent = stated.filter(
    ({ user, time, logSeq }) => user !== self && isWithinADay(time, now) && logSeq >= removal,
  );
  const at = recent.reduce<number | null>((last, { time }) => Math.max(last ?? 0, time), null);
  return { people: new Set(recent.map(({ user }) => user)).size, at };
}
