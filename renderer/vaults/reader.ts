/** A person or a group as a vault's sheet shows them. */
import type { AccessShape, GroupShape, MemberShape, ReaderShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";

export type Reader = {
  access: Pick<AccessShape, "permission" | "end" | "keyPending">;
  /** The person's, or the group's. */
  id: string;
  kind: "person" | "group";
  name: string;
  /** Their role, and through which groups they have what; of a group, how many people it has. */
  about: string;
  isSelf: boolean;
  /** Whether their keys were compared. */
  compared?: "same" | "changed";
  /** Given to them directly: only that is changed here. */
  isGiven: boolean;
};

/** Somebody who can open a vault, with their greatest right, from wherever, and why they have it. */
export type Opener = { reader: ReaderShape; name: string; why: string };

type Around = { members: MemberShape[]; groups: GroupShape[]; self: string };

/** Whom it is given to, groups first, then whoever opens it by a group alone. */
export function readersIn({ access, readers }: VaultShape, around: Around): Reader[] {
  const given = new Map(access.flatMap((one) => (one.user === undefined ? [] : [[one.user, one] as const])));
  const groups = access.flatMap((one) => (one.group === undefined ? [] : [groupReader(one, one.group, around)]));
  const people = readers.map((reader) => personReader(reader, given.get(reader.user), around));
  return [...groups, ...people.filter(({ isGiven }) => isGiven), ...people.filter(({ isGiven }) => !isGiven)];
}

function groupReader(access: AccessShape, id: string, { groups }: Around): Reader {
  const group = groups.find((one) => one.group === id);
  const about = words.groups.people(group?.members.length ?? 0);
  return { access, id, kind: "group", name: groupName(group), about, isSelf: false, isGiven: true };
}

/** Everybody who can open it, each once, in the same order: as an item tells it. */
export function openersIn(vault: VaultShape, title: string, around: Around): Opener[] {
  const found = new Map(vault.readers.map((reader) => [reader.user, reader]));
  const given = new Map(vault.access.map((one) => [one.user, one]));
  return readersIn(vault, around).flatMap(({ kind, id, name, isSelf, isGiven }) => {
    const reader = found.get(id);
    if (kind === "group" || reader === undefined) return [];
    const role = roleOf(id, around);
    const who = isGiven ? words.items.via(role, title) : role;
    return { reader, name: isSelf ? words.items.you : name, why: reasonOf(reader, given.get(id), { who, ...around }) };
  });
}

function roleOf(user: string, { members }: Pick<Around, "members">): string {
  const member = members.find((each) => each.user === user);
  return member === undefined ? "" : words.people.roles[member.role];
}

/** What they are, and through which groups they have what. */
function reasonOf(
  reader: ReaderShape,
  given: AccessShape | undefined,
  { who, groups }: { who: string; groups: GroupShape[] },
): string {
  const by = (reader.groups ?? []).map((id) => groupName(groups.find(({ group }) => group === id)));
  if (by.length === 0) return who;
  // The column shows what was given to them, which is changed there; what they can do is the greater of both.
  const isMoreByGroup = given !== undefined && given.permission !== reader.permission;
  return isMoreByGroup ? words.groups.more(who, words.items.can[reader.permission], by) : words.groups.by(who, by);
}

function personReader(reader: ReaderShape, given: AccessShape | undefined, around: Around): Reader {
  const { user } = reader;
  const { members, groups, self } = around;
  const member = members.find((each) => each.user === user);
  const isSelf = user === self;
  const role = roleOf(user, around);
  const who = isSelf ? words.vault.youRole(role) : role;
  return {
    access: given ?? reader,
    id: user,
    kind: "person",
    name: member?.name ?? words.items.somebody,
    about: reasonOf(reader, given, { who, groups }),
    isSelf,
    isGiven: given !== undefined,
    ...(member?.compared === undefined ? {} : { compared: member.compared }),
  };
}

/** What people call a group; one whose name this computer does not know has a word for it. */
export function groupName(group: Pick<GroupShape, "name"> | undefined): string {
  return group === undefined || group.name === "" ? words.people.aGroup : group.name;
}

/** Who decides who is in a group, by name; whoever asks comes last, as "you". */
export function managerNames({ managers }: GroupShape, members: MemberShape[]): string[] {
  const found = managers.flatMap((id) => members.find(({ user }) => user === id) ?? []);
  const others = found.filter(({ self }) => !self).map(({ name }) => name);
  return found.length > others.length ? [...others, words.people.you] : others;
}
