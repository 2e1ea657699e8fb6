/** Who can follow the last lasting manager of a vault, as every verifier wants it [protocol: Leavers]. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";

/** Who can manage a vault for good, with a computer and a role without an end: those who read it already come first. */
export function successorsIn(vault: VaultShape, members: MemberShape[]): MemberShape[] {
  const able = members.filter(
    ({ state, self, role, end, devices }) =>
      state === "active" && !self && role !== "auditor" && end === null && devices > 0,
  );
  return able.sort((one, other) => Number(isReader(vault, other)) - Number(isReader(vault, one)));
}

/** Whether it was given to them. */
export function isReader({ access }: VaultShape, { user }: MemberShape): boolean {
  return access.some((one) => one.user === user);
}
