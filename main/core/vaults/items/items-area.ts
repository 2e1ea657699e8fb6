/** The parts that every act on items needs, made once per opened profile (`open-areas.ts`). */
import type { BlobId, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import type { Attachments } from "../../attachments/attachments.ts";
import type { FileWriter } from "../../attachments/file-parts.ts";
import type { DraftBook } from "../../drafts/draft-book.ts";
import type { ListHabits } from "../../drafts/list-habits.ts";
import type { Outbox } from "../../drafts/outbox.ts";
import type { TypedTexts } from "../../drafts/typed-text.ts";
import type { ValueUses } from "../../drafts/value-uses.ts";
import type { Copies } from "../../local/copies.ts";
import type { ItemRows } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";
import type { CreatedAt } from "../overviews/list-order.ts";
import type { Overviews } from "../overviews/overviews.ts";
import type { AskedAgain } from "./asked-again.ts";
import type { CodesOfLogins } from "./counted-codes.ts";
import type { ItemDrafts } from "./item-draft.ts";
import type { VersionMemory } from "./version-changes.ts";

/** A deleted item's overview as it was last, with the version of that; null where it never was in the chain. */
export type LastOfDeleted = { overview: Overview; version: number | null };

/** What looking at items takes. */
export type ItemsCore = {
  unlocked: Pick<
    OpenedProfile,
    | "db"
    | "ports"
    | "profile"
    | "log"
    | "keyring"
    | "chains"
    | "vaults"
    | "history"
    | "rights"
    | "events"
    | "isOnline"
    | "emit"
  >;
  rows: ItemRows;
  overviews: Overviews;
  drafts: DraftBook;
  itemDrafts: ItemDrafts;
  /** How many values wait as conflicts in items with drafts; `state`: of which version and which drafts. */
  conflictCounts: Map<ItemId, { state: string; count: number }>;
  /** Deleted items that were looked at, and which version deleted each. */
  trash: Map<ItemId, LastOfDeleted & { deletion: number }>;
};

/** A file that is being added. */
export type AddedFile = {
  item: ItemId;
  vault: VaultId;
  name: string;
  size: number;
  received: number;
  writer: FileWriter;
};

/** A login as it would lie in another place, and where its statements were signed. */
export type LoginToPut = { item: ItemId; vault: VaultId; version: number; isDraft: boolean; overview: Overview };

/** What acts on items take. */
export type ItemsArea = ItemsCore & {
  outbox: Outbox;
  files: Attachments;
  /** Files that are being added, by their ids. */
  adding: Map<BlobId, AddedFile>;
  /** For which items the passphrase was typed again. */
  asked: AskedAgain;
  /** How this person likes their list, and what they used when. */
  habits: ListHabits;
  /** Which values were copied or shown last on this computer. */
  valueUses: ValueUses;
  createdAt: CreatedAt;
  /** What stands in open editors. */
  typed: TypedTexts;
  /** Lays drafts over the chain's overviews again and tells who listens. */
  refresh(vault: VaultId, items: readonly ItemId[]): void;
  /** Resolves when the items of the local store are listed. */
  ready: Promise<void>;
  /** What versions changed, as far as it was found. What clears it: lock. */
  versionMemory: VersionMemory;
  /** Recovery codes, counted by their logins. What clears it: lock. */
  codesOfLogins: CodesOfLogins;
  copies: Copies;
  /**
   * Whether these may be put where others read, by the team's rule on second factors: else `not-settled`. `into` null: a vault that is
   * made for them.
   */
  mayPut(logins: readonly LoginToPut[], into: VaultId | null): Promise<Result<true>>;
};
