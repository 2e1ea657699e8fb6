/**
 * Where people type more than a few words: each place with what is kept of it until it is saved or given up. One table; what
 * comes from a page and what comes back from the disk are checked against the same row. Never a passphrase, a device sheet or a
 * code that lets somebody in: they have no row. Nor has what stands in a file that is chosen again, as the titles of an import.
 */
import { z } from "zod";
import { id } from "../encoding/id-text.ts";
import type { InviteId, ItemId, UserId, VaultId } from "../encoding/ids.ts";
import { typedItem } from "./typed-item.ts";

/** Of more items than this at one time nothing is kept. */
export const typedItemsMost = 10_000;
const peopleMost = 200;
/** As it was typed, too long perhaps. */
const line = z.string().max(2000);
const items = z.array(id<ItemId>()).min(1).max(typedItemsMost);

export const typedKinds = {
  item: z.strictObject({
    kind: z.literal("item"),
    vault: id<VaultId>(),
    /** Null: of an item that was being made. */
    item: id<ItemId>().nullable(),
    /** The version that the editor had opened. */
    base: z.number().int().nonnegative().nullable(),
    text: typedItem,
  }),
  newVault: z.strictObject({ kind: z.literal("newVault"), title: line }),
  vaultTitle: z.strictObject({ kind: z.literal("vaultTitle"), vault: id<VaultId>(), title: line }),
  invite: z.strictObject({
    kind: z.literal("invite"),
    name: line,
    email: line,
    role: z.enum(["member", "lead", "admin", "auditor"]).optional(),
    /** The ended invite that it takes the place of. */
    instead: id<InviteId>().nullable(),
  }),
  /** A group with who manages it (null: nobody chosen) and who is in it. */
  newGroup: z.strictObject({
    kind: z.literal("newGroup"),
    name: line,
    manager: id<UserId>().nullable(),
    people: z.array(id<UserId>()).max(peopleMost),
  }),
  /** Another value for a field in conflict. */
  settle: z.strictObject({
    kind: z.literal("settle"),
    item: id<ItemId>(),
    field: line,
    value: z.string().max(256 * 1024),
  }),
  tags: z.strictObject({ kind: z.literal("tags"), items, tags: z.string().max(16 * 1024) }),
  /** The new vault to which items are moved. */
  move: z.strictObject({
    kind: z.literal("move"),
    items,
    isShare: z.boolean(),
    title: line,
    people: z.array(id<UserId>()).max(peopleMost),
  }),
};

export type TypedKind = keyof typeof typedKinds;
type Row = (typeof typedKinds)[TypedKind];
export const typedText = z.discriminatedUnion("kind", Object.values(typedKinds) as [Row, ...Row[]]);
/** What was typed in one place. */
export type TypedText = z.output<Row>;
export type TypedOf<Kind extends TypedKind> = Extract<TypedText, { kind: Kind }>;
/** As a page gives it, before its ids are read. */
export type TypedGiven = z.input<Row>;
