/** What acts on vaults stand on: the team's log and keys, the records in which titles lie, and what was begun. */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { LogWriter } from "../log/act.ts";
import type { BegunActs } from "../log/begun-acts.ts";
import type { RecordStore } from "../records/records.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

export type VaultActs = OpenedProfile & {
  records: RecordStore;
  begun: BegunActs;
  mayOpen: LogWriter["mayOpen"];
  /** The newest title of an item of this vault that opens here, of whichever version. */
  titleOf(vault: VaultId, item: ItemId): string | null;
  /** How many of its items are not on this computer. */
  absentIn(vault: VaultId): number;
};
