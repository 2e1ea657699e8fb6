/**
 * Follows the ends of one's own grants: a vault whose end comes is closed while the app is open, one that was given for longer,
 * or whose end had come by a wrong clock only, opens again.
 */
import type { EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { groupGrants } from "../../../shared/protocol/team-log/state/membership.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Emitter } from "../emitter.ts";
import type { SeenTime } from "../local/seen-time.ts";
import type { Rights } from "./own-rights.ts";
import type { SyncSubscriptions } from "./vault-events.ts";

/** Rings once for each setting, by two clocks. */
type Alarm = { set(ms: number): void; stop(): void };

type Parts = {
  state(): TeamState;
  user: UserId;
  time: SeenTime;
  rights: Rights;
  events: SyncSubscriptions;
  emitter: Emitter;
  createAlarm(ring: () => void): Alarm;
};

export type EndingRights = {
  /** Looks at every end again, and tells which vaults closed or opened by it. */
  look(): void;
  stop(): void;
};

/** Nothing is looked at before the first `look`; after it by itself, at every end and after every change of the log. */
export function followEnds(parts: Parts): EndingRights {
  const { time, rights, events, emitter } = parts;
  const closed = new Set<VaultId>();
  const alarm = parts.createAlarm(look);

  function look(): void {
    const ends = ownEnds(parts);
    const now = time.now();
    for (const vault of ends.keys()) if (rights.hasEnded(vault) && !closed.has(vault)) close(vault);
    for (const vault of closed) if (!rights.hasEnded(vault)) open(vault);
    const next = Math.min(...[...ends.values()].filter((end) => end > now));
    if (Number.isFinite(next)) alarm.set(next - now);
    else alarm.stop();
  }

  function close(vault: VaultId): void {
    closed.add(vault);
    // A restart with a clock set back finds that it has ended.
    time.keep();
    events.tell("vaultClosed", vault);
    emitter.emit("vault.changed", { vault });
  }

  function open(vault: VaultId): void {
    closed.delete(vault);
    if (rights.of(vault) !== null) events.tell("keysChanged", vault);
    emitter.emit("vault.changed", { vault });
  }

  events.on("entriesVerified", look);
  return { look, stop: alarm.stop };
}

/** The next end of what this person has, directly and by groups: after each of them another one is looked at. */
function ownEnds({ state, user, time }: Parts): Map<VaultId, number> {
  const ends = new Map<VaultId, number>();
  const { vaults, groups } = state();
  const now = time.now();
  for (const { vault, kind, access } of vaults.values()) {
    if (kind !== "shared") continue;
    const byGroups = groupGrants(groups, access).filter(({ group }) => group.members.has(user));
    const all = [access.get(user)?.end ?? null, ...byGroups.map(({ access: given }) => given.end)].filter(
      (end): end is EpochMs => end !== null,
    );
    if (all.length > 0)
      ends.set(vault, Math.min(...(all.some((end) => end > now) ? all.filter((end) => end > now) : all)));
  }
  return ends;
}
