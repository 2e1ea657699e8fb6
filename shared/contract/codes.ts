/** One-time codes: those that a person may see, and adding more. Seeds stay in the core; a page gets codes alone. */
import { z } from "zod";
import type { ItemId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, edit, open } from "./command.ts";
import { bytes, id, type Nothing, nameText, nothing } from "./fields.ts";
import type { CodeShape, ItemRow } from "./shapes.ts";

/** As many as a screen shows at once, with some around it. */
const shownMost = 200;

/** A login with a seed; `askAgain`: its passphrase is asked for before its code is shown. */
export type CodeRow = Pick<ItemRow, "item" | "vault" | "title" | "username" | "favourite"> & { askAgain: boolean };
/**
 * `driftMs`: by how much this computer's clock is ahead of the time that the server signed, where it signed one since unlock. A hint
 * for people and nothing else: the server may say anything.
 */
export type CodeList = { codes: CodeRow[]; driftMs: number | null };
/** Codes of this moment, and why others are not shown. */
export type ShownCodes = { codes: ({ item: string } & CodeShape)[]; refused: { item: string; code: string }[] };

/** A login into which a seed fits. */
export type CodePlace = { item: string; title: string; vault: string };
/** A seed that was read, without the seed. `refused`: why it is not taken (as the reasons of `otp-uri`). */
export type FoundCode = {
  at: number;
  issuer: string | null;
  account: string | null;
  digits: number;
  period: number;
  algorithm: string;
  refused: string | null;
  /** Where it went. */
  takenAs: string | null;
  /** Logins without a code that it may belong to, the likeliest first; `isProposed`: the first is it beyond doubt. */
  places: CodePlace[];
  isProposed: boolean;
  /** Logins that it may belong to and that have a code already: never replaced, shown so that nobody makes another by mistake. */
  held: CodePlace[];
};
/** An export in several pictures: how many there are, and which were read with how many codes each. */
export type CodeParts = { size: number; read: { index: number; codes: number }[] };
export type CodeReading = { reading: string; found: FoundCode[]; exports: CodeParts[] };

const ofFound = { reading: id<string>(), at: z.number().int().nonnegative().max(10_000) };
const typedCode = z.string().max(20);

export const codeCommands = {
  /** Every login with a seed that this person may open: their favourites first, then by title. */
  "code.list": command<CodeList>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /** The codes of these logins now; each that is shown is told in the activity, as `item.code` is. */
  "code.show": command<ShownCodes>()({
    input: z.strictObject({ items: z.array(id<ItemId>()).min(1).max(shownMost) }),
    in: open,
    steps: [],
    quiet: true,
  }),
  /**
   * Reads seeds from a link, a typed secret, the text of an export's QR code, a picture (PNG, JPEG) with any number of them, or a file:
   * one of those, or an export of another app, with its passphrase where it is encrypted. With
   * `reading` they are added to those that were read before; without it those are forgotten. They stay in the core for a while.
   */
  "code.read": command<CodeReading>()({
    input: z.union([
      z.strictObject({ reading: id<string>().optional(), text: z.string().max(limits.codeTextChars) }),
      z.strictObject({ reading: id<string>().optional(), picture: bytes }),
      z.strictObject({
        reading: id<string>().optional(),
        file: bytes,
        passphrase: z.string().max(limits.passwordBytes).optional(),
      }),
    ]),
    in: open,
    steps: [],
  }),
  /** The code of a seed that was read. */
  "code.of": command<CodeShape>()({ input: z.strictObject(ofFound), in: open, steps: [], quiet: true }),
  /** Whether another app shows the same: the code of now, or of one step before or after. */
  "code.check": command<{ isSame: boolean }>()({
    input: z.strictObject({ ...ofFound, typed: typedCode }),
    in: open,
    steps: [],
  }),
  /** Puts a seed that was read into a login without one, or into a new login. With `typed` only where that is its code. */
  "code.take": command<{ item: string }>()({
    input: z.strictObject({
      ...ofFound,
      into: z.union([
        z.strictObject({ item: id<ItemId>() }),
        z.strictObject({ vault: id<VaultId>(), title: nameText }),
      ]),
      typed: typedCode.optional(),
    }),
    in: open,
    steps: edit,
  }),
  /** Forgets what was read. */
  "code.forget": command<Nothing>()({ input: z.strictObject({ reading: id<string>() }), in: open, steps: [] }),
};
