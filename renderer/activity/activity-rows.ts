/** Events and gaps as lines, newest first; each day begins under its name. */
import type { ActivityGap, ActivityPage, ActivityShape } from "../../shared/contract/activity.ts";
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
/** Whose activity is listed, the computer at which it is read, and what everything is called there. */
export type Readers = { of: ActivityPage["of"]; device: string | null; names: Names };
/** Under which heading somebody looks. */
export type Chosen = "all" | ActivityGroup | "gaps";

/** A gap hides what it hides from every heading, so it stands under each; a text finds only what is there. */
export function linesOf(
  { events, gaps }: { events: readonly ActivityShape[]; gaps: readonly ActivityGap[] },
  { chosen, text }: { chosen: Chosen; text: string },
  readers: Readers,
  now = Date.now(),
): Line[] {
  const isShown = (event: ActivityShape): boolean =>
    (chosen === "all" || activityRule(event.type)?.group === chosen) && isFoundIn(event, text, readers);
  const found = chosen === "gaps" ? [] : events.filter(isShown);
  const lines = [
    ...found.map((event, at) => ({ kind: "event" as const, key: event.id, at, time: event.time, event })),
    ...(text.trim() === "" ? gaps : []).map((gap) => {
      const at = placeOf(gap, found);
      // It stands on the day of what came before it, and without that on the day of what came after.
      const time = gap.after ?? found[Math.floor(at)]?.time ?? now;
      return { kind: "gap" as const, key: `${gap.device}/${gap.why}/${gap.from}`, at, time, gap };
    }),
  ].sort((left, right) => left.at - right.at);
  let last = { name: "", count: 0 };
  return lines.map(({ at: _, time, ...line }): Line => {
    const name = dayName(time, now);
    const isFirst = name !== last.name;
    if (isFirst) last = { name, count: 0 };
    // As the filters count: what is missing is no event.
    if (line.kind === "event" || chosen === "gaps") last.count += 1;
    return { ...line, day: isFirst ? last : null };
  });
}

function isFoundIn(event: ActivityShape, text: string, readers: Readers): boolean {
  if (text.trim() === "") return true;
  return isFound(
    text,
    saidText(event, readers.names, whoOf(event, readers)),
    ...event.items.map(({ title }) => title ?? ""),
    vaultOf(event, readers.names) ?? "",
  );
}

/** Between which events, newest first, a gap lies: right behind what came after it, or before what came before it. */
function placeOf({ device, from, to, after }: ActivityGap, events: readonly ActivityShape[]): number {
  const behind = events.findLastIndex((event) => event.device === device && event.seq > to);
  if (behind >= 0) return behind + 0.5;
  const before = events.findIndex((event) => event.device === device && event.seq < from);
  if (before >= 0) return before - 0.5;
  const older = after === null ? -1 : events.findIndex(({ time }) => time <= after);
  return (older < 0 ? events.length : older) - 0.5;
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

/** Who did it, where more than one person is listed. */
export function whoOf({ user }: { user: string }, { of, names }: Readers): string | null {
  return of === "team" ? (names.get(user) ?? words.activity.somebody) : null;
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

/** The same as one text, behind who did it. */
export function saidText(event: ActivityShape, names: Names, who: string | null = null): string {
  const [did, ...rest] = saidOf(event, names);
  return [...(who === null ? [did] : [who, afterName(did)]), ...rest].filter(Boolean).join(" ");
}

/** What begins a sentence, behind a name. */
export function afterName(did: string): string {
  return did.charAt(0).toLowerCase() + did.slice(1);
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
export function gapText({ from, to, why }: ActivityGap, who: string | null = null): string {
  const { gap, gapDamaged, gapTwice, gapApart } = words.activity;
  const texts = { missing: gap, damaged: gapDamaged, twice: gapTwice, apart: gapApart };
  const text = texts[why](from, to);
  return who === null ? text : `${who}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** What it means; `isHere`: of the computer at which it is read. */
export function gapMeans({ why }: ActivityGap, isHere: boolean): string {
  const { gapWhy, gapWhyOfOthers } = words.activity;
  return isHere && (why === "missing" || why === "damaged") ? gapWhy[why] : gapWhyOfOthers[why];
}
