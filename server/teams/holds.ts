/**
 * Short pauses for an act that takes a right away and lost the race [protocol: Cuts], so that whom it is about cannot keep
 * it from landing by writing again and again. In memory; bounded by how often an hour one signer may start one. A pause
 * ends by the clock, or when its own signer's act lands: nothing that anybody else writes ends it.
 */
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { ServerLimits } from "../limits/limits.ts";

export type Hold = {
  /** Who signed the act that lost. */
  by: UserId;
  /** From whom it takes a right or a device: their entries, and their commits to these vaults, wait longest. */
  subjects: readonly UserId[];
  /** The vaults that it cuts: everybody's commits to them wait. */
  vaults: readonly VaultId[];
  /** An admin removes a person or a device: every entry waits that does not do the same. */
  isRemovalByAdmin: boolean;
};
export type Holds = { running: (Hold & { startedAt: number })[]; started: Map<UserId, number[]> };
type Lengths = Pick<ServerLimits, "holdVaultMs" | "holdSubjectMs" | "holdLogMs" | "holdsPerHour">;

const hourMs = 3_600_000;

/** No pause at all. */
export function createHolds(): Holds {
  return { running: [], started: new Map() };
}

/** Starts a pause; false where its signer has started too many within the hour. */
export function startHold(holds: Holds, hold: Hold, { now, limits }: { now: number; limits: Lengths }): boolean {
  const longestMs = Math.max(limits.holdVaultMs, limits.holdSubjectMs, limits.holdLogMs);
  holds.running = holds.running.filter(({ startedAt }) => startedAt + longestMs > now);
  for (const [user, times] of holds.started) if (times.every((at) => at <= now - hourMs)) holds.started.delete(user);
  const recent = (holds.started.get(hold.by) ?? []).filter((at) => at > now - hourMs);
  if (recent.length >= limits.holdsPerHour) return false;
  holds.started.set(hold.by, [...recent, now]);
  holds.running.push({ ...hold, startedAt: now });
  return true;
}

/** 0, or how many milliseconds a person's commits to this vault have to wait. */
export function commitWaitMs(
  holds: Holds,
  { vault, user }: { vault: VaultId; user: UserId },
  { now, limits }: { now: number; limits: Lengths },
): number {
  return longest(holds, now, ({ vaults, subjects }) => {
    if (!vaults.includes(vault)) return 0;
    return subjects.includes(user) ? limits.holdSubjectMs : limits.holdVaultMs;
  });
}

/** 0, or how many milliseconds a person's entries have to wait, whatever they say. */
export function entryWaitMs(holds: Holds, user: UserId, { now, limits }: { now: number; limits: Lengths }): number {
  return longest(holds, now, ({ subjects }) => (subjects.includes(user) ? limits.holdSubjectMs : 0));
}

/** 0, or how many milliseconds every entry has to wait that removes neither a person nor a device. */
export function logWaitMs(holds: Holds, { now, limits }: { now: number; limits: Lengths }): number {
  return longest(holds, now, ({ isRemovalByAdmin }) => (isRemovalByAdmin ? limits.holdLogMs : 0));
}

/** An act landed: the pauses end that its signer had started for it, and no others. */
export function endHolds(holds: Holds, landed: Hold): void {
  holds.running = holds.running.filter(
    ({ by, subjects, vaults }) =>
      by !== landed.by ||
      !subjects.every((user) => landed.subjects.includes(user)) ||
      !vaults.every((vault) => landed.vaults.includes(vault)),
  );
}

function longest({ running }: Holds, now: number, lengthMs: (hold: Hold) => number): number {
  return running.reduce((most, hold) => Math.max(most, hold.startedAt + lengthMs(hold) - now), 0);
}
