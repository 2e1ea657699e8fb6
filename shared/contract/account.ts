/** This computer's profiles: create a team, join one, unlock, lock, and what a person asks before that. */
import { z } from "zod";
import type { ProfileId } from "../encoding/ids.ts";
import { always, command, event, open } from "./command.ts";
import { appearance, id, keychain, type Nothing, nameText, nothing, passphraseText, sheetText } from "./fields.ts";
import type { JoinComparison } from "./link-shapes.ts";
import type { AccountStatus, Act, AlertShape, Made, PassphraseVerdict } from "./shapes.ts";

export const accountCommands = {
  "team.create": command<Act & Made>()({
    input: z.strictObject({
      name: nameText,
      person: nameText,
      passphrase: passphraseText,
      server: z.union([
        z.literal("built-in"),
        z.strictObject({ url: z.string().max(2000), setupCode: z.string().max(2000) }),
      ]),
      keychain: keychain.optional(),
    }),
    in: ["none", "locked"],
    steps: ["note", "keychain", "here:profile", "note", "post:append", "here:drafts", "post:push"],
  }),
  /** Checks a setup code before the person types everything else: its origin answers and its keys match. */
  "team.checkServer": command<{ origin: string }>()({
    input: z.strictObject({ setupCode: z.string().max(2000) }),
    in: always,
    steps: [],
  }),
  "team.join": command<Made & { state: "waiting" | "joined" }>()({
    input: z.strictObject({
      code: z.string().max(4000),
      passphrase: passphraseText,
      keychain: keychain.optional(),
    }),
    in: ["none", "locked"],
    steps: ["note", "keychain", "here:profile", "note", "post:join", "here:log_entries"],
  }),
  /** Somebody who is invited to more than `member` begins to compare codes with an admin; the time before ends. */
  "team.compare": command<JoinComparison>()({ input: nothing, in: ["waiting"], steps: [] }),
  /** Asks what the admin said. */
  "team.compareState": command<JoinComparison>()({ input: nothing, in: ["waiting"], steps: [], quiet: true }),
  /** The code that the admin reads out. */
  "team.compareCode": command<JoinComparison>()({
    input: z.strictObject({ code: z.string().max(40) }),
    in: ["waiting"],
    steps: ["here:profile"],
  }),
  "team.compareCancel": command<Nothing>()({ input: nothing, in: ["waiting"], steps: [] }),
  /** Reads a join code's display names and checks it as far as this computer alone can. */
  "invite.read": command<{ teamName: string; inviterName: string }>()({
    input: z.strictObject({ code: z.string().max(4000) }),
    in: always,
    steps: [],
  }),
  "account.status": command<AccountStatus>()({
    input: nothing,
    in: always,
    steps: [],
    quiet: true,
    refreshedBy: ["session.changed"],
  }),
  "account.unlock": command<Nothing>()({
    input: z.strictObject({
      passphrase: passphraseText,
      profile: id<ProfileId>().optional(),
      deviceSheet: sheetText.optional(),
    }),
    in: ["locked", "waiting"],
    // A typed device sheet puts the device secret back.
    steps: ["keychain"],
  }),
  /** Takes the waiting profile away from this computer: its invite or setup code came to nothing. */
  "account.abandonJoin": command<Nothing>()({
    input: nothing,
    in: ["waiting"],
    steps: ["note", "files", "keychain", "note"],
  }),
  /** Takes the open profile away from this computer for good, its half of the key too; what was not sent is lost. Nobody is told. */
  "account.removeProfile": command<Nothing>()({
    input: nothing,
    in: open,
    steps: ["note", "files", "keychain", "note"],
  }),
  "account.lock": command<Nothing>()({ input: nothing, in: ["waiting", "unlocked"], steps: [] }),
  /** The device sheet's text again, after typing the passphrase. */
  "account.deviceSheet": command<{ text: string }>()({
    input: z.strictObject({ passphrase: passphraseText }),
    in: open,
    steps: [],
  }),
  /** Another passphrase for this profile; what the old one opened is gone from this computer. A wrong old one counts toward the wait. */
  "account.changePassphrase": command<Nothing>()({
    input: z.strictObject({ old: passphraseText, new: passphraseText, deviceSheet: sheetText.optional() }),
    in: open,
    // With the new wrapping a mark is set, taken away once backups with the old one are gone.
    steps: ["here:profile", "files", "here:settings"],
  }),
  "account.passphraseStrength": command<PassphraseVerdict>()({
    input: z.strictObject({
      passphrase: passphraseText,
      words: z.array(z.string().max(200)).max(10).optional(),
    }),
    in: always,
    steps: [],
    quiet: true,
  }),
  "account.setAppearance": command<Nothing>()({
    input: z.strictObject({ appearance }),
    in: always,
    steps: ["files"],
  }),
  /** The person has the device sheet on paper: printed, or written down and checked. Until then Settings reminds them. */
  "account.sheetKept": command<Nothing>()({
    input: z.strictObject({ how: z.enum(["printed", "written"]) }),
    in: ["waiting", "unlocked"],
    steps: ["here:settings"],
  }),
  /** The person did something in the window: the auto-lock clock starts anew. */
  "account.active": command<Nothing>()({ input: nothing, in: always, steps: [] }),
  "account.setAutoLock": command<Nothing>()({
    input: z.strictObject({ minutes: z.number().int().min(1).max(60) }),
    in: open,
    steps: ["here:settings"],
  }),
  /** What was raised since unlock, newest first: for a page that begins to listen later. */
  "alert.list": command<AlertShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["alert.raised"],
  }),
};

export const accountEvents = {
  /** Lock, unlock, joined, waiting. */
  /** No state: the page has a new line to its core, and asks everything anew. */
  "session.changed": event<{ state?: AccountStatus["state"] }>(),
  "clipboard.changed": event<{ clearsAt: number | null }>(),
  "alert.raised": event<AlertShape>(),
};
