/** What acts on vaults stand on: the team's log and keys, and the records in which titles lie. */
import type { RecordStore } from "../records/records.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

export type VaultActs = OpenedProfile & { records: RecordStore };
