/** What this computer holds of one unlocked profile: who it is, its keys and database, the ports, and its word to pages. */
import type { EventName, Events } from "../../../shared/contract/outputs.ts";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { Database, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";

export type LocalProfile = {
  ports: Ports;
  profile: Profile;
  db: Database;
  keys: DeviceKeys;
  /** Tells pages. */
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
};
