/** The profiles of this computer as the unlock screen lists them. */
import type { ProfileShape } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Database, Ports } from "../ports.ts";
import { isUnused, openProfileStore, readStored } from "../store/open-profile-store.ts";
import { findProfile, type StoredProfile } from "../store/profile-row.ts";

/**
 * Takes away profiles whose making was cut short before anything was written in them: nothing was acknowledged, nobody
 * has seen their device sheet. A file that does not open, or that holds anything at all, is left as it is: a profile
 * whose row is gone is damaged, not new.
 */
export function sweepHalfMade(ports: Pick<Ports, "profiles">): void {
  for (const id of ports.profiles.list()) {
    const db = openProfileStore(ports.profiles, id);
    if (!db.ok) continue;
    const unused = readStored(db.value, isUnused);
    db.value.close();
    if (unused.ok && unused.value) ports.profiles.remove(id);
  }
}

/** The profile to unlock: the named one, else the first. `not-found`, or why its file does not open. */
export function pickProfile(ports: Ports, id: string | undefined): Result<{ stored: StoredProfile; db: Database }> {
  const all = ports.profiles.list();
  const wanted = id ?? all[0];
  if (wanted === undefined || !all.includes(wanted)) return fail("not-found");
  const db = openProfileStore(ports.profiles, wanted);
  if (!db.ok) return db;
  const stored = readStored(db.value, findProfile);
  // Its folder's name is the profile's id; a row that says otherwise is not this profile's.
  if (stored.ok && stored.value?.profile.profile === wanted) return ok({ stored: stored.value, db: db.value });
  db.value.close();
  return stored.ok ? fail("damaged-database", { reason: "no-profile" }, "after-act") : stored;
}

/** All profiles; `own` is open already. One that does not open is still listed, so that nothing looks lost. */
export function listProfiles(ports: Ports, own: StoredProfile["profile"] | null): ProfileShape[] {
  return ports.profiles.list().flatMap((id) => {
    if (own?.profile === id) return [shapeOf(own)];
    const db = openProfileStore(ports.profiles, id);
    if (!db.ok) return [{ ...unknown, profile: id }];
    const stored = readStored(db.value, findProfile);
    const unused = readStored(db.value, isUnused);
    db.value.close();
    if (unused.ok && unused.value) return [];
    const isNamed = stored.ok && stored.value?.profile.profile === id;
    return isNamed ? [shapeOf((stored.value as StoredProfile).profile)] : [{ ...unknown, profile: id }];
  });
}

const unknown: Omit<ProfileShape, "profile"> = {
  teamName: "",
  person: "",
  deviceName: "",
  state: "joined",
  waitsFor: null,
  keychain: "os",
  origin: "",
  builtIn: false,
};

function shapeOf(stored: StoredProfile["profile"]): ProfileShape {
  const { profile, teamName, person, deviceName, state, waitsFor, keychain, origin, builtIn } = stored;
  return { profile, teamName, person, deviceName, state, waitsFor, keychain, origin, builtIn };
}
