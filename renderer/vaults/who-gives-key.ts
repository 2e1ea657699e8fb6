/** Who could hand over a key. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";

const mostNamed = 3;

/** The names of others who manage a vault, as many as are read at a glance; empty where there is nobody. */
export function otherManagers({ access }: VaultShape, members: MemberShape[]): string {
  const names = access.flatMap(({ user, permission }) => {
    const member = members.find((one) => one.user === user);
    return permission === "manage" && member !== undefined && !member.self ? [member.name] : [];
  });
  return names.slice(0, mostNamed).join(", ");
}
