/** A person's recovery sheet, and recoveries with one: made, rehearsed, used on a new computer, confirmed and stopped by others. */
import { z } from "zod";
import type { Hash } from "../encoding/ids.ts";
import { command, entry, open } from "./command.ts";
import { keychain, nothing, passphraseText, sheetText } from "./fields.ts";
import type { RecoveryStatus, Rehearsal } from "./recovery-shapes.ts";
import type { Act, Made } from "./shapes.ts";

/** Which opening it is about: the hash of its entry. */
const opening = z.string().regex(/^[0-9a-z]{52}$/) as unknown as z.ZodType<Hash, string>;

export const recoveryCommands = {
  /** One's own sheet, what a lost computer would cost, and every recovery that is open in the team. */
  "recovery.status": command<RecoveryStatus>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["member.changed", "session.changed"],
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
    in: ["none", "locked"],
    // It opens; once it is confirmed it is used.
    steps: ["note", "keychain", "here:profile", "note", "post:append", "post:append", "here:log_entries"],
  }),
  /** An admin's word that it is them; 24 hours after their app learned of it. */
  "recovery.confirm": command<Act>()({ input: z.strictObject({ open: opening }), in: open, steps: entry }),
  /** Stops it: one's own, or as an admin. */
  "recovery.cancel": command<Act>()({ input: z.strictObject({ open: opening }), in: open, steps: entry }),
};
