/** Items: list, look, use, save, move, delete. */
import { z } from "zod";
import type { ItemId, VaultId } from "../encoding/ids.ts";
import { command, event, open } from "./command.ts";
import { id, type Nothing, nameText, time } from "./fields.ts";
import type { CodeShape, ItemDetail, ItemRow } from "./shapes.ts";

const url = z.union([
  z.string().max(2000),
  z.strictObject({ url: z.string().max(2000), match: z.enum(["domain", "host", "exact", "never"]) }),
]);
const changes = z.strictObject({
  title: z.string().max(200).optional(),
  username: z.string().max(1000).nullable().optional(),
  password: z.string().max(10_000).nullable().optional(),
  urls: z.array(url).max(20).optional(),
  notes: z.string().max(65_536).nullable().optional(),
  tags: z.array(z.string().min(1).max(100)).max(100).optional(),
  totp: z.string().max(4096).nullable().optional(),
  fields: z
    .array(z.strictObject({ name: nameText, type: z.enum(["text", "hidden", "date"]), value: z.string().max(65_536) }))
    .max(50)
    .optional(),
  expires: time.nullable().optional(),
});
const ofItem = z.strictObject({ item: id<ItemId>() });
const field = z.string().max(220);

export const itemCommands = {
  "item.save": command<{ item: string; version: number | null; draft: boolean }>()({
    input: z.strictObject({
      vault: id<VaultId>(),
      item: id<ItemId>().optional(),
      kind: z.enum(["login", "api-key", "note", "ssh-key", "card", "document", "recovery-codes"]).optional(),
      changes,
    }),
    in: open,
  }),
  "item.list": command<{ total: number; items: ItemRow[] }>()({
    input: z.strictObject({
      vault: id<VaultId>().optional(),
      text: z.string().max(1000).optional(),
      limit: z.number().int().positive().max(100_000).optional(),
    }),
    in: open,
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  "item.get": command<ItemDetail>()({
    input: ofItem,
    in: open,
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  "item.reveal": command<{ value: string }>()({
    input: z.strictObject({ item: id<ItemId>(), field, version: z.number().int().positive().optional() }),
    in: open,
  }),
  /** `field` as for reveal, or `username`, `title`, `url:<n>`, and `code` for the one-time code of this moment. */
  "item.copyField": command<{ clearsInMs: number }>()({
    input: z.strictObject({ item: id<ItemId>(), field }),
    in: open,
  }),
  "item.code": command<CodeShape>()({ input: ofItem, in: open, quiet: true }),
  /** Opens one of the item's own websites in the default browser (http and https only). */
  "item.openWebsite": command<{ host: string }>()({
    input: z.strictObject({ item: id<ItemId>(), index: z.number().int().nonnegative().max(19) }),
    in: open,
  }),
  "item.delete": command<Nothing>()({ input: ofItem, in: open }),
  /** Into another vault, as a new item; history and who wrote it stay with the old one, in its vault's trash. */
  "item.move": command<{ item: string }>()({
    input: z.strictObject({ item: id<ItemId>(), vault: id<VaultId>() }),
    in: open,
  }),
};

export const itemEvents = {
  /** Items by id; more than 200 at once come as `all`. */
  "items.changed": event<{ items: string[]; all: boolean }>(),
};
