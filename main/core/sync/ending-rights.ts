/**
 * Follows the ends of one's own grants and role: a vault whose end comes is closed while the app is open, one that was given for longer,
 * or whose end had come by a wrong clock only, opens again.
 */
import type { GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { lastsUntil, rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
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
    for (const { vault } of ends) if (rights.hasEnded(vault) && !closed.has(vault)) close(vault);
    for (const vault of closed) if (!rights.hasEnded(vault)) open(vault);
    const next = Math.min(...ends.map(({ end }) => end).filter((end) => end > now));
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

type End = { vault: VaultId; end: number };

/** When this person's rights end: by their own grants and their groups', and all of them by their role. */
function ownEnds({ state, user }: Parts): End[] {
  const { users, groups, vaults } = state();
  const roleEnd = lastsUntil(users.get(user)?.roleEnd ?? null);
  const isOwn = (subject: UserId | GroupId): boolean =>
    subject === user || groups.get(subject as GroupId)?.members.has(user) === true;
  return [...vaults.values()]
    .filter((vault) => rightIn(state(), user, vault) !== null)
    .flatMap(({ vault, access }) => {
      const grants = [...access].filter(([subject]) => isOwn(subject)).map(([, { end }]) => lastsUntil(end));
      return [roleEnd, ...grants].filter(Number.isFinite).map((end) => ({ vault, end }));
    });
}
