/** A person as a vault's sheet shows them. */
import type { AccessShape, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";

export type Reader = { access: AccessShape; user: string; name: string; role: string; isSelf: boolean };

/** The people of a vault's access list. */
export function readersIn(access: AccessShape[], members: MemberShape[], self: string): Reader[] {
  return access.flatMap((one) => {
    const { user } = one;
    if (user === undefined) return [];
    const member = members.find((each) => each.user === user);
    const role = member === undefined ? "" : words.people.roles[member.role];
    const isSelf = user === self;
    const name = member?.name ?? words.items.somebody;
    return [{ access: one, user, name, role: isSelf ? words.vault.youRole(role) : role, isSelf }];
  });
}
