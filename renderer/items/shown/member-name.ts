/** Whose an act was. */
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";

/** The name of a person of the team, or that it was somebody. */
export function memberName(user: string | undefined, members: readonly MemberShape[]): string {
  return members.find((member) => member.user === user)?.name ?? words.items.somebody;
}

/** The first name where nobody else here has the same, else the whole one: for what is said often and briefly. */
export function shortName(user: string | undefined, members: readonly MemberShape[]): string {
  const name = memberName(user, members);
  const first = name.split(" ")[0] ?? name;
  const isKnown = members.some((member) => member.user === user);
  const isShared = members.some((member) => member.user !== user && member.name.split(" ")[0] === first);
  return isKnown && !isShared ? first : name;
}
