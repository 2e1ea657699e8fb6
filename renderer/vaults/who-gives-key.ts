/** Who could hand over a key, take access away, or give more time. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";

const mostNamed = 3;

/** The names of others who manage a vault, as many as are read at a glance; empty where there is nobody. */
export function otherManagers(vault: VaultShape, members: MemberShape[]): string {
  return managersBeside(vault, members).slice(0, mostNamed).join(", ");
}

/** The names of all others who manage it. */
function managersBeside({ access }: VaultShape, members: MemberShape[]): string[] {
  return access.flatMap(({ user, permission }) => {
    const member = members.find((one) => one.user === user);
    return permission === "manage" && member !== undefined && !member.self ? [member.name] : [];
  });
}

/** Admins of the team besides the one who reads. */
export function otherActiveAdmins(members: readonly MemberShape[]): MemberShape[] {
  return members.filter(({ role, state, self }) => role === "admin" && state === "active" && !self);
}

/** The names of other admins, as many as are read at a glance. */
export function otherAdmins(members: MemberShape[]): string {
  return otherActiveAdmins(members)
    .slice(0, mostNamed)
    .map(({ name }) => name)
    .join(", ");
}
