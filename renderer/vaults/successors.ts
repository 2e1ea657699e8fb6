/** Who can go on managing a vault after the person who leaves it. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";

type Person = Pick<MemberShape, "user" | "state" | "self" | "role" | "devices" | "end" | "compared">;
type Given = Pick<VaultShape, "access">;

/**
 * Those who read it already come first, last those who can be given nothing because their keys changed. Where the leaver manages it for good, so must whoever goes on [protocol: Leavers]: nobody
 * whose role ends.
 */
export function successorsIn<Of extends Person>(vault: Given, members: Of[]): Of[] {
  const self = members.find((one) => one.self);
  const own = vault.access.find(({ user }) => user === self?.user);
  const isLasting = self?.end === null && own?.end === undefined;
  return members
    .filter(
      ({ state, self: isSelf, role, devices }) => state === "active" && !isSelf && role !== "auditor" && devices > 0,
    )
    .filter(({ end }) => !isLasting || end === null)
    .sort((one, other) => orderOf(vault, one) - orderOf(vault, other));
}

function orderOf(vault: Given, { user, compared }: Person): number {
  return (compared === "changed" ? 2 : 0) + (isReader(vault, user) ? 0 : 1);
}

/** Whether this person was given it themselves. */
export function isReader({ access }: Given, user: string): boolean {
  return access.some((one) => one.user === user);
}
