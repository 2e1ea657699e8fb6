/** What the outbox asks of each kind of draft, one row each, given when the profile is composed. */
import type { BlobId, Hash, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Failure } from "../../../shared/failures.ts";
import type { DraftParts, PartBytes } from "./draft-body.ts";
import type { Draft } from "./draft-book.ts";

/** A file of an item: its id, its size in bytes, and the hash of what was sealed. */
export type NamedFile = { blob: BlobId; size: number; hash: Hash };

/** What becomes of one draft now. */
export type Step =
  /** `files` are all that the item has; `sealed` is told under which hash the overview goes out. */
  | { state: "put"; bytes: PartBytes; files: readonly NamedFile[]; sealed?: (overview: Hash) => void }
  | { state: "delete" }
  /** Nothing of it is left to say. */
  | { state: "void" }
  /** Other drafts stand in its place already: these items have other drafts now. */
  | { state: "replaced"; places: readonly { vault: VaultId; item: ItemId }[] }
  /** It stays: its bytes or its key are not here, or it is from a newer Latchkey. */
  | { state: "stays"; failure: Failure };

export type DraftKind = {
  /** Merges a draft into what the chain holds now. The caller wipes the bytes. */
  step(draft: Draft, parts: DraftParts): Promise<Step>;
};
/** By what the draft is of: an item of people, or a record. */
export type DraftKinds = { item: DraftKind; record: DraftKind };
