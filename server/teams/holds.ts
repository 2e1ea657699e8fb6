/**
 * Short pauses for a cut that lost the race [protocol: Cuts]: so that a busy writer cannot keep a person's removal
 * from landing by committing again and again. In memory; bounded by the three times an hour that one signer may ask.
 */
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { ServerLimits } from "../limits/limits.ts";

export type Holds = {
  vaults: Map<VaultId, number>;
  users: Map<UserId, number>;
  asked: Map<UserId, number[]>;
};

/** No pause at all. */
export function createHolds(): Holds {
  return { vaults: new Map(), users: new Map(), asked: new Map() };
}

type Options = {
  by: UserId;
  vaults: readonly VaultId[];
  subjects: readonly UserId[];
  now: number;
  limits: ServerLimits;
};

/** Begins a pause for these vaults' commits and these people's; false where the signer has asked too often. */
export function holdBack(holds: Holds, { by, vaults, subjects, now, limits }: Options): boolean {
  forgetOld(holds, now);
  const asked = (holds.asked.get(by) ?? []).filter((at) => at > now - 3_600_000);
  if (asked.length >= limits.holdsPerHour) return false;
  holds.asked.set(by, [...asked, now]);
  for (const vault of vaults) holds.vaults.set(vault, now + limits.holdVaultMs);
  for (const user of subjects) holds.users.set(user, now + limits.holdSubjectMs);
  return true;
}

/** 0, or how many milliseconds commits to this vault by this person have to wait. */
export function heldMs(holds: Holds, { vault, user, now }: { vault: VaultId; user: UserId; now: number }): number {
  const until = Math.max(holds.vaults.get(vault) ?? 0, holds.users.get(user) ?? 0);
  return Math.max(0, until - now);
}

/** The cut has landed: the pause is over. */
export function releaseHolds(holds: Holds, vaults: readonly VaultId[]): void {
  for (const vault of vaults) holds.vaults.delete(vault);
  if (vaults.length > 0) holds.users.clear();
}

function forgetOld(holds: Holds, now: number): void {
  for (const [vault, until] of holds.vaults) if (until <= now) holds.vaults.delete(vault);
  for (const [user, until] of holds.users) if (until <= now) holds.users.delete(user);
}
