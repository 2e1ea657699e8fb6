/** What is known of somebody before they are given something: whether they were compared, what they were called, whom they look like. */
import { BadgeCheck, ShieldAlert, TriangleAlert } from "lucide-react";
import type { GroupShape, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Badge } from "../ui/controls.tsx";
import { groupName } from "./reader.ts";

type Known = Pick<MemberShape, "name" | "was" | "like">;
/** So many whom somebody looks like are named at once. */
const mostNamed = 3;
/** So many sentences stand there at once; how many more there are is said. */
const mostDoubts = 5;

type Mark = { compared: MemberShape["compared"] | undefined };

/** Beside a name: that its person's keys were compared, and are the same. */
export function ComparedMark({ compared }: Mark) {
  if (compared !== "same") return null;
  return (
    <span className="known-mark" role="img" aria-label={words.known.mark} title={words.known.mark}>
      <BadgeCheck size={14} strokeWidth={1.9} aria-hidden="true" />
    </span>
  );
}

/** That they are others than were compared: a stop, which has its own place, so that no long name hides it. */
export function ChangedBadge({ compared }: Mark) {
  if (compared !== "changed") return null;
  return (
    <Badge icon={ShieldAlert} tone="att" small>
      {words.known.changedMark}
    </Badge>
  );
}

/** A name where only text may stand, with the same. */
export function markedName({ name, compared }: Pick<MemberShape, "name" | "compared">): string {
  return compared === "changed" ? words.known.person(name, words.known.changedMark) : name;
}

/** Whether one of these people's keys are others than were compared: then nothing can be given. */
export function isStopped(users: readonly string[], members: readonly MemberShape[]): boolean {
  return members.some(({ user, compared }) => compared === "changed" && users.includes(user));
}

/** What to look at before one of these people is given something, a sentence each: what stops it comes first. */
export function doubtsAbout(users: readonly string[], members: readonly MemberShape[]): string[] {
  const found = users.flatMap((user) => members.find((one) => one.user === user) ?? []);
  const stops = found.flatMap(({ name, compared }) => (compared === "changed" ? [words.known.keys(name)] : []));
  const all = [...stops, ...found.flatMap((member) => namesDoubted(member, members))];
  const more = all.length - mostDoubts;
  return more > 0 ? [...all.slice(0, mostDoubts), words.known.more(more)] : all;
}

function namesDoubted({ name, was, like }: Known, members: readonly MemberShape[]): string[] {
  return [
    ...(like === undefined ? [] : [words.known.like(name, named(like, members))]),
    ...(was === undefined ? [] : [words.known.was(name, was.name, dayOf(was.since))]),
  ];
}

/** The first of their names' in a row's width. */
function shortDoubt({ was, like }: Known, members: readonly MemberShape[]): string | null {
  if (like !== undefined) return words.known.short.like(named(like, members));
  return was === undefined ? null : words.known.short.was(was.name, dayOf(was.since));
}

const dayOf = (since: number | null): string | null => (since === null ? null : shortDay(since));

/** With their roles: who looks like an admin is more than a namesake. */
function named(users: readonly string[], members: readonly MemberShape[]): string[] {
  const found = users.flatMap((user) => members.find((one) => one.user === user) ?? []);
  return found.slice(0, mostNamed).map(({ name, role }) => words.known.person(name, words.people.roles[role]));
}

/** What can be chosen from a list of people; `isPerson`: they have a face. */
export type Choice = {
  id: string;
  name: string;
  meta: string;
  isPerson: boolean;
  /** Whether their keys were compared. */
  compared?: "same" | "changed" | undefined;
};

/** A person as they are chosen from a list. */
export function personChoice(member: MemberShape, members: readonly MemberShape[]): Choice {
  const { user, name, role, compared } = member;
  const meta = [words.people.roles[role], shortDoubt(member, members)].filter((part) => part !== null).join(". ");
  return { id: user, name, meta, isPerson: true, compared };
}

/** Groups whose names this one may be taken for. */
export function groupsLike({ like = [] }: Pick<GroupShape, "like">, groups: readonly GroupShape[]): string[] {
  return like.flatMap((id) => groups.find(({ group }) => group === id)?.name ?? []).slice(0, mostNamed);
}

/** A group as it is chosen from a list. */
export function groupChoice(group: GroupShape, groups: readonly GroupShape[]): Choice {
  const like = groupsLike(group, groups);
  const meta = [
    words.groups.people(group.members.length),
    ...(like.length === 0 ? [] : [words.known.short.like(like)]),
  ];
  return { id: group.group, name: groupName(group), meta: meta.join(". "), isPerson: false };
}

type DoubtsProps = { users: readonly string[]; members: readonly MemberShape[]; ofGroup?: readonly string[] };

/** Under a list, or in a dialog: every doubt about those who were chosen. Nothing where there is none. */
export function Doubts({ users, members, ofGroup = [] }: DoubtsProps) {
  const doubts = [...ofGroup, ...doubtsAbout(users, members)];
  if (doubts.length === 0) return null;
  return (
    <ul className="doubts" role="status">
      {doubts.map((doubt) => (
        <li key={doubt} className="line">
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{doubt}</span>
        </li>
      ))}
    </ul>
  );
}
