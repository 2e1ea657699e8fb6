/** Whose an act was. */
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";

/** The name of a person of the team, or that it was somebody. */
export function memberName(user: string | undefined, members: readonly MemberShape[]): string {
  return members.find((member) => member.user === user)?.name ?? words.items.somebody;
}
