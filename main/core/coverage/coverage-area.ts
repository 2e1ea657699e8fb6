/** What coverage stands on, made once when a profile is composed. */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Letters } from "../letters/letters.ts";
import type { RecordStore } from "../records/records.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { ToolsArea } from "../tools/register.ts";
import type { ChainOverview } from "../vaults/overviews/overviews.ts";
import type { Histories } from "./histories.ts";

export type CoverageArea = OpenedProfile &
  Pick<ToolsArea, "items"> & {
    records: RecordStore;
    letters: Pick<Letters, "read" | "write">;
    histories: Histories;
    chainOverview(item: ItemId): ChainOverview | undefined;
    absentIn(vault: VaultId): number;
  };
