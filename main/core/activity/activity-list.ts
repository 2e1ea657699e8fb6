/** The list of the activity: filtered, counted, newest first. Of this computer; for who reads `audit`, of everybody's. */
import type { ActivityGap, ActivityPage, ActivityShape } from "../../../shared/contract/activity.ts";
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { DeviceId, ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { activityGroups, activityRule, failedType } from "../../../shared/model/activity.ts";
import type { ActivityEvent } from "../../../shared/protocol/activity/event.ts";
import type { Downloads } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import type { Activity } from "./activity.ts";
import { exportActivity, type Named } from "./activity-export.ts";
import type { Gap, HeldChain } from "./chain-reader.ts";
import type { TeamActivity } from "./team-activity.ts";

type Parts = {
  activity: Pick<Activity, "held">;
  team: Pick<TeamActivity, "isReader" | "events" | "gaps">;
  profile: Pick<Profile, "user" | "device">;
  /** What an item is called here; null where this person cannot say. */
  titleOf(item: ItemId): string | null;
  /** Which of its person's computers this is, in the order in which they came; null where they have had one. */
  computerOf(device: DeviceId): number | null;
};
type Query = CommandParsed<"activity.list">;
/** An event with whose it is. */
type Line = { event: ActivityEvent; user: UserId; device: DeviceId; id: string; came: number | null; late: boolean };

/** Handlers of an opened profile. */
export function activityHandlers(parts: Parts, file: { names(): Promise<Named>; downloads: Downloads; now(): number }) {
  const list = (query: Omit<Query, "limit">) => listActivity(parts, { ...query, limit: Number.MAX_SAFE_INTEGER });
  return {
    "activity.list": async (query) => ok(await listActivity(parts, query)),
    "activity.export": (input) => exportActivity({ ...file, list }, input),
  } satisfies Partial<Handlers>;
}

async function listActivity(parts: Parts, query: Query): Promise<ActivityPage> {
  const { team, profile } = parts;
  const isTeam = team.isReader();
  const held = await parts.activity.held();
  const isOwn = query.user === undefined || query.user === profile.user;
  const own = isOwn ? held.events.map((event) => ownLine(parts, event)) : [];
  const others = isTeam ? await linesOfOthers(team, query) : [];
  const lines = [...own, ...others];
  const asked = lines.filter(({ event }) => event.type !== failedType && isAsked(event, query)).sort(byTime);
  const { types, limit } = query;
  const found = types === undefined ? asked : asked.filter(({ event }) => types.includes(event.type));
  const failures = failuresIn(lines);
  const gaps = isOwn ? ownGaps(parts, held) : [];
  if (isTeam) gaps.push(...(await team.gaps(query.user ?? null)));
  return {
    of: isTeam ? "team" : "computer",
    events: pageOf(found, query.before, limit).map((line) => shapeOf(parts, line, failures.get(nameOf(line)) ?? null)),
    gaps: gaps.filter((gap) => reachesInto(gap, query)).map(({ next: _, ...gap }) => gap),
    ...{ total: found.length, all: asked.length, counts: countsOf(asked) },
    items: new Set(found.flatMap(({ event }) => event.items)).size,
    between: countBetween(found, query.marks ?? []),
  };
}

function ownLine({ profile }: Parts, event: ActivityEvent): Line {
  const { user, device } = profile;
  return { event, user, device, id: `${device}/${event.seq}`, came: null, late: false };
}

async function linesOfOthers(team: Parts["team"], { user, from, to }: Query): Promise<Line[]> {
  const wanted = { user: user ?? null, from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER };
  return (await team.events(wanted)).map(({ event, user: who, device, batch, came, isLate }) => ({
    ...{ event, user: who, device, id: `${device}/${event.seq}/${batch}` },
    ...{ came, late: isLate },
  }));
}

/** By the clocks of their computers; of one computer in its own order where these agree. */
function byTime(left: Line, right: Line): number {
  const { event } = left;
  if (event.time !== right.event.time) return event.time - right.event.time;
  if (left.device !== right.device) return left.device < right.device ? -1 : 1;
  return event.seq - right.event.seq || (left.id < right.id ? -1 : 1);
}

/** The newest below one that is known; none where it is not there any more. */
function pageOf(found: readonly Line[], before: string | undefined, limit: number): Line[] {
  const end = before === undefined ? found.length : found.findLastIndex(({ id }) => id === before);
  return found.slice(Math.max(0, end - limit), Math.max(0, end)).reverse();
}

const nameOf = ({ device, event }: Line): string => `${device}/${event.seq}`;

function failuresIn(lines: readonly Line[]): Map<string, { code: string | null }> {
  return new Map(
    lines.flatMap(({ device, event: { of, code } }) => (of === null ? [] : [[`${device}/${of}`, { code }] as const])),
  );
}

function isAsked({ time, vault, items, subject }: ActivityEvent, query: Query): boolean {
  if (time < (query.from ?? 0) || time > (query.to ?? Number.MAX_SAFE_INTEGER)) return false;
  if (query.vault !== undefined && vault !== query.vault && subject !== query.vault) return false;
  return query.item === undefined || items.includes(query.item);
}

function countsOf(lines: readonly Line[]): ActivityPage["counts"] {
  const counts = Object.fromEntries(activityGroups.map((group) => [group, 0])) as ReturnType<typeof countsOf>;
  for (const { event } of lines) {
    const rule = activityRule(event.type);
    if (rule !== null) counts[rule.group] += 1;
  }
  return counts;
}

function countBetween(lines: readonly Line[], marks: readonly number[]): number[] {
  const counts = marks.slice(1).map(() => 0);
  for (const { event } of lines) {
    const at = marks.findLastIndex((mark) => mark <= event.time);
    if (at >= 0 && at < counts.length) counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

type Placed = ActivityGap & { next?: number | null };

/** A gap of this computer lies between the events around it. */
function ownGaps({ profile }: Parts, { events, gaps }: HeldChain): Placed[] {
  const { user, device } = profile;
  return gaps.map(({ from, to, why }: Gap) => {
    // No event lies within a gap: those around it are neighbours.
    const at = placeAbove(events, to);
    const after = events[at - 1]?.time ?? null;
    return { user, device, from, to, why, after, next: events[at]?.time ?? null };
  });
}

/** Where a time was asked for, a gap that may reach into it is told. */
function reachesInto({ after, next }: Placed, { from, to }: Query): boolean {
  if (next != null && from !== undefined && next < from) return false;
  return after === null || to === undefined || after <= to;
}

/** The place of the first event above a number. */
function placeAbove(events: readonly ActivityEvent[], number: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.seq ?? 0) > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

function shapeOf({ titleOf, computerOf }: Parts, line: Line, failed: ActivityShape["failed"]): ActivityShape {
  const { id, user, device, came, late } = line;
  const { seq, time, type, vault, count, field, version, subject, right, since, items } = line.event;
  return {
    ...{ id, seq, user, device, time, type, vault },
    items: items.map((item) => ({ item, title: titleOf(item) })),
    ...{ count, field, version, subject, right, since, failed, came, late },
    computer: computerOf(device),
  };
}
