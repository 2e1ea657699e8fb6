/**
 * From whom an entry takes something away, read off the states before and after it: so every entry type that ever takes a
 * right, a person or a device is known here without being named, and nobody whose right only grows [protocol: Cuts].
 */
import type { UserId } from "../../shared/encoding/ids.ts";
import type { EntryBody } from "../../shared/protocol/team-log/entry.ts";
import { rank, rightIn } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";

/** Everybody but the signer whose right on a vault falls, or who loses a device or their membership. */
export function takenFrom(before: TeamState, after: TeamState, { actor, attached }: EntryBody): UserId[] {
  const losers = new Set<UserId>();
  for (const { vault } of attached.cuts) {
    const [was, is] = [before.vaults.get(vault), after.vaults.get(vault)];
    if (was === undefined || is === undefined) continue;
    for (const user of before.users.keys())
      if (rank(rightIn(after, user, is)) < rank(rightIn(before, user, was))) losers.add(user);
  }
  for (const { user, active } of before.users.values())
    if (active && after.users.get(user)?.active !== true) losers.add(user);
  for (const { device, user, active } of before.devices.values())
    if (active && after.devices.get(device)?.active !== true) losers.add(user);
  losers.delete(actor.user);
  return [...losers];
}
