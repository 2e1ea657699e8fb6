/** Items: list, look, use, save, move, delete. */
import { z } from "zod";
import type { ConflictId, ItemId, UserId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { type ItemKind, itemKinds } from "../model/kinds/kinds.ts";
import { type ListOrder, listOrders } from "../model/list-orders.ts";
import { command, edit, event, open } from "./command.ts";
import { id, type Nothing, nameText, nothing, passphraseText, sheetText } from "./fields.ts";
import { changeFields, itemChanges } from "./item-changes.ts";
import type { CodeShape, ItemDetail, ItemRow, NeedShape, SavedShape, UnsentShape, VersionDetail } from "./shapes.ts";

const ofItem = z.strictObject({ item: id<ItemId>() });
/** Many at once are one act: all or none, in one durable writing. */
const itemsMost = 500;
/** Into a new vault as many as somebody may have marked; they go in parts of `itemsMost`. */
const movedMost = 20_000;
const peopleMost = 200;
const someItems = z.array(id<ItemId>()).min(1).max(itemsMost);
const ofItems = z.union([ofItem, z.strictObject({ items: someItems })]);
const ofVersion = z.strictObject({ item: id<ItemId>(), version: z.number().int().positive() });
/**
 * The version that its person looked at: what they decided is merged three ways against it, as a save is. Absent: the newest that the
 * app holds. `invalid-input` above that.
 */
const base = z.number().int().nonnegative().optional();
const field = z.string().max(220);

/** One page of a list; `total` is of the whole. */
export type ItemPage = {
  total: number;
  items: ItemRow[];
  at?: number | null;
  recent?: number;
  /** How many of each kind there are, whichever of them is asked for; none of Trash and of what waits. */
  kinds?: Partial<Record<ItemKind, number>>;
};

export const itemCommands = {
  "item.save": command<SavedShape>()({
    input: z.strictObject({
      vault: id<VaultId>(),
      item: id<ItemId>().optional(),
      kind: z.enum(itemKinds).optional(),
      /**
       * The version that the editor opened, 0 where the item was in no chain: the edit is merged three ways against it. Absent:
       * the newest that the app holds. `invalid-input` above that.
       */
      base: z.number().int().nonnegative().optional(),
      /**
       * What was typed before and taken up again: these fields began on that older version, and are merged against it as it
       * was, whatever was saved after it, on this computer too.
       */
      resumed: z
        .strictObject({
          base: z.number().int().nonnegative(),
          fields: z.array(z.enum(changeFields)).max(changeFields.length),
        })
        .optional(),
      changes: itemChanges,
      /** The damaged version that the person was told of, and saves over; without it that is `older-version`. */
      over: z.number().int().positive().optional(),
      /** What was kept of this editor (`typed.keep`): it goes in the same writing. */
      typed: id<string>().optional(),
    }),
    in: open,
    steps: edit,
    asksAgain: true,
  }),
  /** `text` may be a link to an item: it alone is found then, also where it was moved since. */
  "item.list": command<ItemPage>()({
    input: z.strictObject({
      vault: id<VaultId>().optional(),
      text: z.string().max(1000).optional(),
      kind: z.enum(itemKinds).optional(),
      /** What is in Trash, the newest deletion first, in place of what is not. */
      deleted: z.literal(true).optional(),
      /** Only what this person chose with `item.favourite`. */
      favourites: z.literal(true).optional(),
      order: z.enum(listOrders).optional(),
      /**
       * With this time, epoch milliseconds, the few items that this person used last before it stand on top of a long list that
       * nothing narrows and that is in the order of its titles; the answer says as `recent` how many. A page asks with the time
       * at which it came to the list, so that nothing moves under the cursor.
       */
      usedBefore: z.number().int().nonnegative().optional(),
      /** Only what waits for this person (`item.needs`), what they decide first; rows say what for. */
      needs: z.literal(true).optional(),
      /** The answer says as `at` where this item stands among all that are found; null where it does not. */
      find: id<ItemId>().optional(),
      /** So many rows are left out before the first. */
      offset: z.number().int().nonnegative().max(100_000).optional(),
      limit: z.number().int().positive().max(100_000).optional(),
    }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /** The order that this person chose for their lists, on this computer. */
  "list.order": command<{ order: ListOrder }>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["list.changed"],
  }),
  "list.setOrder": command<Nothing>()({
    input: z.strictObject({ order: z.enum(listOrders) }),
    in: open,
    steps: ["here:settings"],
  }),
  /** Among this person's favourites, on all their computers, or no more. */
  "item.favourite": command<Nothing>()({
    input: z.strictObject({ item: id<ItemId>(), on: z.boolean() }),
    in: open,
    steps: edit,
  }),
  "item.get": command<ItemDetail>()({
    input: ofItem,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  "item.reveal": command<{ value: string }>()({
    input: z.strictObject({ item: id<ItemId>(), field, version: z.number().int().positive().optional() }),
    in: open,
    steps: [],
    asksAgain: true,
  }),
  /**
   * `field` as for reveal, or `username`, `title`, `url:<n>`, `code` for the one-time code of this moment, and `link` for a link
   * that opens the item for those who may. `hasCode`: there is a one-time code to copy next.
   */
  "item.copyField": command<{ clearsInMs: number; title: string; hasCode: boolean }>()({
    input: z.strictObject({ item: id<ItemId>(), field, version: z.number().int().positive().optional() }),
    in: open,
    steps: [],
    asksAgain: true,
  }),
  /**
   * The passphrase for an item that asks for it again (`askAgain`), or for what was typed into an editor and kept: its secrets open
   * for a minute. Wrong ones count as at unlock.
   */
  "item.confirm": command<Nothing>()({
    input: z.union([
      z.strictObject({ item: id<ItemId>(), passphrase: passphraseText, deviceSheet: sheetText.optional() }),
      z.strictObject({ typed: id<string>(), passphrase: passphraseText, deviceSheet: sheetText.optional() }),
    ]),
    in: open,
    steps: [],
  }),
  "item.code": command<CodeShape>()({ input: ofItem, in: open, steps: [], quiet: true, asksAgain: true }),
  /** Opens one of the item's own websites in the default browser (http and https only). */
  "item.openWebsite": command<{ host: string }>()({
    input: z.strictObject({ item: id<ItemId>(), index: z.number().int().nonnegative().max(19) }),
    in: open,
    steps: [],
  }),
  /** What waits for this person: conflicts, versions that cannot be read, changes that cannot be sent. */
  "item.needs": command<NeedShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["items.changed", "vault.changed", "sync.changed"],
  }),
  /** An older version, without its secrets: each is revealed and copied by its field and this version. */
  "item.version": command<VersionDetail>()({
    input: ofVersion,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /** Settles a conflict; what is not kept goes into the older values. */
  "item.resolve": command<Nothing>()({
    input: z.strictObject({
      item: id<ItemId>(),
      conflict: id<ConflictId>(),
      base,
      keep: z.union([
        z.enum(["current", "other"]),
        z.strictObject({
          value: z
            .string()
            .max(limits.noteBytes)
            .refine((text) => text.isWellFormed()),
        }),
      ]),
    }),
    in: open,
    steps: edit,
  }),
  /** A recovery code, by its place in the version that was looked at, is used or free again. */
  "item.useCode": command<Nothing>()({
    input: z.strictObject({
      item: id<ItemId>(),
      base,
      place: z.number().int().nonnegative().max(limits.recoveryCodesPerItem),
      used: z.boolean(),
    }),
    in: open,
    steps: edit,
  }),
  "item.delete": command<Nothing>()({ input: ofItems, in: open, steps: edit }),
  /** Out of Trash for good, with all versions and files, for everybody: a manager, thirty days after the server took the deletion. */
  "item.purge": command<Nothing>()({ input: ofItems, in: open, steps: ["post:push"] }),
  /**
   * Out of Trash: the same item again, with all its versions. With `version`: that older version becomes the current one again, as
   * a new version.
   */
  "item.restore": command<Nothing>()({
    input: z.union([...ofItems.options, ofVersion.extend({ base })]),
    in: open,
    steps: edit,
    asksAgain: true,
  }),
  /** A second item with the same values, in the same vault. */
  "item.duplicate": command<{ item: string }>()({ input: ofItem, in: open, steps: edit }),
  /**
   * Into another vault, as new items in the order in which they were named; history and who wrote it stay with the old ones, in
   * their vault's Trash. `item` is the first of them.
   */
  "item.move": command<{ item: string; items: string[] }>()({
    input: z.union([
      z.strictObject({ item: id<ItemId>(), vault: id<VaultId>() }),
      z.strictObject({ items: someItems, vault: id<VaultId>() }),
    ]),
    in: open,
    steps: ["here:drafts", "post:push", "post:push"],
  }),
  /**
   * Items into a vault that is made for them and that these people may view. Asked for again before it was answered, with the
   * same title and people, it goes on with the same vault.
   */
  "item.moveToNew": command<{ vault: string; items: string[] }>()({
    input: z.strictObject({
      items: z.array(id<ItemId>()).min(1).max(movedMost),
      title: nameText,
      people: z.array(id<UserId>()).max(peopleMost),
    }),
    in: open,
    steps: [
      // The draft of the title goes once it is pushed.
      ...(["here:settings", "post:append", "here:log_entries", "here:drafts", "post:push", "here:drafts"] as const),
      ...(["post:append", "here:log_entries", "here:drafts", "post:push", "post:push"] as const),
    ],
  }),
  /** Items and records with changes of this computer that are not sent; `reason` where they cannot go as they are. */
  "draft.list": command<UnsentShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["items.changed", "vault.changed", "sync.changed"],
  }),
  /**
   * Gives up what was changed; of a deletion only the deletion, and not what was typed before it. `vault`: only what waits there, as a
   * person's name and their preferences have one id.
   */
  "draft.discard": command<Nothing>()({
    input: z.strictObject({ item: id<ItemId>(), vault: id<VaultId>().optional() }),
    in: open,
    steps: ["here:drafts"],
  }),
  /**
   * What was typed, as a new item of another vault, which the next sync sends. Files that cannot be had any more are `file-missing` with
   * their number; `leaveFiles`: it goes without them.
   */
  "draft.move": command<{ item: string }>()({
    input: z.strictObject({ item: id<ItemId>(), vault: id<VaultId>(), leaveFiles: z.literal(true).optional() }),
    in: open,
    steps: ["here:drafts"],
  }),
};

export const itemEvents = {
  "list.changed": event<Record<string, never>>(),
  /** Items by id; more than 200 at once come as `all`. */
  "items.changed": event<{ items: string[]; all: boolean }>(),
};
