/** The list of the activity: filtered, counted, newest first. */
import type { ActivityGap, ActivityShape } from "../../../shared/contract/activity.ts";
import type { CommandOutput, CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { activityGroups, activityRule, failedType } from "../../../shared/model/activity.ts";
import type { ActivityEvent } from "../../../shared/protocol/activity/event.ts";
import type { Profile } from "../store/profile-row.ts";
import type { Activity } from "./activity.ts";
import type { Gap, HeldChain } from "./chain-reader.ts";

type Parts = {
  activity: Pick<Activity, "held">;
  profile: Pick<Profile, "user" | "device">;
  /** What an item is called here; null where this person cannot say. */
  titleOf(item: ItemId): string | null;
};
type Query = CommandParsed<"activity.list">;

/** Handlers of an opened profile. */
export function activityHandlers(parts: Parts) {
  return {
    "activity.list": async (query) => ok(listActivity(parts, await parts.activity.held(), query)),
  } satisfies Partial<Handlers>;
}

function listActivity(parts: Parts, { events, gaps }: HeldChain, query: Query): CommandOutput<"activity.list"> {
  const isOwn = query.user === undefined || query.user === parts.profile.user;
  const asked = isOwn ? events.filter((event) => event.type !== failedType && isAsked(event, query)) : [];
  const { types, before, limit } = query;
  const found = types === undefined ? asked : asked.filter(({ type }) => types.includes(type));
  const shown = found.filter(({ seq }) => before === undefined || seq < before).slice(-limit);
  const failures = new Map(events.flatMap(({ of, code }) => (of === null ? [] : [[of, { code }] as const])));
  return {
    events: shown.reverse().map((event) => shapeOf(parts, event, failures.get(event.seq) ?? null)),
    gaps: isOwn ? gapsIn(parts, { events, gaps }, query) : [],
    total: found.length,
    counts: countsOf(asked),
    between: countBetween(found, query.marks ?? []),
  };
}

function isAsked({ time, vault, items, subject }: ActivityEvent, query: Query): boolean {
  if (time < (query.from ?? 0) || time > (query.to ?? Number.MAX_SAFE_INTEGER)) return false;
  if (query.vault !== undefined && vault !== query.vault && subject !== query.vault) return false;
  return query.item === undefined || items.includes(query.item);
}

function countsOf(events: readonly ActivityEvent[]): CommandOutput<"activity.list">["counts"] {
  const counts = Object.fromEntries(activityGroups.map((group) => [group, 0])) as ReturnType<typeof countsOf>;
  for (const { type } of events) {
    const rule = activityRule(type);
    if (rule !== null) counts[rule.group] += 1;
  }
  return counts;
}

function countBetween(events: readonly ActivityEvent[], marks: readonly number[]): number[] {
  const counts = marks.slice(1).map(() => 0);
  for (const { time } of events) {
    const at = marks.findLastIndex((mark) => mark <= time);
    if (at >= 0 && at < counts.length) counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** A gap lies between the events around it; where a time was asked for, one that may reach into it is told. */
function gapsIn({ profile }: Parts, { events, gaps }: HeldChain, { from, to }: Query): ActivityGap[] {
  return gaps.flatMap(({ from: first, to: last, why }: Gap) => {
    // No event lies within a gap: those around it are neighbours.
    const at = placeAbove(events, last);
    const after = events[at - 1]?.time ?? null;
    const next = events[at]?.time ?? null;
    if (next !== null && from !== undefined && next < from) return [];
    if (after !== null && to !== undefined && after > to) return [];
    return [{ user: profile.user, device: profile.device, from: first, to: last, why, after }];
  });
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

function shapeOf({ profile, titleOf }: Parts, event: ActivityEvent, failed: ActivityShape["failed"]): ActivityShape {
  const { seq, time, type, vault, count, field, version, subject, right, since } = event;
  return {
    ...{ seq, user: profile.user, device: profile.device, time, type, vault },
    items: event.items.map((item) => ({ item, title: titleOf(item) })),
    ...{ count, field, version, subject, right, since, failed },
  };
}
