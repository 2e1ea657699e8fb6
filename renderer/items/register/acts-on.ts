/** Who should act on what the register lacks: the login's owner, and who manages its vault. Pure. */
import type { MemberShape, SharedLogin, VaultShape } from "../../../shared/contract/shapes.ts";

/** Whether that is the person who looks. */
export function actsOn(shared: SharedLogin | null, vault: VaultShape | undefined, members: MemberShape[]): boolean {
  const self = members.find((one) => one.self)?.user;
  return (self !== undefined && shared?.owner === self) || vault?.permission === "manage";
}

/** Whether this person is in the team now: who left answers for nothing. */
export function isHere(members: MemberShape[], user: string): boolean {
  return members.some((one) => one.user === user && one.state === "active");
}
