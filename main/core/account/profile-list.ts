/** The profiles of this computer as the unlock screen lists them. */
import type { ProfileShape } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Database, Ports } from "../ports.ts";
import { openProfileStore } from "../store/open-profile-store.ts";
import { findProfile, type StoredProfile } from "../store/profile-row.ts";

/**
 * Takes away profiles whose making was cut short before anything was written in them: nothing was acknowledged, nobody
 * has seen their device sheet. A file that does not open is left as it is.
 */
export function sweepHalfMade(ports: Pick<Ports, "profiles">): void {
  for (const id of ports.profiles.list()) {
    const db = openProfileStore(ports.profiles, id);
    if (!db.ok) continue;
    const isHalf = findProfile(db.value) === null;
    db.value.close();
    if (isHalf) ports.profiles.remove(id);
  }
}

/** The profile to unlock: the named one, else the first. `not-found`, or why its file does not open. */
export function pickProfile(ports: Ports, id: string | undefined): Result<{ stored: StoredProfile; db: Database }> {
  const all = ports.profiles.list();
  const wanted = id ?? all[0];
  if (wanted === undefined || !all.includes(wanted)) return fail("not-found");
  const db = openProfileStore(ports.profiles, wanted);
  if (!db.ok) return db;
  const stored = findProfile(db.value);
  if (stored !== null) return ok({ stored, db: db.value });
  db.value.close();
  return fail("damaged-database", { reason: "no-profile" }, "after-act");
}

/** All profiles; `own` is open already. One that does not open is still listed, so that nothing looks lost. */
export function listProfiles(ports: Ports, own: StoredProfile["profile"] | null): ProfileShape[] {
  return ports.profiles.list().flatMap((id) => {
    if (own?.profile === id) return [shapeOf(own)];
    const db = openProfileStore(ports.profiles, id);
    if (!db.ok) return [{ ...unknown, profile: id }];
    const stored = findProfile(db.value);
    db.value.close();
    return stored === null ? [] : [shapeOf(stored.profile)];
  });
}

const unknown: Omit<ProfileShape, "profile"> = {
  teamName: "",
  person: "",
  deviceName: "",
  state: "joined",
  waitsFor: null,
  keychain: "os",
};

function shapeOf(stored: StoredProfile["profile"]): ProfileShape {
  const { profile, teamName, person, deviceName, state, waitsFor, keychain } = stored;
  return { profile, teamName, person, deviceName, state, waitsFor, keychain };
}
