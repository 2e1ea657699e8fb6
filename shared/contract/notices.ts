/** What changed for this person since they last looked: read from the log that this computer verified, not from anybody's message. */
import { z } from "zod";
import { command, open } from "./command.ts";
import { type Nothing, nothing } from "./fields.ts";
import type { Permission, Role } from "./shapes.ts";

type What =
  /** Their right on a shared vault, null where they have none any more; `had`: the one before. */
  | { kind: "access"; vault: string; permission: Permission | null; had: Permission | null }
  | { kind: "archived"; vault: string }
  | { kind: "role"; role: Role }
  /** A computer or a sheet of theirs that came, or went; of somebody else where this person is an admin. */
  | { kind: "computer" | "sheet" | "recovered" | "computer-gone"; device: string; user: string };

/** `notice`: the number of the entry; `by`, `at`: whose it is, and its time; null where the entry does not open any more. */
export type NoticeShape = What & { notice: number; by: string | null; at: number | null };

/**
 * What apps brought back to a server that was restored from an older copy, by person: how many changes; entries by type; of vaults
 * that open here the titles of the items, and how many `more`.
 */
export type RestoredShape = {
  at: number;
  people: {
    user: string;
    count: number;
    entries: { type: string; count: number }[];
    vaults: { vault: string; titles: string[]; more: number }[];
  }[];
};

export const noticeCommands = {
  /** Null where nothing was brought back since it was last dismissed. */
  "restored.list": command<RestoredShape | null>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["alert.raised", "items.changed", "member.changed"],
  }),
  /** Nobody wants to see it any more, on this computer. */
  "restored.dismiss": command<Nothing>()({ input: nothing, in: open, steps: ["here:settings"] }),
  /** Newest first; at most 100. */
  "notice.list": command<NoticeShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["member.changed", "vault.changed", "session.changed"],
  }),
  /** Those up to this number were seen, on this computer. */
  "notice.seen": command<Nothing>()({
    input: z.strictObject({ upTo: z.number().int().nonnegative() }),
    in: open,
    steps: ["here:settings"],
  }),
};
