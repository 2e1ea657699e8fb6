/** What a change that waits on this computer is: one word for each kind of change of an item, and one for each kind of record. */
import type { RecordKind } from "./records.ts";

/**
 * `files`: only files were added or removed; `settle`: a conflict; `restore`: out of the trash; `move`: the item's old place, which
 * is left once the new one was sent.
 */
export const itemChanges = ["new", "edit", "files", "settle", "restore", "delete", "move"] as const;
export type ItemChange = (typeof itemChanges)[number];

/** `unreadable`: what waits does not open on this computer any more. */
export type UnsentKind = ItemChange | `record:${RecordKind}` | "unreadable";
