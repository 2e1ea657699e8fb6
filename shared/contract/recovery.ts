/** A person's recovery sheet, and recoveries with one: made, rehearsed, used on a new computer, confirmed and stopped by others. */
import { z } from "zod";
import type { Hash, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, entry, open } from "./command.ts";
import { id, keychain, type Nothing, nothing, passphraseText, sheetText } from "./fields.ts";
import type { AskShape, HelpShape, RecoveryPeople, RecoveryStatus, Rehearsal } from "./recovery-shapes.ts";
import type { Act, Made } from "./shapes.ts";

/** Which opening it is about: the hash of its entry. */
const opening = z.string().regex(/^[0-9a-z]{52}$/) as unknown as z.ZodType<Hash, string>;

/** It opens; once it is confirmed it is used. */
const openingSteps = [
  ...(["note", "keychain", "here:profile", "note"] as const),
  ...(["post:append", "post:append", "here:log_entries"] as const),
] as const;

const codeText = z.string().max(40);
const slotText = z.string().regex(/^[0-9]{8}$/);
const onNew = ["none", "locked"] as const;

/** Two of several people bring their person back [protocol: Recovery by two people]. */
const chosenPeople = {
  /** Whom one chose, and whom one can help. */
  "recovery.people": command<RecoveryPeople>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "member.changed", "session.changed"],
  }),
  /** Any two of these people from now on, after typing the passphrase; whoever was chosen before is not any more. */
  "recovery.choose": command<Act>()({
    input: z.strictObject({ passphrase: passphraseText, users: z.array(id<UserId>()).max(limits.recoveryHolders) }),
    in: open,
    steps: ["here:settings", ...entry, "here:letters_out"],
  }),
  /** Begins to help this person on their new computer, after typing the passphrase; the one before ends. */
  "recovery.help": command<HelpShape>()({
    input: z.strictObject({ passphrase: passphraseText, user: id<UserId>() }),
    in: open,
    steps: [],
  }),
  "recovery.helpState": command<HelpShape>()({ input: nothing, in: open, steps: [], quiet: true }),
  /** The code that the new computer shows. */
  "recovery.helpCode": command<HelpShape>()({ input: z.strictObject({ code: codeText }), in: open, steps: [] }),
  /** Gives one's share to the new computer; both codes were typed. */
  "recovery.helpGive": command<Nothing>()({ input: nothing, in: open, steps: [] }),
  "recovery.helpCancel": command<Nothing>()({ input: nothing, in: open, steps: [] }),
  /** This is the new computer: makes its keys, and asks the first holder under the number and address that they read out. */
  "recovery.ask": command<AskShape>()({
    input: z.strictObject({
      address: z.string().max(300),
      slot: slotText,
      passphrase: passphraseText,
      keychain: keychain.optional(),
    }),
    in: onNew,
    steps: [],
  }),
  "recovery.askState": command<AskShape>()({ input: nothing, in: onNew, steps: [], quiet: true }),
  /** The code that the holder shows. */
  "recovery.askCode": command<AskShape>()({ input: z.strictObject({ code: codeText }), in: onNew, steps: [] }),
  /** The next holder; what others gave stays. */
  "recovery.askNext": command<AskShape>()({ input: z.strictObject({ slot: slotText }), in: onNew, steps: [] }),
  /** Opens the recovery with what two gave; then this computer waits until it is in the log. */
  "recovery.askOpen": command<Made & { state: "waiting" }>()({ input: nothing, in: onNew, steps: openingSteps }),
  "recovery.askCancel": command<Nothing>()({ input: nothing, in: onNew, steps: [] }),
};

export const recoveryCommands = {
  /** One's own sheet, what a lost computer would cost, and every recovery that is open in the team. */
  "recovery.status": command<RecoveryStatus>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "member.changed", "session.changed"],
  }),
  /** A new sheet, after typing the passphrase: in memory until `recovery.keep`, and in nobody's log before. */
  "recovery.sheet": command<{ text: string }>()({
    input: z.strictObject({ passphrase: passphraseText }),
    in: open,
    steps: [],
  }),
  /** Puts the sheet that was just made into force; those before are void. */
  "recovery.keep": command<Act>()({ input: nothing, in: open, steps: entry }),
  /** Whether what stands on the paper would bring its person back; nothing is sent, and none of it is kept. */
  "recovery.rehearse": command<Rehearsal>()({
    input: z.strictObject({ sheet: sheetText }),
    in: open,
    steps: ["here:settings"],
  }),
  /** This is the new computer: makes its keys and opens the recovery with the sheet; then it waits until it is in the log. */
  "recovery.open": command<Made & { state: "waiting" }>()({
    input: z.strictObject({
      address: z.string().max(300),
      sheet: sheetText,
      passphrase: passphraseText,
      keychain: keychain.optional(),
    }),
    in: onNew,
    steps: openingSteps,
  }),
  ...chosenPeople,
  /** An admin's word that it is them; 24 hours after their app learned of it. */
  "recovery.confirm": command<Act>()({ input: z.strictObject({ open: opening }), in: open, steps: entry }),
  /** Stops it: one's own, or as an admin. */
  "recovery.cancel": command<Act>()({ input: z.strictObject({ open: opening }), in: open, steps: entry }),
};
