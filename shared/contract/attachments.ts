/** Files of items: added piece by piece, saved on this computer, removed. Their bytes never pass a page as a whole. */
import { z } from "zod";
import type { BlobId, ItemId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, edit, event, open } from "./command.ts";
import { bytes, id, type Nothing, nameText, nothing } from "./fields.ts";

const file = id<BlobId>();
const ofFile = z.strictObject({ file });
const ofItem = z.strictObject({ item: id<ItemId>(), file });

export const attachmentCommands = {
  /** A new file of an item; `size` in bytes, of all that `attachment.write` will bring. `limit` above 25 MB, or where the item holds as many as it may. */
  "attachment.begin": command<{ file: string }>()({
    input: z.strictObject({ item: id<ItemId>(), name: nameText, size: z.number().int().nonnegative() }),
    in: open,
    steps: [],
  }),
  /** Its next bytes, at most a megabyte; `from`: how many came before. Answers how many came. */
  "attachment.write": command<{ received: number }>()({
    input: z.strictObject({
      file,
      from: z.number().int().nonnegative(),
      bytes: bytes.refine((piece) => piece.length <= limits.blobPartBytes),
    }),
    in: open,
    steps: [],
  }),
  /** All came: the item has it from now on; it is sent before the change that names it. */
  "attachment.add": command<Nothing>()({
    input: ofFile,
    in: open,
    steps: ["here:attachment_parts", "here:drafts", "post:upload", "post:push"],
  }),
  /**
   * How many bytes the server would still take from this person, without what waits here to be sent; null where it does not say
   * (offline, or an older server). Above it a file would wait until there is space.
   */
  "attachment.space": command<{ left: number | null }>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed"],
  }),
  /** Gives up a file that is being added, or ends the fetching of one. */
  "attachment.cancel": command<Nothing>()({ input: ofFile, in: open, steps: [] }),
  /**
   * Writes it where the person chooses in their system's dialog, where there is one (`cancelled` where they choose nothing), else
   * into the folder for downloads; once all of it was fetched and opened. No page ever names a path. With `version`, a file that
   * this version of the item has; of an item in Trash too.
   */
  "attachment.save": command<{ name: string; place: "chosen" | "downloads" }>()({
    input: ofItem.extend({ version: z.number().int().positive().optional() }),
    in: open,
    steps: [],
    asksAgain: true,
  }),
  "attachment.remove": command<Nothing>()({ input: ofItem, in: open, steps: edit }),
};

export const attachmentEvents = {
  /** How far a file is on its way to the server (`up`) or from it (`down`). */
  "attachment.progress": event<{ file: string; way: "up" | "down"; done: number; total: number }>(),
};
