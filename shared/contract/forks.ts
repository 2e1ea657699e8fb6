/** Whether everybody was shown the same history of the team: the code that people compare, and what proves that they were not. */
import { z } from "zod";
import type { UserId, VaultId } from "../encoding/ids.ts";
import { command, open } from "./command.ts";
import { id, type Nothing, nothing, passphraseText } from "./fields.ts";

/** An entry of one of two histories: its number, whose it is and when, by their clock; and how many follow it there. */
export type ForkSide = { number: number; type: string; user: string; at: number; more: number };
export type ForkShape = {
  /** `alone`, `claimed`: something differs, and proves nothing yet. */
  state: "none" | "alone" | "claimed" | "proven";
  /** When this computer first held a proof, by its clock. */
  since: number | null;
  /** The first entry that differs, as this computer holds it; null where nothing differs or nobody showed the place. */
  mine: ForkSide | null;
  /** The entry that others were shown there; null where only people say so. */
  other: ForkSide | null;
  /** Who stands on the other history, each once. */
  people: string[];
};
export type TeamCodeShape = { number: number; words: string[]; last: number };

const number = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const forkCommands = {
  /** The newest code, or the one at any entry that somebody asks for; `last`: the newest multiple of 16. */
  "team.code": command<TeamCodeShape>()({
    input: z.strictObject({ number: number.optional() }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed"],
  }),
  /** What a teammate read out, against this computer's history. */
  "team.checkCode": command<{ result: "same" | "different" | "later" | "none"; number: number }>()({
    input: z.strictObject({ number, text: z.string().max(400) }),
    in: open,
    steps: [],
  }),
  "team.fork": command<ForkShape>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed", "alert.raised"],
  }),
  /**
   * Goes over to the other history, after typing the passphrase: an admin on it read its code at `number`. The app is locked then; what
   * was written here on the history before comes back as drafts.
   */
  "team.chooseHistory": command<Nothing>()({
    input: z.strictObject({ user: id<UserId>(), number, text: z.string().max(400), passphrase: passphraseText }),
    in: open,
    steps: ["here:log_entries"],
  }),
  /** Writes the evidence where the person says, or into the folder for downloads: signed bytes and ids, no secret and no name. Of the log, or of a vault. */
  "team.saveEvidence": command<{ name: string; place: "chosen" | "downloads" }>()({
    input: z.strictObject({ vault: id<VaultId>().optional() }),
    in: open,
    steps: [],
  }),
};
