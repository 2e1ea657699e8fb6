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
  /** Given to them directly: only that is changed here. */
  isGiven: boolean;
};

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

function personReader(reader: ReaderShape, given: AccessShape | undefined, { members, groups, self }: Around): Reader {
  const { user } = reader;
  const member = members.find((each) => each.user === user);
  const isSelf = user === self;
  const role = member === undefined ? "" : words.people.roles[member.role];
  const by = (reader.groups ?? []).map((id) => groupName(groups.find(({ group }) => group === id)));
  const who = isSelf ? words.vault.youRole(role) : role;
  // The column shows what was given to them, which is changed there; what they can do is the greater of both.
  const isMoreByGroup = given !== undefined && given.permission !== reader.permission;
  const can = words.items.can[reader.permission];
  return {
    access: given ?? reader,
    id: user,
    kind: "person",
    name: member?.name ?? words.items.somebody,
    about: by.length === 0 ? who : isMoreByGroup ? words.groups.more(who, can, by) : words.groups.by(who, by),
    isSelf,
    isGiven: given !== undefined,
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
