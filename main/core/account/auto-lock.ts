/**
 * Locks after some minutes without input; 1 to 60, or the team's ceiling; never "never". The setting is sealed: one that somebody
 * changed in the file counts as the strictest there is, and that is told [protocol: Local file].
 */
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { uintField } from "../../../shared/encoding/fields.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Emitter } from "../emitter.ts";
import { createAlarm } from "../local/alarm.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import type { Ports } from "../ports.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import type { LogReader } from "../sync/team-log.ts";

/** A profile whose keys are in memory, as far as its own lock asks: where the setting lies, and the team's ceiling; null before it is in its team. */
type Lockable = Pick<LocalProfile, "keys" | "profile" | "db"> & { log: LogReader | null };

export type AutoLock = {
  /** From here on it counts, for a profile that was unlocked or waits to be let in. */
  start(held: Lockable): void;
  /** Somebody did something, in time: it starts anew. */
  touch(): void;
  /** Locks where its time is over, which a timer may learn late: a computer that slept rings late. Answers whether it did. */
  lockInTime(): boolean;
  stop(): void;
  minutes(): number;
  /** As many as the team allows now. */
  most(): number;
  set(unlocked: Lockable, minutes: number): Result<Record<string, never>>;
};

const name = "auto-lock-minutes";
const firstMinutes = 10;
const strictestMinutes = 1;
const schema = uintField();

/** The clock of one app; `lock` is called once the time is over. A setting that cannot be read is told through `emitter`. */
export function createAutoLock(ports: Ports, emitter: Pick<Emitter, "emit">, lock: () => void): AutoLock {
  let chosen = firstMinutes;
  let lockable: Lockable | null = null;
  const alarm = createAlarm(ports, lock);
  const most = (): number => (lockable === null ? firstMinutes : ceiling(lockable));
  // The team may allow less from one moment to the next.
  const minutes = (): number => (lockable === null ? chosen : Math.min(chosen, most()));
  const ms = (): number => minutes() * 60_000;

  function tellUnreadable({ db }: Lockable): void {
    const code = "damaged-database";
    addSecurityEvent(db, { at: ports.clock.now(), code });
    emitter.emit("alert.raised", { code, reason: "auto-lock" });
  }

  return {
    start(held) {
      const stored = read(held);
      if (stored === "unreadable") tellUnreadable(held);
      lockable = held;
      chosen = stored === "unreadable" ? strictestMinutes : stored;
      alarm.set(ms());
    },
    touch: () => alarm.putOff(ms()),
    lockInTime: alarm.ringInTime,
    stop() {
      alarm.stop();
      lockable = null;
    },
    minutes,
    most,
    set(unlocked, wanted) {
      if (wanted > ceiling(unlocked))
        return fail("limit", { field: "minutes", number: ceiling(unlocked) }, "after-act");
      const { keys, profile, db } = unlocked;
      putSealed(
        db,
        "settings",
        name,
        sealLocal(keys.localStateKey, { profile: profile.profile, name }, encodeWith(schema, wanted)),
      );
      lockable = unlocked;
      chosen = wanted;
      alarm.set(ms());
      return ok({});
    },
  };
}

/** What a team allows is not known before one is in it. */
function ceiling({ log }: Lockable): number {
  return log === null ? firstMinutes : Math.max(1, log.state().policy.autoLockMinutes);
}

function read({ keys, profile, db }: Lockable): number | "unreadable" {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return firstMinutes;
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const parsed = plain.ok ? parseWith(schema, plain.value, 16) : plain;
  return parsed.ok && parsed.value >= 1 && parsed.value <= 60 ? parsed.value : "unreadable";
}
