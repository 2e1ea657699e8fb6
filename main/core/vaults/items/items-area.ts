/** The parts that every act on items needs, made once per opened profile by `items.ts`. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import type { ItemRows } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";
import type { DraftBook } from "../drafts/draft-book.ts";
import type { Overviews } from "../overviews/overviews.ts";

export type ItemsArea = {
  unlocked: OpenedProfile;
  rows: ItemRows;
  overviews: Overviews;
  drafts: DraftBook;
  /** Pushes the drafts of a vault; one push at a time, a second call waits for it and looks again. */
  flush(vault: VaultId): Promise<Result<true>>;
  /** Lays drafts over the chain's overviews again and tells who listens. */
  refresh(vault: VaultId, items: readonly ItemId[]): void;
  /** Resolves when the items of the local store are listed. */
  ready: Promise<void>;
  /** Stops the telling that the clipboard is empty again, while a copy is on it. */
  clipboardTimer: { stop: (() => void) | null };
};
