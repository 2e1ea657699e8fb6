/**
 * What stands in an open editor, kept sealed on this computer until it is saved or given up, and never sent by itself. As it was
 * typed: half of it may still be wrong. Only what was touched is there.
 */
import { z } from "zod";
import type { ItemId, VaultId } from "../encoding/ids.ts";
import { type TypedItem, typedItem } from "../model/typed-item.ts";
import { command, event, open } from "./command.ts";
import { id, type Nothing, nothing } from "./fields.ts";

/** What was typed and not saved. `isOpen`: it can go on where it began; else its item or vault is gone, or closed to this person. */
export type TypedShape = {
  typed: string;
  vault: string;
  /** Null: of an item that was being made. */
  item: string | null;
  /** The version that the editor had opened. */
  base: number | null;
  title: string;
  at: number;
  isOpen: boolean;
};

const ofTyped = z.strictObject({ typed: id<string>() });

export const typedCommands = {
  /** Keeps what is typed now, in the place of what was kept of the same editor before. `limit`: too long, or too many are kept. */
  "typed.keep": command<{ typed: string }>()({
    input: z.strictObject({
      /** From the answer before, of the same editor. */
      typed: id<string>().optional(),
      vault: id<VaultId>(),
      item: id<ItemId>().optional(),
      base: z.number().int().nonnegative().optional(),
      text: typedItem,
    }),
    in: open,
    steps: ["here:settings"],
    // It comes a second after the last key, by itself.
    quiet: true,
  }),
  /** Newest first. */
  "typed.list": command<TypedShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["typed.changed", "items.changed", "vault.changed"],
  }),
  /** For the editor that is opened again. */
  "typed.open": command<TypedShape & { text: TypedItem }>()({ input: ofTyped, in: open, steps: [], asksAgain: true }),
  "typed.drop": command<Nothing>()({ input: ofTyped, in: open, steps: ["here:settings"] }),
};

export const typedEvents = {
  "typed.changed": event<Record<string, never>>(),
};
