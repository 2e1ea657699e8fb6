/** Changing a profile's row: its columns and their sealed copy together, so that neither says anything without the other. */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { Database } from "../ports.ts";
import { type Profile, putShown } from "../store/profile-row.ts";
import { sealIdentity } from "./identity-seal.ts";

type Own = { db: Database; profile: Profile; keys: Pick<DeviceKeys, "localStateKey"> };
type Changeable = Pick<Profile, "state" | "teamName" | "person" | "waitsFor" | "keychain" | "deviceName">;

/** Changes the row, durable first and then in memory; inside the caller's transaction where there is more to write. */
export function changeProfile({ db, profile, keys }: Own, change: Partial<Changeable>): void {
  const changed = { ...profile, ...change };
  putShown(db, changed, sealIdentity(keys.localStateKey, changed));
  Object.assign(profile, change);
}
