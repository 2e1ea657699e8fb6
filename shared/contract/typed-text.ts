/**
 * What stands in an open editor or dialog, kept sealed on this computer until it is saved or given up, and never sent by itself. As
 * it was typed: half of it may still be wrong. Only what was touched is there.
 */
import { z } from "zod";
import { type TypedKind, type TypedText, typedText } from "../model/typed-kinds.ts";
import { command, event, open } from "./command.ts";
import { id, type Nothing, nothing } from "./fields.ts";

/**
 * What was typed and not saved. `isOpen`: it can go on where it began; else its item or vault is gone, or closed to this person.
 */
export type TypedShape = {
  typed: string;
  kind: TypedKind;
  /** The vault and the item that it is of, where it is of one. */
  vault: string | null;
  item: string | null;
  /** What it is called: of the item, of the new vault, of who is invited. */
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
      text: typedText,
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
  "typed.open": command<TypedShape & { text: TypedText }>()({ input: ofTyped, in: open, steps: [], asksAgain: true }),
  "typed.drop": command<Nothing>()({ input: ofTyped, in: open, steps: ["here:settings"] }),
};

export const typedEvents = {
  "typed.changed": event<Record<string, never>>(),
};
