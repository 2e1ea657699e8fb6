/** One's own second factor at the server: how it stands, set up with an authenticator, answered where an act asks for it. */
import { z } from "zod";
import type { DeviceId, UserId } from "../encoding/ids.ts";
import { command, open } from "./command.ts";
import { id, type Nothing, nothing, passphraseText, time } from "./fields.ts";
import type { Act } from "./shapes.ts";

/** How it stands at the server; `codesLeft`: recovery codes, `waitMs`: until codes are looked at again. */
export type SecondFactor = {
  enrolledAt: number;
  codesLeft: number;
  waitMs: number;
  /** Too many wrong answers: a recovery code, or setting it up anew where an admin let this computer. */
  isLocked: boolean;
  isReleased: boolean;
  /** No act asks now: an answer of this session is good for five minutes. */
  isAnswered: boolean;
};

/** What happened to it, elsewhere than at this computer, since its person last looked; `device` is theirs, `by` whoever did it. */
export type FactorNews = {
  number: number;
  at: number;
  what: "set" | "recovery" | "released";
  device: string;
  by: string;
};

const code = z.string().max(100);

export const secondFactorCommands = {
  /** Asks the server. */
  "secondFactor.status": command<{ factor: SecondFactor | null; news: FactorNews[] }>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["session.changed"],
  }),
  /** News up to this one was seen, on this computer. */
  "secondFactor.seen": command<Nothing>()({
    input: z.strictObject({ number: z.number().int().nonnegative(), at: time }),
    in: open,
    steps: ["here:settings"],
  }),
  /** A new seed for an authenticator, after typing the passphrase: in force once it is confirmed. */
  "secondFactor.enrol": command<{ uri: string; seed: string }>()({
    input: z.strictObject({ passphrase: passphraseText }),
    in: open,
    steps: [],
  }),
  /** A code of that authenticator. The recovery codes, which this app made; they count once it is switched on. */
  "secondFactor.confirm": command<{ recoveryCodes: string[] }>()({
    input: z.strictObject({ code }),
    in: open,
    steps: [],
  }),
  /** Puts it into force, with these recovery codes. Asked again it is the same act. */
  "secondFactor.switchOn": command<Nothing>()({ input: nothing, in: open, steps: ["post:confirmSecondFactor"] }),
  /** Who in the team has one, as the server says; for admins. */
  "secondFactor.team": command<{ user: string; has: boolean }[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["session.changed", "member.changed"],
  }),
  /** A code of the authenticator, or a recovery code: what asked for it goes through for five minutes. */
  "account.stepUp": command<Nothing>()({
    input: z.strictObject({ code }),
    in: open,
    steps: ["post:answerSecondFactor"],
  }),
  /** As an admin: that person may set theirs up anew on that computer, within a day. */
  "secondFactor.release": command<Act>()({
    input: z.strictObject({
      user: id<UserId>(),
      device: z.string().regex(/^[0-9a-z]{52}$/) as unknown as z.ZodType<DeviceId, string>,
    }),
    in: open,
    steps: ["post:releaseSecondFactor"],
  }),
};
