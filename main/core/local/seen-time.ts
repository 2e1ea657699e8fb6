/**
 * The latest time that this computer has seen, sealed beside the profile: ends of grants are counted by it, so that neither a
 * clock that is set back nor a restart opens again what was closed [protocol: Removal]. Made when a profile opens; `stop` ends its timer.
 */
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { type LatestTime, latestTime } from "../../../shared/deadline.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import type { LocalProfile } from "./local-profile.ts";

export type SeenTime = Pick<LatestTime, "now"> & {
  /** The time of day is so far behind what was seen that a person is told. */
  isBehind(): boolean;
  /** The server's signed time [protocol: Sessions]: what was seen before may have been a clock set forth by mistake. */
  serverSaid(time: number): void;
  /** The time by which this computer and its server agree; null before the server said one. What others lose by a clock is done by it. */
  agreed(): number | null;
  /** By how much this computer's clock is ahead of the server's signed time, milliseconds; null before the server said one. A hint alone. */
  driftMs(): number | null;
  /** Writes it, durably. */
  keep(): void;
  stop(): void;
};

const name = "latest-time";
const schema = timeField();
const behindMostMs = 86_400_000;
const keepEveryMs = 600_000;

/** Reads what was seen before; a record that does not open was changed on this disk, and that is told. */
export function openSeenTime(local: LocalProfile): SeenTime {
  const { clock, timers } = local.ports;
  const before = read(local);
  if (before === "unreadable") tellUnreadable(local);
  const latest = latestTime(clock, before === "unreadable" ? 0 : before);
  let server: { now: number; steady: number } | null = null;
  let cancel = (): void => {};
  const keep = (): void => write(local, Math.max(0, Math.trunc(latest.now())) as EpochMs);
  const keepOn = (): void => {
    keep();
    cancel = timers.after(keepEveryMs, keepOn);
  };
  keepOn();
  return {
    now: latest.now,
    isBehind: () => latest.behindMs() > behindMostMs,
    serverSaid(time) {
      server = { now: time, steady: clock.steady() };
      latest.lower(time);
      keep();
    },
    agreed() {
      if (server === null) return null;
      return Math.min(clock.now(), server.now + clock.steady() - server.steady);
    },
    driftMs: () => (server === null ? null : clock.now() - (server.now + clock.steady() - server.steady)),
    keep,
    stop: () => cancel(),
  };
}

function tellUnreadable({ db, ports, emit }: LocalProfile): void {
  const code = "damaged-database";
  addSecurityEvent(db, { at: ports.clock.now(), code });
  emit("alert.raised", { code, reason: "latest-time" });
}

function read({ keys, profile, db }: LocalProfile): number | "unreadable" {
  const sealed = findSealed(db, "settings", name);
  if (sealed === null) return 0;
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name }, sealed);
  const parsed = plain.ok ? parseWith(schema, plain.value, 16) : plain;
  return parsed.ok ? parsed.value : "unreadable";
}

function write({ keys, profile, db }: LocalProfile, time: EpochMs): void {
  const sealed = sealLocal(keys.localStateKey, { profile: profile.profile, name }, encodeWith(schema, time));
  putSealed(db, "settings", name, sealed);
}
