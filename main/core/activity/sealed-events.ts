/** The events of this computer as they lie in its file: each row sealed under its own number, so that none stands in another's place. */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { parseEvent, type ReadEvent } from "../../../shared/protocol/activity/event.ts";
import type { Database } from "../ports.ts";
import { type ActivityRow, putActivity } from "../store/activity-rows.ts";
import type { Profile } from "../store/profile-row.ts";

export type Own = {
  db: Database;
  keys: Pick<DeviceKeys, "localStateKey">;
  profile: Pick<Profile, "profile">;
};

const nameOf = (seq: number): string => `activity/${seq}`;

/** Puts an event's bytes under its number; inside the transaction that moves the head. */
export function putEvent({ db, keys, profile }: Own, seq: number, bytes: Uint8Array): void {
  const of = { profile: profile.profile, name: nameOf(seq) };
  putActivity(db, { seq, sealed: sealLocal(keys.localStateKey, of, bytes) });
}

/** The event of a row with its bytes; null where it does not open, or is that of another number. */
export function openEvent(
  { keys, profile }: Own,
  { seq, sealed }: ActivityRow,
): (ReadEvent & { bytes: Uint8Array }) | null {
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name: nameOf(seq) }, sealed);
  const parsed = plain.ok ? parseEvent(plain.value) : plain;
  return plain.ok && parsed.ok && parsed.value.event.seq === seq ? { ...parsed.value, bytes: plain.value } : null;
}
