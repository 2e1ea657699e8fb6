/** Events and gaps as lines, in the order of their numbers, newest first; each day begins under its name. */
import type { ActivityGap, ActivityShape } from "../../shared/contract/activity.ts";
import { shortDay, shortTime } from "../../shared/copy/dates.ts";
import type { Said } from "../../shared/copy/en/activity.ts";
import { words } from "../../shared/copy/words.ts";
import { type ActivityGroup, type ActivityType, activityRule } from "../../shared/model/activity.ts";
import { isFound } from "../page/fold-text.ts";

/** `day`: its day, with how many lines that has, where it is the first of them. */
export type Line = { key: string; day: { name: string; count: number } | null } & (
  | { kind: "event"; event: ActivityShape }
  | { kind: "gap"; gap: ActivityGap }
);
/** What people, groups and vaults are called here, by id. */
export type Names = ReadonlyMap<string, string>;
/** Under which heading somebody looks. */
export type Chosen = "all" | ActivityGroup | "gaps";

/** A gap hides what it hides from every heading, so it stands under each; a text finds only what is there. */
export function linesOf(
  { events, gaps }: { events: readonly ActivityShape[]; gaps: readonly ActivityGap[] },
  { chosen, text }: { chosen: Chosen; text: string },
  names: Names,
  now = Date.now(),
): Line[] {
  const isShown = (event: ActivityShape): boolean =>
    (chosen === "all" || activityRule(event.type)?.group === chosen) && isFoundIn(event, text, names);
  const found = chosen === "gaps" ? [] : events.filter(isShown);
  const lines = [
    ...found.map((event) => ({ kind: "event" as const, key: `e${event.seq}`, at: event.seq, time: event.time, event })),
    ...(text.trim() === "" ? gaps : []).map((gap) => {
      const { from, to, after } = gap;
      // It stands on the day of what came before it, and without that on the day of what came after.
      const time = after ?? events.findLast(({ seq }) => seq > to)?.time ?? now;
      return { kind: "gap" as const, key: `g${from}`, at: to, time, gap };
    }),
  ].sort((left, right) => right.at - left.at);
  let last = { name: "", count: 0 };
  return lines.map(({ at: _, time, ...line }): Line => {
    const name = dayName(time, now);
    const isFirst = name !== last.name;
    if (isFirst) last = { name, count: 0 };
    last.count += 1;
    return { ...line, day: isFirst ? last : null };
  });
}

function isFoundIn(event: ActivityShape, text: string, names: Names): boolean {
  if (text.trim() === "") return true;
  return isFound(
    text,
    saidText(event, names),
    ...event.items.map(({ title }) => title ?? ""),
    vaultOf(event, names) ?? "",
  );
}

/** How many of the gaps reach into each of the days between `marks`. */
export function gapsBetween(gaps: readonly ActivityGap[], marks: readonly number[]): number[] {
  const counts = marks.slice(1).map(() => 0);
  for (const { after } of gaps) {
    const at = marks.findLastIndex((mark) => mark <= (after ?? 0));
    if (at >= 0 && at < counts.length) counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** Midnights of so many days up to today, and the one after. */
export function marksOf(days: number, now = Date.now()): number[] {
  const today = new Date(now);
  return Array.from({ length: days + 1 }, (_, at) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1 + at).getTime(),
  );
}

function dayName(at: number, now: number): string {
  const today = new Date(now);
  const date = new Date(at).toDateString();
  if (date === today.toDateString()) return words.activity.today;
  const before = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return date === before.toDateString() ? words.activity.yesterday : shortDay(at, now);
}

/** What a line says. */
export function saidOf(event: ActivityShape, names: Names): Said {
  const rule = activityRule(event.type);
  if (rule === null) return [words.activity.unknown];
  const { subject, right, count, since } = event;
  const { fields } = words.activity;
  const field = event.field ?? "other";
  return words.activity.said[event.type as ActivityType]({
    items: itemsOf(event),
    vault: vaultOf(event, names) ?? words.activity.aVault,
    subject: subject === null ? null : (names.get(subject) ?? null),
    right,
    field: (Object.hasOwn(fields, field) ? fields[field] : fields.other) as string,
    count,
    since: since === null ? null : shortTime(since),
  });
}

/** The same as one text. */
export function saidText(event: ActivityShape, names: Names): string {
  return saidOf(event, names).filter(Boolean).join(" ");
}

/** Null where it is of no vault; without a name for one that this person cannot open. */
export function vaultOf({ vault }: ActivityShape, names: Names): string | null {
  return vault === null ? null : (names.get(vault) ?? null);
}

function itemsOf({ items: [first], count }: ActivityShape): string {
  if (count > 1) return words.activity.items(count);
  return first?.title ?? words.activity.anItem;
}

/** Why an act did not happen, in a word; null where it did. */
export function failedWord({ failed }: ActivityShape): string | null {
  if (failed === null) return null;
  if (failed.code === "ask-again") return words.activity.asked;
  return failed.code === "unlock" ? words.activity.wrongPassphrase : words.activity.failed;
}

/** What is missing, in numbers. */
export function gapText({ from, to, why }: ActivityGap): string {
  return why === "missing" ? words.activity.gap(from, to) : words.activity.gapDamaged(from, to);
}
